/** Emoji by the names that people know from elsewhere. Loaded when somebody first types a colon and two letters. */
import names from 'emojibase-data/en/shortcodes/github.json'
import type { Candidate } from './token'

export const emojiNames: readonly Candidate[] = Object.entries(names).flatMap(([code, name]) => {
  const emoji = pictured(String.fromCodePoint(...code.split('-').map((part) => Number.parseInt(part, 16))))
  return [name].flat().map((one) => ({ id: `${one} ${code}`, name: one, inserted: emoji }))
})

/** Signs that are letters elsewhere are told to be pictures. */
function pictured(emoji: string): string {
  const isSign = [...emoji].length === 1 && !/\p{Emoji_Presentation}/u.test(emoji)
  return isSign ? `${emoji}\ufe0f` : emoji
}
