/** Which of a room's items are drawn: the newest, or those around the reader, never many. Pure. */
import type { ChatItem } from '@/client/sync/view'

/** Items that are drawn when a room opens: more than fit on most screens, and what does not fill one gets more at once. */
const atFirst = 30
/** So many more when the reader comes near the first or the last of them: what is made within a frame. */
const step = 6
/**
 * At the end the first of them go so many at a time: with each that goes all others move up in the list, and are painted
 * anew, which as often as messages arrive is most of the work.
 */
const goTogether = 20
/** Drawn at once, at most, besides these: far more than fit, so that going down never brings the reader near the top. */
const most = 120

/**
 * Where the reader is: at the end, with so many items drawn, or anywhere, with these items from `top` (an id) on. That was
 * at this index, and so far from the end: it mostly still is one of both.
 */
export type Place =
  | { readonly at: 'end'; readonly count: number }
  | { readonly at: 'item'; readonly top: string; readonly index: number; readonly fromEnd: number }

/** The items from `from` up to, and without, `to`. */
export interface Range {
  readonly from: number
  readonly to: number
}

export const theEnd: Place = { at: 'end', count: atFirst }

export function rangeOf(items: readonly ChatItem[], place: Place): Range {
  const { length } = items
  if (place.at === 'end') {
    const from = Math.max(0, length - place.count)
    return { from: from - (from % goTogether), to: length }
  }
  const top = indexOfTop(items, place)
  // It was given up, or the room has begun anew.
  const from = top === -1 ? Math.max(0, length - most) : top
  return { from, to: Math.min(length, from + most) }
}

/** The same items, whatever comes after them. */
export function staying(items: readonly ChatItem[], place: Place): Place {
  return place.at === 'item' ? place : (startingAt(items, rangeOf(items, place).from) ?? place)
}

/** With an item in the middle of those that are drawn. */
export function around(items: readonly ChatItem[], index: number): Place {
  return startingAt(items, Math.max(0, index - Math.floor(atFirst / 2))) ?? theEnd
}

/** With some more above; those that are too many go below, but at the end. */
export function earlier(items: readonly ChatItem[], place: Place): Place {
  if (place.at === 'end') return { at: 'end', count: Math.min(most, place.count + step) }
  return startingAt(items, Math.max(0, rangeOf(items, place).from - step)) ?? place
}

/** With some more below; as many go above. */
export function later(items: readonly ChatItem[], place: Place): Place {
  if (place.at === 'end') return place
  return startingAt(items, rangeOf(items, place).from + step) ?? place
}

function indexOfTop(items: readonly ChatItem[], place: Extract<Place, { at: 'item' }>): number {
  const known = [place.index, items.length - place.fromEnd].find((index) => items[index]?.id === place.top)
  return known ?? items.findIndex(({ id }) => id === place.top)
}

function startingAt(items: readonly ChatItem[], index: number): Place | undefined {
  const item = items[index]
  return item && { at: 'item', top: item.id, index, fromEnd: items.length - index }
}
