/** The limiter of a single process. Bounded: the keys used least lately are forgotten first. */
import type { Clock } from '@/server/ports/clock'
import type { Limiter } from '@/server/ports/limiter'

interface Entry {
  /** Places that were taken and had not come back then. */
  taken: number
  /** When that was. */
  at: number
  /** When all of them are back. */
  until: number
}

/** Sums of fractions miss a whole number by this much at most. */
const dust = 1e-6

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
    async take(key, limit, windowMs, places = 1) {
      const now = clock.now()
      const known = entries.get(key)
      // What was "later" is from before the clock was set back: holding on to it could lock out for hours.
      const { taken: before, at } = known && known.at <= now + windowMs ? known : { taken: 0, at: now }
      const since = Math.max(at, now)
      const taken = Math.max(0, before - ((since - at) * limit) / windowMs)
      const wanted = Math.min(places, limit)
      const isFree = taken + wanted <= limit + dust
      const left = isFree ? taken + wanted : taken
      entries.delete(key)
      forget(now)
      entries.set(key, { taken: left, at: since, until: since + (left * windowMs) / limit })
      return isFree
        ? undefined
        : Math.ceil(since - now + ((taken + wanted - limit) * windowMs) / limit - dust)
    },
  }
}
