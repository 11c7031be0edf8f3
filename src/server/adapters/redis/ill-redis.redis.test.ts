/** Redis stopped, hung, emptied and full in the middle of work. Time is the test's own, Redis is real. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFakeClock, type FakeClock } from '@/testing/fake-clock'
import { startTestRedis, type TestRedis } from '@/testing/redis-server'
import { createRedisDeliveryTracker, type RedisDeliveryTracker } from './delivery-tracker'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const patiently = { timeout: 30_000 }
const at = (position: number) => ({ position, messageId: undefined })
let server: TestRedis
let clock: FakeClock
let troubles: unknown[]
let tracker: RedisDeliveryTracker
let questions: number

beforeEach(async () => {
  server = await startTestRedis()
  clock = createFakeClock()
  troubles = []
  questions = 0
  tracker = open()
  await tracker.raiseReceived('log', 'ada', 'room', at(5))
  await tracker.raiseLatest('log', 'room', at(8))
})
afterEach(async () => {
  await tracker.close()
  await server.dispose()
})

function open(url = server.url) {
  return createRedisDeliveryTracker({ url, clock, onTrouble: (error) => void troubles.push(error) })
}

/** Every operation once, while Redis is ill. */
async function expectForgetful() {
  expect(await tracker.received('log', 'ada', 'room')).toBeUndefined()
  expect(await tracker.latest('log', 'room')).toBeUndefined()
  expect(await tracker.raiseReceived('log', 'ada', 'room', at(6))).toBe(6)
  await tracker.raiseLatest('log', 'room', at(9))
}

/** Lets seconds pass until it is well again. */
async function recovered() {
  await vi.waitFor(
    () => {
      if (tracker.trouble() !== undefined) clock.advance(1_000)
      expect(tracker.trouble()).toBeUndefined()
    },
    { interval: 200, ...patiently },
  )
}

/** How often anybody connected to the server, these questions not counted. */
async function connections() {
  const stats = String(await server.command('INFO', 'stats'))
  questions += 1
  return Number(stats.match(/total_connections_received:(\d+)/)?.[1]) - questions
}

test('DL-06 a call to a hung Redis is answered when its time limit is over, and not before', async () => {
  server.hang()
  const settled = vi.fn()
  const calls = [
    tracker.received('log', 'ada', 'room').finally(settled),
    tracker.raiseReceived('log', 'ada', 'room', at(6)).finally(settled),
    tracker.raiseLatest('log', 'room', at(9)).finally(settled),
  ]
  clock.advance(99)
  await new Promise(setImmediate)
  expect(settled).not.toHaveBeenCalled()
  clock.advance(1)
  expect(await Promise.all(calls)).toEqual([undefined, 6, undefined])
  expect(troubles).toHaveLength(1)
  expect(tracker.trouble()).toContain('no answer within 100 ms')
})

test('DL-06 the first call to a Redis that hangs from the start is bounded too', async () => {
  server.hang()
  const late = open()
  const call = late.latest('log', 'room')
  clock.advance(100)
  expect(await call).toBeUndefined()
  expect(late.trouble()).toContain('no answer within 100 ms')
  expect(await late.latest('log', 'room')).toBeUndefined()
  server.resume()
  await vi.waitFor(() => expect(late.trouble()).toBeUndefined(), patiently)
  expect(await late.latest('log', 'room')).toEqual(at(8))
  await late.close()
})

test('DL-07 while Redis hangs, calls are answered without any wait; it is told of once', async () => {
  server.hang()
  const call = tracker.latest('log', 'room')
  clock.advance(100)
  await call
  for (let second = 0; second < 20; second += 1) {
    await expectForgetful()
    clock.advance(1_000)
  }
  expect(troubles).toHaveLength(1)
  server.resume()
  await recovered()
  expect(await tracker.received('log', 'ada', 'room')).toEqual(at(6))
  expect(await tracker.latest('log', 'room')).toEqual(at(9))
})

test('DL-08 a stopped Redis is noticed without a call, and found again without one', async () => {
  await server.stop()
  await vi.waitFor(() => expect(tracker.trouble()).toBeDefined(), patiently)
  await expectForgetful()
  clock.advance(1_000)
  await expectForgetful()
  expect(troubles).toHaveLength(1)
  await server.restart()
  await recovered()
  await server.stop()
  await vi.waitFor(() => expect(tracker.trouble()).toBeDefined(), patiently)
  expect(troubles).toHaveLength(2)
})

test('DL-08 a Redis that is not there at the start is found when it comes', async () => {
  await server.stop()
  const early = open()
  expect(await early.latest('log', 'room')).toBeUndefined()
  expect(early.trouble()).toBe('Redis cannot be used (ECONNREFUSED). Chat goes on without it.')
  await early.close()
  await server.restart()
  await recovered()
})

test('DL-08 an ill Redis is tried once a second, however many calls there are', async () => {
  await server.setMaxMemory(1)
  await tracker.raiseLatest('log', 'room', at(9))
  const before = await connections()
  await Promise.all(Array.from({ length: 100 }, () => tracker.raiseLatest('log', 'room', at(10))))
  clock.advance(999)
  expect(await connections()).toBe(before)
  clock.advance(1)
  await vi.waitFor(async () => expect(await connections()).toBe(before + 1), patiently)
})

test('DL-07 a full Redis is ill although it answers reads, and well when there is room', async () => {
  await server.setMaxMemory(1)
  expect(await tracker.raiseReceived('log', 'ada', 'room', at(6))).toBe(6)
  expect(tracker.trouble()).toContain('OOM')
  await expectForgetful()
  const before = await connections()
  await vi.waitFor(async () => {
    clock.advance(1_000)
    expect(await connections()).toBeGreaterThan(before + 2)
  }, patiently)
  expect(troubles).toHaveLength(1)
  await server.setMaxMemory(0)
  await recovered()
  expect(await tracker.received('log', 'ada', 'room')).toEqual(at(6))
})

test('DL-07 a Redis that is full from the start is ill before anything is raised', async () => {
  await server.setMaxMemory(1)
  const late = open()
  expect(await late.latest('log', 'room')).toBeUndefined()
  expect(late.trouble()).toContain('OOM')
  await late.close()
})

test('DL-09 an emptied Redis knows nothing, is not ill, and takes what comes', async () => {
  await server.flush()
  expect(await tracker.received('log', 'ada', 'room')).toBeUndefined()
  expect(await tracker.latest('log', 'room')).toBeUndefined()
  expect(tracker.trouble()).toBeUndefined()
  expect(await tracker.raiseReceived('log', 'ada', 'room', at(4))).toBe(4)
  expect(await tracker.received('log', 'ada', 'room')).toEqual(at(4))
})

test('DL-09 what was raised during an illness stands, during it and after it', async () => {
  await server.stop()
  await vi.waitFor(() => expect(tracker.trouble()).toBeDefined(), patiently)
  expect(await tracker.raiseReceived('log', 'ada', 'room', at(9))).toBe(9)
  expect(await tracker.raiseReceived('log', 'ada', 'room', at(6))).toBe(9)
  await server.restart()
  await recovered()
  expect(await tracker.raiseReceived('log', 'ada', 'room', at(7))).toBe(9)
})

test('DL-09 what others raised meanwhile is not lowered by what was missed', async () => {
  server.hang()
  const call = tracker.raiseReceived('log', 'ada', 'room', at(6))
  clock.advance(100)
  await call
  server.resume()
  await server.command('SET', 'parley:log:user:ada:room:room:last_received', '7:seventh')
  await recovered()
  expect(await tracker.received('log', 'ada', 'room')).toEqual({ position: 7, messageId: 'seventh' })
})

test('DL-07 a refusal counts as an illness, and its sentence names neither keys nor users', async () => {
  const user = randomUUID()
  await server.command('ACL', 'SETUSER', user, 'on', 'nopass', '~other:*', '+@all')
  const stranger = open(server.url.replace('//', `//${user}:x@`))
  expect(await stranger.latest('log', 'room')).toBeUndefined()
  expect(stranger.trouble()).toBe('Redis cannot be used (NOPERM). Chat goes on without it.')
  await stranger.close()
})

test('DL-07 after close, calls answer at once and nothing is tried any more', async () => {
  await tracker.close()
  expect(await tracker.latest('log', 'room')).toBeUndefined()
  await vi.waitFor(
    async () => expect(await server.command('CLIENT', 'LIST')).not.toContain('\nid='),
    patiently,
  )
  expect(clock.pending()).toBe(0)
  expect(troubles).toEqual([])
})

test('DL-07 after a close during an illness nothing is tried any more', async () => {
  await server.stop()
  await vi.waitFor(() => expect(tracker.trouble()).toBeDefined(), patiently)
  await tracker.close()
  expect(clock.pending()).toBe(0)
})
