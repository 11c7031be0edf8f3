/**
 * One connection to Redis that nobody waits for longer than a limit.
 *
 *   opening ──proved──► well ──a call failed, took too long, or the connection ended──► ill
 *      └──failed, or a call took too long──► ill ──every second a fresh connection, proved──► well
 *
 * While ill, calls answer at once; only the new connection waits for Redis. A failed connection is thrown away with
 * all that is queued on it, so a Redis that hangs for hours costs no memory.
 */
import { Redis } from 'ioredis'
import type { Clock } from '@/server/ports/clock'
import { reasonOf } from './reason'

export interface RedisLink {
  /** Never throws. @returns undefined when Redis is ill, or did not answer within the limit */
  call<T>(run: (redis: Redis) => Promise<T>): Promise<T | undefined>
  /** What is wrong, as a sentence for operators; undefined while well, and while it opens for the first time. */
  trouble(): string | undefined
  /** Whether there is a proved connection. */
  isWell(): boolean
  close(): Promise<void>
}

interface Options {
  url: string
  clock: Clock
  /** The longest a call may take. */
  timeoutMs: number
  /** Shows that a fresh connection does everything that calls need; rejects otherwise. */
  prove(redis: Redis): Promise<unknown>
  /** Told each time when it is well again, the first time included. */
  onWell?(): void
  /** Told once per illness. */
  onTrouble(error: unknown): void
}

/** Time between two tries to reach an ill Redis, and what one of them may take: nobody waits for it. */
const retryMs = 1_000
const openMs = 5_000

export function createRedisLink({ url, clock, timeoutMs, prove, onWell, onTrouble }: Options): RedisLink {
  let latest: Redis | undefined
  let current: Redis | undefined
  let trouble: string | undefined
  let closed = false
  let cancelRetry = () => {}
  const first = open()

  async function open(): Promise<Redis | undefined> {
    // Retries, time limits and queues are this file's: the library's own run on another clock, or without an end.
    const redis = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      retryStrategy: null,
      maxRetriesPerRequest: 0,
      connectTimeout: 0,
    })
    latest = redis
    let cause: unknown
    redis.on('error', (error: unknown) => {
      cause = error
    })
    try {
      await within(
        openMs,
        redis.connect().then(() => prove(redis)),
      )
      if (closed || redis.status !== 'ready') throw new Error('Connection is closed.')
    } catch (error) {
      giveUp(redis, cause ?? error)
      return undefined
    }
    redis.once('end', () => lose(redis, cause ?? new Error('Connection is closed.')))
    current = redis
    trouble = undefined
    onWell?.()
    return redis
  }

  function giveUp(redis: Redis, error: unknown): void {
    redis.disconnect()
    if (closed) return
    fallIll(error)
    cancelRetry = clock.after(retryMs, () => void open())
  }

  function lose(redis: Redis, error: unknown): void {
    if (redis !== current) return
    current = undefined
    giveUp(redis, error)
  }

  function fallIll(error: unknown): void {
    if (trouble !== undefined) return
    trouble = `Redis cannot be used (${reasonOf(error)}). Chat goes on without it.`
    onTrouble(error)
  }

  /** @throws Error when `work` takes longer */
  function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(milliseconds, () => reject(new Error(`no answer within ${milliseconds} ms`)))
      work.then(resolve, reject).finally(cancel)
    })
  }

  async function call<T>(run: (redis: Redis) => Promise<T>): Promise<T | undefined> {
    if (trouble !== undefined) return undefined
    let redis = current
    const answer = async () => {
      redis ??= await first
      return redis && run(redis)
    }
    try {
      return await within(timeoutMs, answer())
    } catch (error) {
      if (redis) lose(redis, error)
      else if (!closed) fallIll(error)
      return undefined
    }
  }

  return {
    call,
    trouble: () => trouble,
    isWell: () => current !== undefined,
    async close() {
      closed = true
      cancelRetry()
      latest?.disconnect()
    },
  }
}
