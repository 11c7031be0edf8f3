/** The API with a Redis that hangs, is stopped or is emptied: the database answers for it. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAppendQueue } from '@/server/services/append-queue'
import { startTestRedis, type TestRedis } from '@/testing/redis-server'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'
import { systemClock } from '../system/clock'
import { createRedisDeliveryTracker, type RedisDeliveryTracker } from './delivery-tracker'

let server: TestRedis
let tracker: RedisDeliveryTracker
let api: TestApi
let ada: TestUser
let roomId: string
let log: string

beforeEach(async () => {
  server = await startTestRedis()
  // A generous limit: a busy machine must not look like a hung Redis.
  const options = { url: server.url, clock: systemClock, timeoutMs: 2_000, onTrouble: () => {} }
  tracker = createRedisDeliveryTracker(options)
  api = await createTestApi({ tracker })
  const { messageLog, broadcaster } = api.services
  const onError = (error: unknown) => void api.errors.push(error)
  api.services.appendQueue = createAppendQueue({ messageLog, broadcaster, tracker, onError })
  ada = await api.user('Ada')
  roomId = randomUUID()
  await ada.call.rooms.create({ id: roomId, name: 'Kitchen' })
  log = (await ada.call.rooms.heads({})).log
})
afterEach(async () => {
  await api.close()
  await tracker.close()
  await server.dispose()
})

async function say(...contents: string[]) {
  for (const content of contents)
    await ada.call.messages.send({ id: randomUUID(), roomId, content, sentAt: new Date().toISOString() })
}

const receive = (position: number) => ada.call.messages.markReceived({ roomId, log, position })

/** What somebody without a cursor of their own missed. */
async function missed() {
  const { changes } = await ada.call.rooms.rejoin({ roomId })
  return changes.map(({ content }) => content)
}

const well = () => vi.waitFor(() => expect(tracker.trouble()).toBeUndefined(), { timeout: 30_000 })

test('DL-10 sending, receipts and rejoin go on while Redis hangs, and nothing is lowered after', async () => {
  await say('one', 'two', 'three')
  await receive(1)
  server.hang()
  await say('four')
  expect(await receive(3)).toEqual({ position: 3 })
  expect(tracker.trouble()).toBeDefined()
  await expect(receive(5)).rejects.toMatchObject({ cause: { code: 'BEYOND_HEAD' } })
  await api.services.receiptWriter.flush()
  expect(await missed()).toEqual(['four'])
  expect(await receive(2)).toEqual({ position: 3 })
  server.resume()
  await well()
  expect(await receive(2)).toEqual({ position: 3 })
  expect(await missed()).toEqual(['four'])
  expect(api.errors).toEqual([])
})

test('DL-10 a stopped Redis costs nothing, and the one that comes back empty neither', async () => {
  await say('one', 'two')
  await receive(2)
  await server.stop()
  await say('three')
  await api.services.receiptWriter.flush()
  expect(await missed()).toEqual(['three'])
  await server.restart()
  await well()
  expect(await receive(1)).toEqual({ position: 2 })
  expect(await missed()).toEqual(['three'])
  expect(api.errors).toEqual([])
})

test('DL-10 an emptied Redis is rebuilt from the database', async () => {
  await say('one', 'two', 'three')
  await receive(2)
  await api.services.receiptWriter.flush()
  await server.flush()
  expect(await missed()).toEqual(['three'])
  expect(await receive(1)).toEqual({ position: 2 })
  expect(await tracker.received(log, ada.userId, roomId)).toMatchObject({ position: 2 })
  expect(api.errors).toEqual([])
})

test('DL-10 what is received counts at once, before it is written behind', async () => {
  await say('one', 'two')
  await receive(1)
  expect(await tracker.latest(log, roomId)).toMatchObject({ position: 2 })
  expect(await missed()).toEqual(['two'])
})
