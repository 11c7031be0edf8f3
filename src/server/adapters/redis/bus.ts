/**
 * The bus on Redis: one channel for all processes. Redis numbers each message in the same step that publishes it, so
 * every process hears the same order, and a number that does not follow the last shows that something was missed: lost
 * on the way, or forgotten with a Redis that was emptied or replaced.
 *
 *   opening ──subscribed, and heard its own beat──► whole ──own beat not heard in time, connection lost──► opening
 */
import { randomUUID } from 'node:crypto'
import type { Redis, Result } from 'ioredis'
import { serverLimits } from '@/contract/server-limits'
import type { Bus, BusListener } from '@/server/ports/bus'
import type { Clock } from '@/server/ports/clock'
import { createRedisLink } from './link'

export interface RedisBus extends Bus {
  /** What is wrong with Redis, as a sentence for operators; undefined while it is well. */
  trouble(): string | undefined
}

interface Options {
  /** `redis://` or `rediss://` */
  url: string
  clock: Clock
  /** The longest that a message may take to Redis. */
  timeoutMs?: number
  /** Told once when Redis falls ill. */
  onTrouble(error: unknown): void
  /** Hears of defects of the listener. */
  onError(error: unknown): void
  /** Opens the channel's name, for a Redis that others use too. */
  prefix?: string
}

/** The counter is raised by more than one to leave a hole on purpose. */
const publishScript = `
local number = redis.call('INCRBY', KEYS[1], ARGV[2])
return redis.call('PUBLISH', KEYS[1], number .. ' ' .. ARGV[1])`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    parleyPublish(channel: string, message: Buffer, step: number): Result<number, Context>
  }
}

interface Envelope {
  from: string
  /** A sign of life; without it, `header` is a message. */
  beat?: string
  bye?: true
  header?: object
}

/** Connects on its own, again and again where it must. Spec: BU-01 to BU-08. */
export function createRedisBus({
  url,
  clock,
  timeoutMs = 100,
  onTrouble,
  onError,
  prefix = 'parley',
}: Options): RedisBus {
  const channel = `${prefix}:bus`
  const me = randomUUID()
  const lastHeard = new Map<string, number>()
  let listener: BusListener | undefined
  let subscriber: Redis | undefined
  let lastNumber: number | undefined
  /** The beat that is on its way. */
  let awaited: { id: string; arrived(): void } | undefined
  /** A message could not be sent: the next leaves a hole in the numbers, so that the others ask. */
  let owesHole = false
  let closed = false

  const sending = createRedisLink({
    ...{ url, clock, timeoutMs },
    // The other link cannot be well while this one is ill, and tells.
    onTrouble() {},
    async prove(redis) {
      redis.defineCommand('parleyPublish', { numberOfKeys: 1, lua: publishScript })
    },
  })
  const hearing = createRedisLink({
    ...{ url, clock, timeoutMs: serverLimits.busBeatMs, onTrouble },
    async prove(redis) {
      lastNumber = undefined
      redis.on('messageBuffer', (_channel: Buffer, message: Buffer) => hear(redis, message))
      subscriber = redis
      await redis.subscribe(channel)
      await beat()
    },
    onWell: catchUp,
  })
  let lastBeat = clock.now()
  let cancelBeat = clock.after(serverLimits.busBeatMs, keepBeating)

  /** @returns whether Redis has it */
  async function send(envelope: Envelope, body: Buffer = nothing): Promise<boolean> {
    const message = Buffer.concat([Buffer.from(`${JSON.stringify(envelope)}\n`), body])
    const step = owesHole ? 2 : 1
    const sent = await sending.call((redis) => redis.parleyPublish(channel, message, step))
    if (sent === undefined) owesHole = true
    else if (step === 2) owesHole = false
    return sent !== undefined
  }

  /** Resolves when this process has heard itself. */
  async function beat(): Promise<void> {
    const id = randomUUID()
    const arrived = new Promise<void>((resolve) => {
      awaited = { id, arrived: resolve }
    })
    if (!(await send({ from: me, beat: id }))) throw new Error('it takes no messages')
    await arrived
  }

  /** The silence was on this side: the others may have forgotten this process, and are not forgotten for it. */
  function catchUp(): void {
    for (const process of lastHeard.keys()) lastHeard.set(process, clock.now())
    safely(() => listener?.missed())
  }

  function keepBeating(): void {
    cancelBeat = clock.after(serverLimits.busBeatMs, keepBeating)
    const heldUpMs = clock.now() - lastBeat
    lastBeat = clock.now()
    if (!hearing.isWell()) return
    // A stopped process, a machine that slept. The others count from the last message, not from the last beat.
    if (heldUpMs >= serverLimits.busSilentMs - serverLimits.busBeatMs) catchUp()
    void hearing.call(beat)
    for (const [process, at] of lastHeard) {
      if (clock.now() - at >= serverLimits.busSilentMs) forget(process)
    }
  }

  function forget(process: string): void {
    lastHeard.delete(process)
    safely(() => listener?.gone(process))
  }

  function hear(redis: Redis, message: Buffer): void {
    if (redis !== subscriber || closed) return
    const space = message.indexOf(' ')
    const line = message.indexOf('\n')
    const number = Number(message.toString('latin1', 0, space))
    const isNext = lastNumber === undefined || number === lastNumber + 1
    lastNumber = number
    if (!isNext) safely(() => listener?.missed())
    safely(() =>
      open(JSON.parse(message.toString('utf8', space, line)) as Envelope, message.subarray(line + 1)),
    )
  }

  function open({ from, beat: id, bye, header }: Envelope, body: Buffer): void {
    if (from === me) {
      if (id === awaited?.id) awaited?.arrived()
    } else if (bye) forget(from)
    else {
      lastHeard.set(from, clock.now())
      if (header) listener?.message(from, header, body)
    }
  }

  function safely(work: () => void): void {
    try {
      work()
    } catch (error) {
      onError(error)
    }
  }

  return {
    publish: (header, body) => void send({ from: me, header }, body),
    listen(to) {
      listener = to
    },
    isWhole: hearing.isWell,
    trouble: () => sending.trouble() ?? hearing.trouble(),
    async close() {
      cancelBeat()
      await send({ from: me, bye: true })
      closed = true
      await Promise.all([sending.close(), hearing.close()])
    },
  }
}

const nothing = Buffer.alloc(0)
