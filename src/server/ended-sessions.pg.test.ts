// Sessions that end while somebody is connected, in the process that ended them and in another one.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { roomTopic } from '@/contract/realtime'
import { createGuest } from '@/testing/guest'
import { connectLive, joinTopic } from '@/testing/live-client'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { startTestServer, type TestServer } from '@/testing/test-server'

let database: TestDatabase
let one: TestServer
let two: TestServer

beforeEach(async () => {
  database = await createTestDatabase()
  const options = { alone: false }
  ;[one, two] = await Promise.all([startTestServer(database, options), startTestServer(database, options)])
})
afterEach(async () => {
  await Promise.all([one.close(), two.close()])
  await database.drop()
})

const refused = { data: { parley: { code: 'UNAUTHORIZED' } } }

test('SE-32 whoever signs out loses the API and the live channel, in every process', async () => {
  const guest = await createGuest(one.address)
  const there = await createGuest(two.address, guest)
  const roomId = randomUUID()
  await guest.call.rooms.create.mutate({ id: roomId, name: 'Room' })
  const clients = [await connectLive(one.address, guest), await connectLive(two.address, guest)]
  for (const client of clients) await joinTopic(client, roomTopic(roomId, 1))
  const headers = { authorization: `Bearer ${guest.session}` }
  expect((await fetch(`${one.address}/api/auth/sign-out`, { method: 'POST', headers })).status).toBe(200)
  await expect(guest.call.rooms.list.query({})).rejects.toMatchObject(refused)
  expect(one.container.gateway.stats().topics).toBe(0)
  await vi.waitFor(() => expect(two.container.gateway.stats().topics).toBe(0), { timeout: 20_000 })
  await expect(there.call.rooms.list.query({})).rejects.toMatchObject(refused)
})

test('SE-33 whoever deletes their account is out of every room at once, and can do nothing more', async () => {
  const [ada, ben] = [await createGuest(one.address), await createGuest(one.address)]
  const roomId = randomUUID()
  await ada.call.rooms.create.mutate({ id: roomId, name: 'Room' })
  await ben.call.rooms.join.mutate({ roomId })
  await ada.call.messages.send.mutate({
    id: randomUUID(),
    roomId,
    content: 'hello',
    sentAt: new Date().toISOString(),
  })
  const headers = { authorization: `Bearer ${ada.session}` }
  const answer = await fetch(`${one.address}/api/auth/delete-account`, { method: 'POST', headers })
  expect(answer.status).toBe(200)
  await expect(ada.call.profiles.rename.mutate({ name: 'Ada' })).rejects.toMatchObject(refused)
  const { changes } = await ben.call.messages.history.query({ roomId })
  expect(changes.map(({ event, content }) => event?.kind ?? content)).toEqual(
    expect.arrayContaining(['hello', 'left']),
  )
  const { profiles } = await ben.call.profiles.names.query({ userIds: [ada.userId] })
  expect(profiles).toEqual([{ userId: ada.userId, name: 'Deleted account' }])
})
