/** The scalars of the contract: ids, positions, times, and the text people write. */
import * as z from 'zod/mini'
import { limits } from './limits'

/** A UUID as PostgreSQL prints it: lower case, so that one id has one spelling. */
export const id = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be a lower-case UUID'))

/** A place in a room's log: 0 is before everything, the first change is at 1. */
export const position = z.int().check(z.gte(0))

/** ISO 8601 in UTC. For display only; nothing is ever ordered by it. */
export const timestamp = z.iso.datetime()

/** A client's clock, in the years that every part of the system can store. */
export const clientTime = timestamp.check(z.refine<string>((time) => time >= '1970'))

/** Counts code points, without building an array for a text that is far too long anyway. */
function atMostCodePoints(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && Array.from(text).length <= max)
}

/** At least one character that leaves ink: not space, control, format, filler or the blank braille pattern. */
const visible = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u

/** What PostgreSQL can store as text. */
export const wellFormed = z.refine<string>(
  (text) => text.isWellFormed() && !text.includes('\0'),
  'must be well-formed text',
)

function writtenText(maxCodePoints: number) {
  return z.string().check(
    z.refine(
      (text) => atMostCodePoints(text, maxCodePoints),
      `must have at most ${maxCodePoints} characters`,
    ),
    wellFormed,
    z.refine((text) => visible.test(text), 'must not be empty'),
  )
}

/** A message's text. */
export const content = writtenText(limits.contentCodePoints)

const oneLine = z.refine<string>((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'must be a single line')

/** A person's name, as others see it. Names are not unique. */
export const displayName = writtenText(limits.displayNameCodePoints).check(oneLine)

export const workspaceName = writtenText(limits.workspaceNameCodePoints).check(oneLine)

export const roomName = writtenText(limits.roomNameCodePoints).check(oneLine)

/** What a room is about, in one line; may be empty. */
export const roomTopicLine = z.string().check(
  z.refine(
    (text) => atMostCodePoints(text, limits.topicCodePoints),
    `must have at most ${limits.topicCodePoints} characters`,
  ),
  wellFormed,
  oneLine,
)

const pictures = /^[\p{Emoji}\p{Emoji_Component}]+$/u
/** Digits are emoji characters too, and no emoji by themselves. */
const picture = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u

function isOneEmoji(text: string): boolean {
  if (text.length > limits.emojiLength || !pictures.test(text) || !picture.test(text)) return false
  return [...new Intl.Segmenter('en').segment(text)].length === 1
}

/** One emoji: a picture, a flag or a keycap, with its modifiers. */
export const emoji = z.string().check(z.refine(isOneEmoji, 'must be one emoji'))

/** A page size from 1 to `max`, `max` when left out. */
export function pageSize(max: number) {
  return z._default(z.int().check(z.gte(1), z.lte(max)), max)
}
