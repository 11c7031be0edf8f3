/**
 * The delivery tracker that several processes share. Redis is a hint: whatever is wrong with it, callers hear "unknown"
 * within the time limit and ask the database.
 */
import type { Redis, Result } from 'ioredis'
import { serverLimits } from '@/contract/server-limits'
import type { Clock } from '@/server/ports/clock'
import type { DeliveryTracker, TrackedPosition } from '@/server/ports/delivery-tracker'
import { createRedisLink } from './link'
import { readRedisMemory } from './memory'
import { createMissedRaises } from './missed-raises'

export interface RedisDeliveryTracker extends DeliveryTracker {
  /** What is wrong with Redis, as a sentence for operators; undefined while it is well. */
  trouble(): string | undefined
  /** Bytes that Redis uses; undefined when it is not known. */
  memory(): Promise<number | undefined>
  close(): Promise<void>
}

interface Options {
  /** `redis://` or `rediss://` */
  url: string
  clock: Clock
  /** The longest that any call waits for Redis. */
  timeoutMs?: number
  /** Told once when Redis falls ill, not for each call. */
  onTrouble(error: unknown): void
  /** Opens every key, for a Redis that others use too. */
  prefix?: string
}

/** Keys nobody raises disappear, which bounds the memory; the database rebuilds them. */
const keepMs = 30 * 24 * 60 * 60 * 1_000

/** One key, so that it runs on any slot of a cluster. Positions stay below 2^53, which Lua's numbers hold exactly. */
const raiseScript = `
local known = redis.call('GET', KEYS[1])
local position = known and tonumber(string.match(known, '^(%d+):'))
if position and position >= tonumber(ARGV[1]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return known
end
local value = ARGV[1] .. ':' .. ARGV[2]
redis.call('SET', KEYS[1], value, 'PX', ARGV[3])
return value`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    parleyRaise(key: string, position: number, messageId: string, keepMs: number): Result<string, Context>
  }
}

/** Answers at once; connects on its own, again and again where it must. Spec: DL-01 to DL-10. */
export function createRedisDeliveryTracker({
  url,
  clock,
  timeoutMs = 100,
  onTrouble,
  prefix = 'parley',
}: Options): RedisDeliveryTracker {
  const missed = createMissedRaises(serverLimits.trackedPositions)
  const link = createRedisLink({
    url,
    clock,
    timeoutMs,
    onTrouble,
    async prove(redis) {
      redis.defineCommand('parleyRaise', { numberOfKeys: 1, lua: raiseScript })
      // Two writes, always: a full Redis and a replica still answer reads, and a raise to what stands is only a read.
      const probe = `${prefix}:probe`
      await redis.set(probe, '0:', 'PX', keepMs)
      await send(redis, probe, { position: 1, messageId: undefined })
      await missed.replay((key, to) => send(redis, key, to))
    },
  })

  const receivedKey = (log: string, userId: string, roomId: string) =>
    `${prefix}:${log}:user:${userId}:room:${roomId}:last_received`
  const latestKey = (log: string, roomId: string) => `${prefix}:${log}:room:${roomId}:latest_message_id`

  async function raise(key: string, to: TrackedPosition): Promise<number> {
    const value = await link.call((redis) => send(redis, key, to))
    const stands = value === undefined ? missed.keep(key, to) : parse(value)
    return stands?.position ?? to.position
  }

  async function read(key: string): Promise<TrackedPosition | undefined> {
    return parse(await link.call((redis) => redis.get(key)))
  }

  return {
    raiseReceived: (log, userId, roomId, to) => raise(receivedKey(log, userId, roomId), to),
    received: (log, userId, roomId) => read(receivedKey(log, userId, roomId)),
    raiseLatest: async (log, roomId, to) => void (await raise(latestKey(log, roomId), to)),
    latest: (log, roomId) => read(latestKey(log, roomId)),
    trouble: link.trouble,
    memory: () => readRedisMemory(link),
    close: link.close,
  }
}

function send(redis: Redis, key: string, { position, messageId = '' }: TrackedPosition): Promise<string> {
  return redis.parleyRaise(key, position, messageId, keepMs)
}

/** A value that is not ours counts as unknown. */
function parse(value: string | null | undefined): TrackedPosition | undefined {
  const [, position, messageId] = value?.match(/^(\d+):(.*)$/) ?? []
  return position === undefined
    ? undefined
    : { position: Number(position), messageId: messageId || undefined }
}
