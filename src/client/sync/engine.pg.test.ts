/** The sync client over the real services and a real database, with only the wire left out. */

import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { uuidV7 } from '@/contract/uuid-v7'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { steadyConnectivity } from '@/testing/steady-connectivity'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'
import type { Clock } from './clock'
import { createSync } from './engine'
import type { LiveChannel, TopicListener } from './live-channel'
import type { Transport } from './transport'
import { toParleyError } from './trpc-link'

let api: TestApi
const joined = new Map<TopicListener, string>()
let connected = true

/** The live channel without sockets: joins always work, unless the network is cut. */
const live: LiveChannel = {
  join(topic, listener) {
    joined.set(listener, topic)
    listener.state(connected ? 'joined' : 'broken')
    return () => joined.delete(listener)
  },
}

function setConnected(now: boolean) {
  connected = now
  for (const listener of joined.keys()) listener.state(now ? 'joined' : 'broken')
}

beforeAll(async () => {
  api = await createTestApi({
    broadcaster: {
      publish(topic, event, payload) {
        if (!connected) return
        const sent: unknown = JSON.parse(JSON.stringify(payload))
        for (const [listener, name] of joined) if (name === topic) listener.event(event, sent)
      },
    },
  })
})
afterAll(() => api.close())

const clock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}

function transportOf({ call }: TestUser): Transport {
  async function reach<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      if (!connected) throw new TypeError('Failed to fetch')
      return await ask()
    } catch (error) {
      throw error instanceof Error && error.cause instanceof Error
        ? toParleyError(error.cause)
        : toParleyError(error)
    }
  }
  return {
    apply: (commands) => reach(async () => (await call.commands.submit({ commands })).results),
    rejoin: (input) => reach(() => call.rooms.rejoin(input)),
    history: (input) => reach(() => call.messages.history(input)),
    heads: (input) => reach(() => call.rooms.heads(input)),
    markReceived: (input) => reach(async () => (await call.messages.markReceived(input)).position),
    markRead: (input) => reach(async () => (await call.messages.markRead(input)).position),
    markThreadRead: (input) => reach(async () => (await call.threads.markRead(input)).position),
    markUnread: (input) => reach(async () => (await call.messages.markUnread(input)).position),
  }
}

const ids = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
const eventually = (assertion: () => void) => vi.waitFor(assertion, 20_000)

async function member(name: string, roomId: string) {
  const user = await api.user(name)
  await user.call.rooms.join({ roomId })
  let wake = () => {}
  const sync = createSync({
    ...{ userId: user.userId, transport: transportOf(user), live, clock, random: Math.random, ids },
    ...{ store: createMemoryDisk().open(), lead: createMemoryLead() },
    connectivity: {
      ...steadyConnectivity,
      onWake(callback) {
        wake = callback
        return () => {}
      },
    },
  })
  const room = sync.room(roomId)
  room.subscribe(() => {})
  await eventually(() => expect(room.view().connection).toEqual({ state: 'online' }))
  const texts = () => room.view().items.map((item) => ('content' in item ? item.content : item.kind))
  return { ...user, sync, room, texts, wake: () => wake() }
}

test('SY-29 over the real services, two users write, change and remove, one of the time cut off, and end with the same room', async () => {
  const owner = await api.user('Owner')
  const roomId = ids()
  await owner.call.rooms.create({ id: roomId, name: 'Room' })
  const ada = await member('Ada', roomId)
  const bob = await member('Bob', roomId)

  await ada.room.actions.send('one')
  await ada.room.actions.send('two')
  await bob.room.actions.send('three')
  await eventually(() => {
    expect(ada.room.view().items.map((item) => item.kind)).toEqual([
      ...['event', 'event'],
      ...['message', 'message', 'message'],
    ])
    expect(bob.texts()).toEqual(ada.texts())
  })

  setConnected(false)
  const [first, second] = ada.room
    .view()
    .items.filter((item) => item.kind === 'message' && item.senderId === ada.userId)
  ada.room.actions.edit(first?.id ?? '', 'one, better')
  ada.room.actions.remove(second?.id ?? '')
  bob.room.actions.react(first?.id ?? '', '👍', true)
  await bob.room.actions.send('four, offline')
  await eventually(() => expect(bob.room.view().connection).toEqual({ state: 'reconnecting', waiting: 1 }))
  expect(ada.texts()).toContain('one, better')
  expect(bob.texts()).not.toContain('one, better')

  setConnected(true)
  ada.wake()
  bob.wake()
  await eventually(() => {
    for (const { texts, room } of [ada, bob]) {
      expect(
        texts()
          .filter((text) => text !== 'event')
          .toSorted(),
      ).toEqual(['four, offline', 'one, better', 'removed', 'three'])
      expect(room.view().items.find((item) => item.id === first?.id)).toMatchObject({
        ...{
          edited: true,
          pendingEdit: false,
          version: 2,
          reactions: [{ emoji: '👍', userIds: [bob.userId] }],
        },
      })
      expect(room.view().connection).toEqual({ state: 'online' })
    }
  })
  expect(bob.room.view().items.map((item) => item.id)).toEqual(ada.room.view().items.map((item) => item.id))

  bob.room.actions.markRead()
  await eventually(() => expect(bob.sync.heads.view().rooms[0]).toMatchObject({ unread: 0 }))
  ada.sync.close()
  bob.sync.close()
})

test('SY-29 over the real services, a room that one is no member of is not shown, and is once one has joined', async () => {
  const owner = await api.user('Owner')
  const roomId = ids()
  await owner.call.rooms.create({ id: roomId, name: 'Room' })
  await owner.call.messages.send({ id: ids(), roomId, content: 'welcome', sentAt: new Date().toISOString() })
  const user = await api.user('Late')
  const sync = createSync({
    ...{ userId: user.userId, transport: transportOf(user), live, clock, random: Math.random, ids },
    ...{ store: createMemoryDisk().open(), lead: createMemoryLead() },
    connectivity: steadyConnectivity,
  })
  const room = sync.room(roomId)
  room.subscribe(() => {})
  await eventually(() => expect(room.view().error).toBe('ROOM_NOT_FOUND'))
  await user.call.rooms.join({ roomId })
  sync.heads.refresh()
  await eventually(() =>
    expect(room.view()).toMatchObject({
      ...{ error: undefined, items: [{ content: 'welcome' }, { kind: 'event', event: { kind: 'joined' } }] },
    }),
  )
  sync.close()
})
