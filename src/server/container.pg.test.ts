// The whole server but its pages, with every real part: guests, tokens, procedures, the live channel, the database.
import { randomUUID } from 'node:crypto'
import type { RealtimeClient } from '@supabase/realtime-js'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { peersTopic, roomTopic, userTopic } from '@/contract/realtime'
import { createGuest, type Guest } from '@/testing/guest'
import { connectLive, joinTopic as join } from '@/testing/live-client'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { startTestServer, type TestServer } from '@/testing/test-server'

let database: TestDatabase
let server: TestServer
let address: string
const serverKey = 'a key that only servers of ours have'

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startTestServer(database, { serverKey })
  address = server.address
})

afterAll(async () => {
  await server.close()
  await database.drop()
  expect(server.errors).toEqual([])
})

const connect = (guest: Guest): Promise<RealtimeClient> => connectLive(address, guest)

async function createRoom(owner: Guest, kind: 'public' | 'private' = 'public'): Promise<string> {
  const id = randomUUID()
  await owner.call.rooms.create.mutate({ id, name: 'Room', kind })
  return id
}

it('LV-01 what one guest sends another sees live, as the whole change with its positions', async () => {
  const [ada, bob] = [await createGuest(address), await createGuest(address)]
  const roomId = await createRoom(ada)
  await bob.call.rooms.join.mutate({ roomId })
  const frames: unknown[] = []
  const client = await connect(bob)
  const channel = await join(client, roomTopic(roomId, 1))
  channel.on('broadcast', { event: 'change' }, ({ payload }) => void frames.push(payload))
  const id = randomUUID()
  await ada.call.messages.send.mutate({ id, roomId, content: 'live 👋', sentAt: new Date().toISOString() })
  await ada.call.messages.remove.mutate({ id: randomUUID(), roomId, messageId: id })
  await vi.waitFor(() => expect(frames).toHaveLength(2))
  expect(frames).toMatchObject([
    // Bob joined at 1.
    { after: 1, upTo: 2, changes: [{ id, content: 'live 👋', seq: 2 }] },
    { after: 2, upTo: 3, changes: [{ id, content: '', changedSeq: 3 }] },
  ])
})

it('LV-02 a topic is open to current members only, and an old epoch to nobody', async () => {
  const [ada, bob] = [await createGuest(address), await createGuest(address)]
  const roomId = await createRoom(ada, 'private')
  const adaLive = await connect(ada)
  await join(adaLive, roomTopic(roomId, 1))
  await join(adaLive, userTopic(ada.userId))
  const bobLive = await connect(bob)
  for (const topic of [
    roomTopic(roomId, 1),
    peersTopic(roomId, 1),
    roomTopic(randomUUID(), 1),
    userTopic(ada.userId),
    'room:nonsense',
    `room:${roomId}:1:extra`,
  ]) {
    await expect(join(bobLive, topic)).rejects.toThrow()
  }
  await expect(join(adaLive, roomTopic(roomId, 0))).rejects.toThrow()
  await expect(join(adaLive, roomTopic(roomId, 2))).rejects.toThrow()
})

it('LV-03 nobody but the server can put a change on a room’s topic', async () => {
  const [ada, bob] = [await createGuest(address), await createGuest(address)]
  const roomId = await createRoom(ada)
  await bob.call.rooms.join.mutate({ roomId })
  const heard: unknown[] = []
  const adaChannel = await join(await connect(ada), roomTopic(roomId, 1))
  adaChannel.on('broadcast', { event: '*' }, (message) => void heard.push(message))
  const bobChannel = await join(await connect(bob), roomTopic(roomId, 1))
  expect(await bobChannel.send({ type: 'broadcast', event: 'change', payload: { forged: true } })).not.toBe(
    'ok',
  )
  await bob.call.messages.send.mutate({
    id: randomUUID(),
    roomId,
    content: 'real',
    sentAt: new Date().toISOString(),
  })
  await vi.waitFor(() => expect(heard).toHaveLength(1))
  expect(heard).toMatchObject([{ payload: { changes: [{ content: 'real' }] } }])
})

it('LV-04 a user’s own topic tells every device when the room list changed', async () => {
  const ada = await createGuest(address)
  const heard: unknown[] = []
  const channel = await join(await connect(ada), userTopic(ada.userId))
  channel.on('broadcast', { event: 'rooms' }, ({ payload }) => void heard.push(payload))
  const roomId = await createRoom(ada)
  await ada.call.rooms.leave.mutate({ roomId })
  await vi.waitFor(() =>
    expect(heard).toEqual([
      { roomId, epoch: 1 },
      { roomId, epoch: 1 },
    ]),
  )
})

it('RT-49 a server with the key broadcasts over HTTP to those on a topic', async () => {
  const ada = await createGuest(address)
  const heard: unknown[] = []
  const channel = await join(await connect(ada), userTopic(ada.userId))
  channel.on('broadcast', { event: 'hello' }, ({ payload }) => void heard.push(payload))
  const post = (authorization: string) =>
    fetch(`${address}/realtime/v1/api/broadcast`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({
        messages: [
          { topic: userTopic(ada.userId), event: 'hello', payload: { from: 'a server' }, private: true },
        ],
      }),
    })
  expect((await post(`Bearer ${ada.token()}`)).status).toBe(401)
  expect((await post(`Bearer ${serverKey}`)).status).toBe(202)
  await vi.waitFor(() => expect(heard).toEqual([{ from: 'a server' }]))
})

it('ID-11 a procedure refuses a token of another installation', async () => {
  const ada = await createGuest(address)
  const [header, payload] = ada.token().split('.')
  const forged = `${header}.${payload}.${'A'.repeat(86)}`
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
  for (const token of [forged, none, 'x']) {
    const answer = await fetch(`${address}/api/trpc/profiles.me`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer.status).toBe(401)
  }
})
