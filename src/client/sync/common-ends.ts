/** How much two lists have in common at their ends. Pure, and cheap: values are replaced, never changed in place. */

export interface CommonEnds {
  /** So many are the same at the start. */
  readonly start: number
  /** So many of the others are the same at the end. */
  readonly end: number
}

/** What whoever made a list from another one said: so nobody has to look through the whole of both. */
const said = new WeakMap<readonly unknown[], { before: WeakRef<readonly unknown[]>; ends: CommonEnds }>()

/** @param after made from `before`, with at least so much of it left at its ends */
export function sayEnds(before: readonly unknown[], after: readonly unknown[], ends: CommonEnds): void {
  // Weakly: each was made from one before it, and none would ever go.
  said.set(after, { before: new WeakRef(before), ends })
}

/** Compares by identity. */
export function commonEnds<Item>(before: readonly Item[], after: readonly Item[]): CommonEnds {
  const known = said.get(after)
  if (known?.before.deref() === before) return known.ends
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  return { start, end }
}
