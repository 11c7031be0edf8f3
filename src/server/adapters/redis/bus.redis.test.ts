/** The bus on a real Redis that loses messages, is emptied, hangs and is stopped. Time is the test's own. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { serverLimits } from '@/contract/server-limits'
import type { Bus } from '@/server/ports/bus'
import { describeBus, type Recorder, record } from '@/server/ports/bus-contract'
import type { Clock } from '@/server/ports/clock'
import { createFakeClock, type FakeClock } from '@/testing/fake-clock'
import { startTestRedis, type TestRedis } from '@/testing/redis-server'
import { createTcpProxy } from '@/testing/tcp-proxy'
import { createRedisBus, type RedisBus } from './bus'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: TestRedis
let clock: FakeClock
let prefix: string
let troubles: unknown[]
let errors: unknown[]
let open: RedisBus[]

beforeEach(async () => {
  server = await startTestRedis()
  clock = createFakeClock()
  prefix = randomUUID()
  troubles = []
  errors = []
  open = []
})
afterEach(async () => {
  await Promise.all(open.map((bus) => bus.close()))
  await server.dispose()
})

function openBus(url = server.url, on: Clock = clock): RedisBus {
  const bus = createRedisBus({
    ...{ url, clock: on, prefix },
    onTrouble: (error) => void troubles.push(error),
    onError: (error) => void errors.push(error),
  })
  open.push(bus)
  return bus
}

/** Lets time pass in small steps until it is so. */
async function passing(check: () => void): Promise<void> {
  await vi.waitFor(
    () => {
      clock.advance(250)
      check()
    },
    { interval: 20, timeout: 30_000 },
  )
}

async function join(url?: string, on?: Clock): Promise<{ bus: RedisBus; recorder: Recorder }> {
  const bus = openBus(url, on)
  const recorder = record(bus)
  await vi.waitFor(() => expect(bus.isWhole()).toBe(true))
  return { bus, recorder }
}

const headers = ({ heard }: Recorder) => heard.map(({ header }) => header)

test('BU-05 FC-16 a message lost on the way is noticed at the next one', async () => {
  const [ada, ben] = [await join(), await join()]
  // What Redis counted and this process never heard.
  await server.command('INCR', `${prefix}:bus`)
  expect(ben.recorder.misses).toBe(1)
  ada.bus.publish({ n: 2 })
  await vi.waitFor(() => expect(headers(ben.recorder)).toEqual([{ n: 2 }]))
  expect(ben.recorder.misses).toBe(2)
})

test('BU-05 FC-16 a subscription that has gone silent while its socket is up is noticed and made anew', async () => {
  const proxy = await createTcpProxy(Number(new URL(server.url).port))
  const [ada, ben] = [await join(), await join(`redis://127.0.0.1:${proxy.port}`)]
  proxy.mute('subscribe')
  ada.bus.publish({ n: 1 })
  await passing(() => expect(ben.bus.isWhole()).toBe(false))
  expect(ben.bus.trouble()).toContain('no answer within 1000 ms')
  await passing(() => expect(ben.bus.isWhole()).toBe(true))
  expect(ben.recorder.misses).toBeGreaterThan(1)
  ada.bus.publish({ n: 2 })
  await vi.waitFor(() => expect(headers(ben.recorder)).toEqual([{ n: 2 }]))
  await proxy.close()
})

test('BU-06 FC-17 a Redis that was emptied makes everybody ask, and goes on', async () => {
  const [ada, ben] = [await join(), await join()]
  ada.bus.publish({ n: 1 })
  await vi.waitFor(() => expect(ben.recorder.heard).toHaveLength(1))
  await server.flush()
  ada.bus.publish({ n: 2 })
  await vi.waitFor(() => expect(headers(ben.recorder)).toEqual([{ n: 1 }, { n: 2 }]))
  expect([ada.recorder.misses, ben.recorder.misses]).toEqual([2, 2])
  expect(ben.bus.isWhole()).toBe(true)
})

test.each([
  ['stopped', () => server.stop(), () => server.restart()],
  ['hung', async () => server.hang(), async () => server.resume()],
  ['full', () => server.setMaxMemory(1), () => server.setMaxMemory(0)],
])('BU-06 FC-17 while Redis is %s nobody is whole, and afterwards everybody asks', async (_, harm, heal) => {
  const [ada, ben] = [await join(), await join()]
  await harm()
  for (let n = 0; n < 1_000; n += 1) ada.bus.publish({ lost: n })
  await passing(() => expect([ada.bus.isWhole(), ben.bus.isWhole()]).toEqual([false, false]))
  expect(ada.bus.trouble()).toMatch(/^Redis cannot be used \(.+\)\. Chat goes on without it\.$/)
  expect(troubles).toHaveLength(2)
  await heal()
  await passing(() => expect([ada.bus.isWhole(), ben.bus.isWhole()]).toEqual([true, true]))
  expect(ada.bus.trouble()).toBeUndefined()
  expect(ben.recorder.misses).toBeGreaterThanOrEqual(2)
  const before = headers(ben.recorder).length
  ada.bus.publish({ n: 2 })
  await vi.waitFor(() => expect(headers(ben.recorder).slice(before)).toEqual([{ n: 2 }]))
  expect(ben.recorder.goneProcesses).toEqual([])
})

test('BU-07 a process that could not send leaves a hole in the numbers, so that the others ask', async () => {
  const proxy = await createTcpProxy(Number(new URL(server.url).port))
  const [ada, ben] = [await join(`redis://127.0.0.1:${proxy.port}`), await join()]
  proxy.cut()
  await passing(() => expect(ada.bus.isWhole()).toBe(false))
  ada.bus.publish({ lost: true })
  expect(ben.recorder.misses).toBe(1)
  proxy.heal()
  await passing(() => expect(ben.recorder.misses).toBeGreaterThan(1))
  await proxy.close()
})

test('BU-09 a process that was held up until the others forgot it makes them ask, asks, and forgets nobody', async () => {
  let heldUpMs = 0
  const late: Clock = { now: () => clock.now() + heldUpMs, after: clock.after }
  const [ada, ben] = [await join(), await join(undefined, late)]
  ada.bus.publish({ n: 1 })
  await vi.waitFor(() => expect(headers(ben.recorder)).toEqual([{ n: 1 }]))
  heldUpMs = serverLimits.busSilentMs
  await passing(() => expect(ben.recorder.misses).toBe(2))
  expect(ben.recorder.goneProcesses).toEqual([])
})

test('BU-08 what is no message of ours harms nobody', async () => {
  const [ada, ben] = [await join(), await join()]
  await server.command('PUBLISH', `${prefix}:bus`, 'nonsense')
  await server.command('PUBLISH', `${prefix}:bus`, '7 {"from":1\n')
  ada.bus.publish({ n: 1 })
  await vi.waitFor(() => expect(headers(ben.recorder)).toEqual([{ n: 1 }]))
  expect(errors).not.toHaveLength(0)
})

test('BU-08 a defect of the listener does not stop the next message', async () => {
  const [ada, ben] = [await join(), await join()]
  const heard: unknown[] = []
  ben.bus.listen({
    message(_, header) {
      heard.push(header)
      throw new Error('a defect')
    },
    missed() {},
    gone() {},
  })
  ada.bus.publish({ n: 1 })
  ada.bus.publish({ n: 2 })
  await vi.waitFor(() => expect(heard).toEqual([{ n: 1 }, { n: 2 }]))
  expect(errors).toHaveLength(2)
})

describeBus('the bus on Redis', async () => {
  const dead = new WeakSet<Bus>()
  return {
    clock,
    open() {
      // A process that is killed has no more timers: it beats no more.
      const own: Clock = {
        now: clock.now,
        after: (milliseconds, callback) => clock.after(milliseconds, () => dead.has(bus) || callback()),
      }
      const bus = openBus(server.url, own)
      return bus
    },
    kill: (bus) => void dead.add(bus),
  }
})
