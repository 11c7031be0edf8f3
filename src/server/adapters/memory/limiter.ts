/** The limiter of a single process. Bounded: the keys used least lately are forgotten first. */
import type { Clock } from '@/server/ports/clock'
import type { Limiter } from '@/server/ports/limiter'

interface Entry {
  /** When each place was taken, oldest first. */
  taken: number[]
  /** When none of them counts any more. */
  until: number
}

/** @param maxKeys keys remembered at once; beyond, the one used least lately starts afresh */
export function createMemoryLimiter(clock: Pick<Clock, 'now'>, maxKeys = 10_000): Limiter {
  const entries = new Map<string, Entry>()

  /** Makes room for one more, the idle first. */
  function forget(now: number) {
    for (const [key, { until }] of entries) {
      if (until > now && entries.size < maxKeys) return
      entries.delete(key)
    }
  }

  return {
    async take(key, limit, windowMs) {
      const now = clock.now()
      // A place taken "later" is from before the clock was set back: holding on to it could lock out for hours.
      const counts = (at: number) => at > now - windowMs && at <= now
      const taken = (entries.get(key)?.taken ?? []).filter(counts)
      entries.delete(key)
      forget(now)
      const isFree = taken.length < limit
      const oldest = taken[taken.length - limit] ?? now
      if (isFree) taken.push(now)
      entries.set(key, { taken, until: now + windowMs })
      return isFree ? undefined : oldest + windowMs - now
    },
  }
}
