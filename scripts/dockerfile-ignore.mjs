/** What `.dockerignore` lets into a build. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The files of a build context. The last rule that names a file or a folder above it decides.
 * @param {string} folder
 * @param {string} ignoreText what `.dockerignore` says
 * @returns {string[]} paths relative to `folder`, with `/`
 */
export function listContext(folder, ignoreText) {
  const rules = ignoreText
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
    .map(readRule)
  const returning = rules.filter(({ returns }) => returns)

  /** @param {string} path */
  const isIgnored = (path) =>
    rules.reduce((ignored, { matches, returns }) => (matches(path) ? !returns : ignored), false)
  /** @param {string} path @returns {string[]} */
  const filesBelow = (path) =>
    readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
      const below = path ? `${path}/${entry.name}` : entry.name
      const ignored = isIgnored(below)
      if (!entry.isDirectory()) return ignored ? [] : [below]
      const mayReturn = returning.some(
        ({ pattern }) => pattern.startsWith(`${below}/`) || /^\*/.test(pattern),
      )
      return ignored && !mayReturn ? [] : filesBelow(below)
    })
  return filesBelow('').sort()
}

/** @param {string} line */
function readRule(line) {
  const returns = line.startsWith('!')
  const pattern = line.replace(/^!/, '').replace(/^\.?\/|\/$/g, '')
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (glob) => wildcards[glob] ?? glob)
  const whole = new RegExp(`^${expression}(/|$)`)
  return { returns, pattern, matches: (/** @type {string} */ path) => whole.test(path) }
}

/** @type {Record<string, string>} */
const wildcards = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' }
