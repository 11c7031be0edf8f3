/** `npm run emoji`: writes the emoji that the interface offers, from emojibase: in groups, each with the names it goes by. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './stages.mjs'

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(join(root, 'node_modules/emojibase-data', path), 'utf8'))

/** Newer ones are not in the fonts of many devices yet. */
const newest = 15.1
const groups = [
  { id: 0, name: 'Smileys' },
  { id: 1, name: 'People' },
  { id: 3, name: 'Animals and nature' },
  { id: 4, name: 'Food and drink' },
  { id: 5, name: 'Travel and places' },
  { id: 6, name: 'Activities' },
  { id: 7, name: 'Objects' },
  { id: 8, name: 'Symbols' },
  { id: 9, name: 'Flags' },
]

/** Without the sign that says "as a picture" where it is one anyway: written in two ways, one reaction would be two. @param {string} emoji */
function plain(emoji) {
  const [first, ...rest] = emoji
  const isPicture = first !== undefined && /\p{Emoji_Presentation}/u.test(first)
  return isPicture && rest.join('') === '\ufe0f' ? first : emoji
}

/** The text of the file: one emoji a line, its names after it, the one that people type first. */
export function emojiFile() {
  const names = read('en/shortcodes/github.json')
  /** @type {{ emoji: string, hexcode: string, label: string, group?: number, order: number, version: number }[]} */
  const all = read('en/data.json')
  const lines = groups.map(({ id, name }) => {
    const emoji = all
      .filter((one) => one.group === id && one.version <= newest)
      .sort((a, b) => a.order - b.order)
      .map((one) => [plain(one.emoji), ...[names[one.hexcode] ?? []].flat(), one.label])
    return `  { "name": ${JSON.stringify(name)}, "emoji": [\n${emoji.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ] }`
  })
  return `[\n${lines.join(',\n')}\n]\n`
}

export const emojiPath = join(root, 'src/client/components/emoji/emoji.json')

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(emojiPath, emojiFile())
