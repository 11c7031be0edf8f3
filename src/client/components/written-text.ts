/** What the fields for text say before the server would: how long it is, and why it cannot be sent. */
import type { Text } from '@/client/language/en/text'
import { limits } from '@/contract/limits'
import { content } from '@/contract/primitives'

/** Unicode code points, counted without a copy: a pasted book must not freeze the field. */
export function countCodePoints(text: string): number {
  let count = text.length
  for (let index = 0; index < text.length - 1; index++) {
    const high = (text.charCodeAt(index) & 0xfc00) === 0xd800
    if (high && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) count--
  }
  return count
}

/** How many characters may still be typed; negative beyond the limit. */
export function charactersLeft(text: string): number {
  return limits.contentCodePoints - countCodePoints(text)
}

/** Why this cannot be a message, for people; undefined when it can. */
export function whyNotSent(text: string, words: Text['composer']): string | undefined {
  if (charactersLeft(text) < 0) return words.tooLong
  if (!content.safeParse(text).success) return words.invisible
  return undefined
}
