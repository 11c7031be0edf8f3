/** The raises that Redis did not take while it was ill, kept for when it is well. Bounded: the oldest are forgotten. */
import type { TrackedPosition } from '@/server/ports/delivery-tracker'

export interface MissedRaises {
  /** Keeps the raise; answers the highest missed for this key, so that answers do not fall during an illness. */
  keep(key: string, to: TrackedPosition): TrackedPosition
  /** Hands out everything kept, a batch at a time; what `raise` failed with stays kept. */
  replay(raise: (key: string, to: TrackedPosition) => Promise<unknown>): Promise<void>
}

const batchSize = 1_000

export function createMissedRaises(capacity: number): MissedRaises {
  const missed = new Map<string, TrackedPosition>()

  function nextBatch(): [string, TrackedPosition][] {
    const batch: [string, TrackedPosition][] = []
    for (const entry of missed) {
      if (batch.push(entry) === batchSize) break
    }
    return batch
  }

  return {
    keep(key, to) {
      const known = missed.get(key)
      const highest = known && known.position >= to.position ? known : to
      missed.delete(key)
      missed.set(key, highest)
      const oldest = missed.keys().next()
      if (missed.size > capacity && !oldest.done) missed.delete(oldest.value)
      return highest
    },
    async replay(raise) {
      while (missed.size > 0) {
        const batch = nextBatch()
        await Promise.all(batch.map(([key, to]) => raise(key, to)))
        // A higher one may have been missed meanwhile; it waits for the next round.
        for (const [key, to] of batch) if (missed.get(key) === to) missed.delete(key)
      }
    },
  }
}
