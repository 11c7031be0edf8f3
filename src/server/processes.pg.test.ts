// Two processes on one database, with and without a Redis between them: for their users they are one.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { roomTopic, userTopic } from '@/contract/realtime'
import { createGuest, type Guest } from '@/testing/guest'
import { connectLive, joinTopic } from '@/testing/live-client'
import { startTestRedis, type TestRedis } from '@/testing/redis-server'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { startTestServer, type TestServer } from '@/testing/test-server'

const patiently = { timeout: 20_000, interval: 20 }
let database: TestDatabase
let redis: TestRedis | undefined
let one: TestServer
let two: TestServer

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all([one.close(), two.close()])
  await redis?.dispose()
  await database.drop()
})

async function start(redisUrl: string | undefined): Promise<void> {
  const options = { redisUrl, alone: false }
  ;[one, two] = await Promise.all([startTestServer(database, options), startTestServer(database, options)])
}

async function startWithRedis(): Promise<TestRedis> {
  redis = await startTestRedis()
  await start(redis.url)
  return redis
}

/** The same person, speaking to the other process. */
function at(server: TestServer, guest: Guest): Promise<Guest> {
  return createGuest(server.address, guest)
}

async function say(guest: Guest, roomId: string, content: string): Promise<void> {
  const sentAt = new Date().toISOString()
  await guest.call.messages.send.mutate({ id: randomUUID(), roomId, content, sentAt })
}

/** Ben listens at the second process; what he hears is written down. */
async function listening() {
  const [ada, ben] = await Promise.all([createGuest(one.address), createGuest(two.address)])
  const roomId = randomUUID()
  await ada.call.rooms.create.mutate({ id: roomId, name: 'Room' })
  await ben.call.rooms.join.mutate({ roomId })
  const client = await connectLive(two.address, ben)
  const channel = await joinTopic(client, roomTopic(roomId, 1))
  const spans: [number, number][] = []
  const texts: string[] = []
  channel.on('broadcast', { event: 'change' }, ({ payload }) => {
    const { after, upTo, changes } = payload as {
      after?: number
      upTo?: number
      changes?: { content: string }[]
    }
    if (after === undefined || upTo === undefined) return
    spans.push([after, upTo])
    texts.push(...(changes ?? []).map(({ content }) => content))
  })
  return { ada, ben, roomId, client, spans, texts }
}

it('LV-05 what is sent at one process is heard at the other, at once and in order', async () => {
  await startWithRedis()
  const { ada, ben, roomId, spans, texts } = await listening()
  const adaAtTwo = await at(two, ada)
  for (let n = 0; n < 20; n += 1) await say(n % 3 ? ada : adaAtTwo, roomId, `message ${n}`)
  await vi.waitFor(() => expect(texts).toHaveLength(20), patiently)
  expect(texts).toEqual(Array.from({ length: 20 }, (_, n) => `message ${n}`))
  const [[first = 0] = []] = spans
  expect(spans).toEqual(Array.from({ length: 20 }, (_, n) => [first + n, first + n + 1]))
  expect((await ben.call.rooms.heads.query({ limit: 10 })).rooms).toMatchObject([{ head: first + 20 }])
})

it('LV-05 a token of one process is good at the other, also the very first ones, made at the same moment', async () => {
  await startWithRedis()
  const guests = await Promise.all([one, two, one, two].map(({ address }) => createGuest(address)))
  for (const guest of guests) {
    for (const server of [one, two]) {
      const there = await at(server, guest)
      expect((await there.call.rooms.heads.query({ limit: 1 })).rooms).toEqual([])
    }
  }
  expect([...one.errors, ...two.errors]).toEqual([])
})

it('LV-05 a user hears of new rooms whichever process made them', async () => {
  await startWithRedis()
  const ada = await createGuest(one.address)
  const heard: unknown[] = []
  const channel = await joinTopic(await connectLive(two.address, ada), userTopic(ada.userId))
  channel.on('broadcast', { event: 'rooms' }, ({ payload }) => void heard.push(payload))
  const roomId = randomUUID()
  await ada.call.rooms.create.mutate({ id: roomId, name: 'Room' })
  await vi.waitFor(() => expect(heard).toEqual([{ roomId, epoch: 1 }]), patiently)
})

it('LV-06 while Redis is away frames still cross, and nothing is missing afterwards', async () => {
  const server = await startWithRedis()
  const { ada, roomId, texts } = await listening()
  await say(ada, roomId, 'before')
  await vi.waitFor(() => expect(texts).toEqual(['before']), patiently)
  await server.stop()
  await say(ada, roomId, 'without Redis')
  await vi.waitFor(() => expect(texts).toContain('without Redis'), patiently)
  expect(await two.container.health()).toMatchObject({ status: 'degraded' })
  await server.restart()
  await vi.waitFor(async () => expect(await two.container.health()).toEqual({ status: 'ok' }), patiently)
  await say(ada, roomId, 'after')
  await vi.waitFor(() => expect(texts).toContain('after'), patiently)
  expect(new Set(texts)).toEqual(new Set(['before', 'without Redis', 'after']))
})

it('LV-07 processes that share only the database find each other’s changes', async () => {
  await start(undefined)
  const { ada, roomId, texts } = await listening()
  await say(ada, roomId, 'first')
  await vi.waitFor(async () => {
    await say(ada, roomId, 'more')
    expect(texts).toContain('more')
  }, patiently)
  expect(await two.container.health()).toEqual({ status: 'ok' })
})
