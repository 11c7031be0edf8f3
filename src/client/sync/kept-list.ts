/** A list made of another one, item by item: where that is mostly the one before, only what differs is made anew. */
import { commonEnds, sayEnds } from './common-ends'

/**
 * @param make what an item becomes; undefined where it is left out. The same for the same item, always
 * @returns the list made of a list: the same value for the same one
 */
export function createKeptList<Item, Made>(
  make: (item: Item) => Made | undefined,
): (items: readonly Item[]) => readonly Made[] {
  let from: readonly Item[] = []
  let made: readonly Made[] = []
  /** The indexes of the items that were left out. */
  let leftOut: readonly number[] = []

  /** How many before this index were left out. */
  function leftOutBefore(index: number): number {
    const found = leftOut.findIndex((out) => out >= index)
    return found < 0 ? leftOut.length : found
  }

  return (items) => {
    if (items === from) return made
    const { start, end } = commonEnds(from, items)
    if (start === from.length && start === items.length) return made
    const [outAtStart, outBeforeEnd] = [leftOutBefore(start), leftOutBefore(from.length - end)]
    const outNow: number[] = []
    const madeNow: Made[] = []
    for (let index = start; index < items.length - end; index++) {
      const item = items[index]
      const next = item === undefined ? undefined : make(item)
      if (next === undefined) outNow.push(index)
      else madeNow.push(next)
    }
    const longer = items.length - from.length
    const atEnd = from.length - end - outBeforeEnd
    const before = made
    made = before.slice(0, start - outAtStart).concat(madeNow, before.slice(atEnd))
    sayEnds(before, made, { start: start - outAtStart, end: before.length - atEnd })
    leftOut = [
      ...leftOut.slice(0, outAtStart),
      ...outNow,
      ...leftOut.slice(outBeforeEnd).map((index) => index + longer),
    ]
    from = items
    return made
  }
}
