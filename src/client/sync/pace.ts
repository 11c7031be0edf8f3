/** How much goes into one request on this network: more while answers come quickly, less when none comes. */

export interface Pace {
  /** The most for the next request. */
  size(): number
  /** @param used how much there was in the request or its answer; `ms` how long it took */
  answered(used: number, ms: number): void
  /** There was no answer to a request for this much. */
  unanswered(used: number): void
}

/** An answer within this time (ms) leaves room for twice as much, and a failure within it is not about the size. */
export const quickMs = 5_000

export function createPace(bounds: { first: number; least: number; most: number }): Pace {
  let size = bounds.first
  return {
    size: () => size,
    answered(used, ms) {
      // What was far from full says nothing about more.
      if (ms <= quickMs && used * 2 > size) size = Math.min(bounds.most, size * 2)
    },
    unanswered(used) {
      // Several that fail together were of one size, and shrink it once.
      size = Math.min(size, Math.max(bounds.least, Math.floor(used / 2)))
    },
  }
}
