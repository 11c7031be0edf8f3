/** Answers one question: are these files still the ones we worked from last time? */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One hash over the names and contents of files and whole folders; what is missing counts as missing.
 * @param {string} root
 * @param {readonly string[]} inputs files or folders, relative to `root`
 * @param {(path: string) => boolean} [ignores] relative paths (with `/`) that do not matter
 */
export function fingerprint(root, inputs, ignores = () => false) {
  const hash = createHash('sha256')
  for (const path of inputs.flatMap((input) => listFiles(root, input)).sort()) {
    if (ignores(path)) continue
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(root, path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full).flatMap((name) => listFiles(root, `${path}/${name}`))
}
