/** Counts what happens in one span of time, and says when it is too much. */
import type { Clock } from '../ports/clock'

/** Counts one more; false when there were too many in this span. */
export type Rate = () => boolean

/** Spans follow each other, each from its first event on: no timer, and a clock set back only starts a new one. */
export function createRate(clock: Clock, limit: number, spanMs: number): Rate {
  let start = clock.now()
  let count = 0
  return () => {
    const now = clock.now()
    if (Math.abs(now - start) >= spanMs) {
      start = now
      count = 0
    }
    count += 1
    return count <= limit
  }
}
