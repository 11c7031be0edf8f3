/**
 * The limiter that several processes share. While Redis is ill, and for who asked when it fell ill, each process counts
 * for itself: nobody waits longer than the time limit, and nobody is let in without being counted.
 */
import type { Result } from 'ioredis'
import type { Clock } from '@/server/ports/clock'
import type { Limiter } from '@/server/ports/limiter'
import { createRedisLink } from './link'

export interface RedisLimiter extends Limiter {
  /** What is wrong with Redis, as a sentence for operators; undefined while it is well. */
  trouble(): string | undefined
  close(): Promise<void>
}

interface Options {
  /** `redis://` or `rediss://` */
  url: string
  clock: Clock
  /** Counts while Redis is ill. */
  meanwhile: Limiter
  /** The longest that any call waits for Redis. */
  timeoutMs?: number
  /** Told once when Redis falls ill, not for each call. */
  onTrouble(error: unknown): void
  /** Opens every key, for a Redis that others use too. */
  prefix?: string
}

/**
 * As the limiter in memory does, in one step. One key, so that it runs on any slot of a cluster; it disappears when all
 * its places are back. The time is the caller's: processes agree on it well enough, and tests turn it by hand.
 */
const takeScript = `
local now, limit, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local wanted = math.min(tonumber(ARGV[4]), limit)
local taken, at = string.match(redis.call('GET', KEYS[1]) or '', '^([^:]+):([^:]+)$')
taken, at = tonumber(taken), tonumber(at)
if not taken or not at or at > now + window then taken, at = 0, now end
local since = math.max(at, now)
taken = math.max(0, taken - (since - at) * limit / window)
local is_free = taken + wanted <= limit + 1e-6
local left = is_free and taken + wanted or taken
local keep = math.max(1, math.ceil(since - now + left * window / limit))
redis.call('SET', KEYS[1], string.format('%.17g:%.17g', left, since), 'PX', keep)
if is_free then return 0 end
return math.ceil(since - now + (taken + wanted - limit) * window / limit - 1e-6)`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    parleyTake(
      key: string,
      now: number,
      limit: number,
      windowMs: number,
      places: number,
    ): Result<number, Context>
  }
}

/** Answers at once; connects on its own, again and again where it must. Spec: ID-16, ID-17. */
export function createRedisLimiter({
  url,
  clock,
  meanwhile,
  timeoutMs = 100,
  onTrouble,
  prefix = 'parley',
}: Options): RedisLimiter {
  const link = createRedisLink({
    url,
    clock,
    timeoutMs,
    onTrouble,
    prove(redis) {
      redis.defineCommand('parleyTake', { numberOfKeys: 1, lua: takeScript })
      return redis.parleyTake(`${prefix}:limit-probe`, clock.now(), 1, 1_000, 1)
    },
  })

  return {
    async take(key, limit, windowMs, places = 1) {
      const now = clock.now()
      const wait = await link.call((redis) =>
        redis.parleyTake(`${prefix}:limit:${key}`, now, limit, windowMs, places),
      )
      if (wait === undefined) return meanwhile.take(key, limit, windowMs, places)
      return wait === 0 ? undefined : wait
    },
    trouble: link.trouble,
    close: link.close,
  }
}
