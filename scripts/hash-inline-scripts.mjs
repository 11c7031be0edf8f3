/** Lists the inline scripts of the built pages by their hashes: the server lets these run, and no others. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * As browsers compute it: over the text between the tags.
 * @param {string} html
 * @returns {string[]} `sha256-…` of each script that has no address
 */
export function inlineScriptHashes(html) {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)]
    .filter(([, attributes]) => !/\ssrc\s*=/i.test(attributes ?? ''))
    .map(
      ([, , text]) =>
        `sha256-${createHash('sha256')
          .update(text ?? '')
          .digest('base64')}`,
    )
}

/**
 * @param {string} built Next's folder
 * @param {string} outfile
 */
export function writeInlineScripts(built, outfile) {
  // Next copies a page into `route-cache` when it is first asked for, unchanged.
  const pages = readdirSync(join(built, 'server'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  const hashes = [...new Set(pages.flatMap(inlineScriptHashes))].sort()
  if (hashes.length === 0) throw new Error(`There is no built page in ${built}.`)
  writeFileSync(outfile, `${JSON.stringify(hashes, null, 2)}\n`)
}
