/** Things that come faster than they can be dealt with one by one: the first at once, and those of the next moment together. */
import type { Clock } from './clock'

export interface Gathering<Thing> {
  add(thing: Thing): void
  /** What has come and was not dealt with is nobody's. */
  forget(): void
}

/**
 * @param moment how long (ms) things wait for others after some were dealt with
 * @param most so many are not waited for longer
 * @param mayWait asked of each thing that comes: with one that may not, all that wait go
 */
export function createGathering<Thing>(
  clock: Clock,
  moment: number,
  most: number,
  deal: (things: readonly Thing[]) => void,
  mayWait: () => boolean,
): Gathering<Thing> {
  let things: Thing[] = []
  let stop: (() => void) | undefined

  function flush() {
    stop?.()
    stop = undefined
    if (things.length === 0) return
    const now = things
    things = []
    stop = clock.after(moment, flush)
    deal(now)
  }

  return {
    add(thing) {
      things.push(thing)
      if (!stop || things.length >= most || !mayWait()) flush()
    },
    forget() {
      stop?.()
      stop = undefined
      things = []
    },
  }
}
