import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeDeliveryTracker } from '@/server/ports/delivery-tracker-contract'
import { createFakeClock } from '@/testing/fake-clock'
import { startTestRedis, type TestRedis } from '@/testing/redis-server'
import { createRedisDeliveryTracker } from './delivery-tracker'

const thirtyDays = 30 * 24 * 60 * 60 * 1_000
let server: TestRedis

beforeAll(async () => {
  server = await startTestRedis()
})
afterAll(() => server.dispose())

/** Time stands still for it, so that no call is ever too slow. */
function open(prefix: string) {
  const onTrouble = (error: unknown) => {
    throw error
  }
  return createRedisDeliveryTracker({ url: server.url, clock: createFakeClock(), onTrouble, prefix })
}

describeDeliveryTracker('the delivery tracker on Redis', async () => {
  const tracker = open(randomUUID())
  return { tracker, close: tracker.close }
})

test('DL-03 trackers of several processes share positions', async () => {
  const prefix = randomUUID()
  const one = open(prefix)
  const two = open(prefix)
  await one.raiseReceived('log', 'ada', 'room', { position: 5, messageId: 'fifth' })
  expect(await two.raiseReceived('log', 'ada', 'room', { position: 4, messageId: undefined })).toBe(5)
  expect(await two.received('log', 'ada', 'room')).toEqual({ position: 5, messageId: 'fifth' })
  await Promise.all([one.close(), two.close()])
})

test('DL-05 a key carries log, user and room, and its value position and message', async () => {
  const prefix = randomUUID()
  const tracker = open(prefix)
  await tracker.raiseReceived('log', 'ada', 'room', { position: 5, messageId: 'fifth' })
  await tracker.raiseLatest('log', 'room', { position: 6, messageId: undefined })
  expect(await server.command('GET', `${prefix}:log:user:ada:room:room:last_received`)).toBe('5:fifth')
  expect(await server.command('GET', `${prefix}:log:room:room:latest_message_id`)).toBe('6:')
  await tracker.close()
})

test('DL-04 a key is forgotten thirty days after the last raise, a refused one included', async () => {
  const prefix = randomUUID()
  const key = `${prefix}:log:user:ada:room:room:last_received`
  const tracker = open(prefix)
  const remaining = async () => Number(await server.command('PTTL', key))
  for (const position of [5, 4]) {
    await tracker.raiseReceived('log', 'ada', 'room', { position, messageId: undefined })
    expect(await remaining()).toBeGreaterThan(thirtyDays - 60_000)
    expect(await remaining()).toBeLessThanOrEqual(thirtyDays)
    await server.command('PEXPIRE', key, '60000')
  }
  await tracker.close()
})

test('DL-05 a value that is not of the expected form counts as unknown, and a raise replaces it', async () => {
  const prefix = randomUUID()
  const tracker = open(prefix)
  await server.command('SET', `${prefix}:log:room:room:latest_message_id`, 'nonsense')
  expect(await tracker.latest('log', 'room')).toBeUndefined()
  await tracker.raiseLatest('log', 'room', { position: 3, messageId: 'third' })
  expect(await tracker.latest('log', 'room')).toEqual({ position: 3, messageId: 'third' })
  await tracker.close()
})

test('DL-01 a Redis that lost its scripts gets them again', async () => {
  const tracker = open(randomUUID())
  await tracker.raiseLatest('log', 'room', { position: 3, messageId: undefined })
  await server.command('SCRIPT', 'FLUSH')
  await tracker.raiseLatest('log', 'room', { position: 4, messageId: undefined })
  expect(tracker.trouble()).toBeUndefined()
  expect(await tracker.latest('log', 'room')).toEqual({ position: 4, messageId: undefined })
  await tracker.close()
})
