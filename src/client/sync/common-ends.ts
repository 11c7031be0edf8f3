/** How much two lists have in common at their ends. Pure, and cheap: values are replaced, never changed in place. */

export interface CommonEnds {
  /** So many are the same at the start. */
  readonly start: number
  /** So many of the others are the same at the end. */
  readonly end: number
}

/** Compares by identity. */
export function commonEnds<Item>(before: readonly Item[], after: readonly Item[]): CommonEnds {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  return { start, end }
}
