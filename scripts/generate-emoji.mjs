/**
 * `npm run emoji`: writes the emoji that the interface offers, from emojibase: in groups, each with the names it goes by;
 * and beside them the names in other languages.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './stages.mjs'

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(join(root, 'node_modules/emojibase-data', path), 'utf8'))

/** Newer ones are not in the fonts of many devices yet. */
const newest = 15.1
const groups = [
  { id: 0, name: 'smileys' },
  { id: 1, name: 'people' },
  { id: 3, name: 'nature' },
  { id: 4, name: 'food' },
  { id: 5, name: 'travel' },
  { id: 6, name: 'activities' },
  { id: 7, name: 'objects' },
  { id: 8, name: 'symbols' },
  { id: 9, name: 'flags' },
]

/** Without the sign that says "as a picture" where it is one anyway: written in two ways, one reaction would be two. @param {string} emoji */
function plain(emoji) {
  const [first, ...rest] = emoji
  const isPicture = first !== undefined && /\p{Emoji_Presentation}/u.test(first)
  return isPicture && rest.join('') === '\ufe0f' ? first : emoji
}

/** @typedef {{ emoji: string, hexcode: string, label: string, tags?: string[], group?: number, order: number, version: number }} Emoji */

/** Those of a group, in order. @param {Emoji[]} all @param {number} group */
const offered = (all, group) =>
  all.filter((one) => one.group === group && one.version <= newest).sort((a, b) => a.order - b.order)

/** The text of the file: one emoji a line, its names after it, the one that people type first. */
export function emojiFile() {
  const names = read('en/shortcodes/github.json')
  const all = read('en/data.json')
  const lines = groups.map(({ id, name }) => {
    const emoji = offered(all, id).map((one) => [
      plain(one.emoji),
      ...[names[one.hexcode] ?? []].flat(),
      one.label,
    ])
    return `  { "name": ${JSON.stringify(name)}, "emoji": [\n${emoji.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ] }`
  })
  return `[\n${lines.join(',\n')}\n]\n`
}

/** The same for another language: for each emoji the words it is found by, and last what it is called. @param {string} language */
export function emojiNamesFile(language) {
  const all = read(`${language}/data.json`)
  const lines = groups
    .flatMap(({ id }) => offered(all, id))
    .map(
      (one) => `  ${JSON.stringify(plain(one.emoji))}: ${JSON.stringify([...(one.tags ?? []), one.label])}`,
    )
  return `{\n${lines.join(',\n')}\n}\n`
}

export const emojiPath = join(root, 'src/client/components/emoji/emoji.json')

/** @param {string} language */
export const emojiNamesPath = (language) => emojiPath.replace('.json', `-${language}.json`)

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(emojiPath, emojiFile())
  writeFileSync(emojiNamesPath('de'), emojiNamesFile('de'))
}
