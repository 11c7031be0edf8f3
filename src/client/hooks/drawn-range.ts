/**
 * Which of a room's items are drawn: the newest, or those around the reader, never many. Nothing is drawn across a gap in the
 * history: what comes to fill it would move what is read. Pure.
 */
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
    return withGap(items, { from: startOf(items, from - (from % goTogether), length), to: length })
  }
  const from = topOf(items, place)
  return withGap(items, { from, to: endOf(items, from, from + most) })
}

/** The same items, whatever comes after them. */
export function staying(items: readonly ChatItem[], place: Place): Place {
  if (place.at === 'item') return place
  const { from } = rangeOf(items, place)
  return startingAt(items, isGap(items[from]) ? from + 1 : from) ?? place
}

/** With an item in the middle of those that are drawn. */
export function around(items: readonly ChatItem[], index: number): Place {
  return startingAt(items, startOf(items, index - Math.floor(atFirst / 2), index)) ?? theEnd
}

/** With some more above, if there are any; those that are too many go below, but at the end. */
export function earlier(items: readonly ChatItem[], place: Place): Place {
  if (place.at === 'end') {
    const count = Math.min(most, place.count + step)
    const { from } = rangeOf(items, place)
    return isGap(items[from]) || count === place.count ? place : { at: 'end', count }
  }
  const top = topOf(items, place)
  const from = startOf(items, top - step, top)
  return from === top ? place : (startingAt(items, from) ?? place)
}

/** With some more below, if there are any; as many go above. */
export function later(items: readonly ChatItem[], place: Place): Place {
  if (place.at === 'end' || isGap(items[rangeOf(items, place).to - 1])) return place
  return startingAt(items, topOf(items, place) + step) ?? place
}

/** Some of the history is missing there. */
function isGap(item: ChatItem | undefined): boolean {
  return item?.kind === 'gap' && item.between !== undefined
}

/** The first index from `from` on with no gap from there up to `to`. */
function startOf(items: readonly ChatItem[], from: number, to: number): number {
  for (let index = to - 1; index >= Math.max(0, from); index--) if (isGap(items[index])) return index + 1
  return Math.max(0, from)
}

/** Up to, and with, the first gap, and no further than `to`. */
function endOf(items: readonly ChatItem[], from: number, to: number): number {
  for (let index = from; index < Math.min(items.length, to); index++)
    if (isGap(items[index])) return index + 1
  return Math.min(items.length, to)
}

/** With the gap right above, for whoever comes to see it. */
function withGap(items: readonly ChatItem[], { from, to }: Range): Range {
  return { from: isGap(items[from - 1]) ? from - 1 : from, to }
}

function topOf(items: readonly ChatItem[], place: Extract<Place, { at: 'item' }>): number {
  const known = [place.index, items.length - place.fromEnd].find((index) => items[index]?.id === place.top)
  const index = known ?? items.findIndex(({ id }) => id === place.top)
  // Where it is there no more, it was given up, or the room has begun anew.
  return index === -1 ? startOf(items, items.length - most, items.length) : index
}

function startingAt(items: readonly ChatItem[], index: number): Place | undefined {
  const item = items[index]
  return item && { at: 'item', top: item.id, index, fromEnd: items.length - index }
}
