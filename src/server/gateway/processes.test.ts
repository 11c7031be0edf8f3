/** Gateways of several processes, joined by a bus that the test holds in its hand. */
import { randomUUID } from 'node:crypto'
import type { RealtimeChannel } from '@supabase/realtime-js'
import { expect, test, vi } from 'vitest'
import type { Change } from '@/contract/message'
import { serverLimits } from '@/contract/server-limits'
import { noBus } from '@/server/ports/bus'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryExchange, type MemoryBus } from '@/testing/memory-bus'
import { createFakeTokens, type GatewayFixture, startGateway } from './gateway-fixture'
import { gatewayLimits } from './gateway-limits'
import type { RawClient } from './raw-client-fixture'
import type { RoomReader } from './room-repair'

vi.setConfig({ testTimeout: 30_000 })

const roomId = randomUUID()
const topic = `room:${roomId}:1`
const log = randomUUID()

interface Process extends GatewayFixture {
  readonly bus: MemoryBus
}

/** A log that the test writes: its head, its epoch, and who asked for what. */
function createFakeRoom() {
  const reads: { userId: string; after: number }[] = []
  const room = { head: 0, epoch: 1, failing: false, reads, comparisons: 0 }
  const reader: RoomReader = {
    async changesAfter(userId, _, after) {
      reads.push({ userId, after })
      const changes = [{ id: `up to ${room.head}` } as Change]
      return { log, epoch: room.epoch, head: room.head, changes, hasMore: false }
    },
    async roomHeads(roomIds) {
      room.comparisons += 1
      if (room.failing) throw new Error('a defect')
      return { log, rooms: roomIds.map((id) => ({ roomId: id, epoch: room.epoch, head: room.head })) }
    },
  }
  return { room, reader }
}

async function startProcesses(count: number) {
  const clock = createFakeClock()
  const exchange = createMemoryExchange(clock)
  const { room, reader } = createFakeRoom()
  const tokens = createFakeTokens(clock)
  const processes: Process[] = []
  for (let index = 0; index < count; index += 1) {
    const bus = exchange.open()
    const fixture = await startGateway({}, { bus, clock, tokens, rooms: reader })
    processes.push(Object.assign(fixture, { bus }))
  }
  const [one, two, three] = processes as [Process, Process, Process]
  return { clock, room, tokens, one, two, three }
}

async function joined({ raw, tokens }: GatewayFixture, userId: string, on = topic): Promise<RawClient> {
  const client = await raw()
  await client.join(on, { token: tokens.issue(userId, 600_000) })
  return client
}

function frame(after: number, upTo: number) {
  return { log, epoch: 1, after, upTo, changes: [] }
}

/** What the next frames carry. */
async function payloads(client: RawClient, count: number): Promise<unknown[]> {
  const all: unknown[] = []
  while (all.length < count) all.push(((await client.next())[4] as { payload: unknown }).payload)
  return all
}

test('RT-74 what one process publishes, subscribers of every process hear, as the same bytes and encoded once', async () => {
  const { one, two } = await startProcesses(2)
  const here = await joined(one, 'ada')
  const there = await joined(two, 'ben')
  const bytes: string[] = []
  for (const { socket } of [here, there]) socket.on('message', (data) => void bytes.push(data.toString()))
  const toJSON = vi.fn(() => frame(0, 1))
  one.gateway.publish(topic, 'change', { toJSON })
  await payloads(here, 1)
  await payloads(there, 1)
  expect(toJSON).toHaveBeenCalledTimes(1)
  expect(new Set(bytes).size).toBe(1)
})

test('RT-80 whoever is no member any more is off the topics of the room at once, in every process, and on no other', async () => {
  const { one, two } = await startProcesses(2)
  const peers = `peers:${roomId}:1`
  for (const at of [one, two]) {
    const ada = await joined(at, 'ada')
    const ben = await joined(at, 'ben')
    for (const [who, userId] of [
      [ada, 'ada'],
      [ben, 'ben'],
    ] as const) {
      await who.join(peers, { token: at.tokens.issue(userId, 600_000) })
      await who.join('room:other:1', { token: at.tokens.issue(userId, 600_000) })
    }
    one.gateway.shutOut('ada', roomId)
    const ended = new Map<unknown, string[]>()
    for (let n = 0; n < 4; n += 1) {
      const [, , on, event] = await ada.next()
      ended.set(on, [...(ended.get(on) ?? []), String(event)])
    }
    expect(Object.fromEntries(ended)).toEqual({
      [`realtime:${topic}`]: ['system', 'phx_error'],
      [`realtime:${peers}`]: ['system', 'phx_error'],
    })
    at.gateway.publish(topic, 'change', { n: 'only Ben' })
    at.gateway.publish(peers, 'typing', { n: 'only Ben' })
    at.gateway.publish('room:other:1', 'change', { n: 'both' })
    expect(await payloads(ada, 1)).toEqual([{ n: 'both' }])
    expect(await payloads(ben, 3)).toEqual([{ n: 'only Ben' }, { n: 'only Ben' }, { n: 'both' }])
    for (const client of [ada, ben]) client.socket.close()
  }
})

test('RT-74 what clients say among peers, and the server to one user, crosses processes', async () => {
  const { one, two } = await startProcesses(2)
  const here = await joined(one, 'ada', 'peers:1:1')
  const there = await joined(two, 'ben', 'peers:1:1')
  here.send([
    '1',
    '2',
    'realtime:peers:1:1',
    'broadcast',
    { type: 'broadcast', event: 'typing', payload: { n: 1 } },
  ])
  expect(await payloads(there, 1)).toEqual([{ n: 1 }])
  const user = await joined(two, 'ada', 'user:ada')
  one.gateway.publish('user:ada', 'rooms', { roomId, epoch: 1 })
  expect(await payloads(user, 1)).toEqual([{ roomId, epoch: 1 }])
})

test('RT-70 frames of two processes reach everybody in the order of the room', async () => {
  const { one, two, three } = await startProcesses(3)
  const readers = [await joined(one, 'ada'), await joined(two, 'ben'), await joined(three, 'cleo')]
  one.gateway.publish(topic, 'change', frame(0, 1))
  three.gateway.publish(topic, 'change', frame(2, 3))
  two.gateway.publish(topic, 'change', frame(1, 2))
  for (const reader of readers) {
    expect(await payloads(reader, 3)).toMatchObject([{ upTo: 1 }, { upTo: 2 }, { upTo: 3 }])
  }
})

test('RT-71 a process that died between commit and publish: one read per process, with the rights of a subscriber', async () => {
  const { clock, room, one, two } = await startProcesses(2)
  const readers = [await joined(two, 'ben'), await joined(two, 'cleo')]
  two.gateway.publish(topic, 'change', frame(0, 1))
  room.head = 3
  one.gateway.publish(topic, 'change', frame(2, 3))
  for (const reader of readers) await payloads(reader, 1)
  clock.advance(gatewayLimits.lateFrameMs)
  for (const reader of readers) {
    expect(await payloads(reader, 1)).toEqual([
      { log, epoch: 1, after: 1, upTo: 3, changes: [{ id: 'up to 3' }] },
    ])
  }
  expect(room.reads).toEqual([{ userId: 'ben', after: 1 }])
})

test('RT-73 FC-16 what the bus lost is found by comparing heads, at the next beat', async () => {
  const { clock, room, one, two } = await startProcesses(2)
  const reader = await joined(two, 'ben')
  one.gateway.publish(topic, 'change', frame(0, 1))
  await payloads(reader, 1)
  clock.advance(gatewayLimits.busBeatMs)
  await vi.waitFor(() => expect(room.comparisons).toBe(1))
  await new Promise(setImmediate)
  two.bus.lose()
  room.head = 2
  one.gateway.publish(topic, 'change', frame(1, 2))
  one.gateway.publish('user:ben', 'rooms', { roomId, epoch: 1 })
  clock.advance(gatewayLimits.busBeatMs)
  expect(await payloads(reader, 1)).toMatchObject([{ after: 1, upTo: 2 }])
  clock.advance(10 * gatewayLimits.busBeatMs)
  await new Promise(setImmediate)
  expect(room.comparisons).toBe(2)
})

test('RT-73 FC-17 without its bus each process compares heads at every beat, and goes on for its own', async () => {
  const { clock, room, one, two } = await startProcesses(2)
  const [here, there] = [await joined(one, 'ada'), await joined(two, 'ben')]
  one.gateway.publish(topic, 'change', frame(0, 1))
  await Promise.all([payloads(here, 1), payloads(there, 1)])
  one.bus.cut()
  two.bus.cut()
  for (const head of [2, 3]) {
    room.head = head
    one.gateway.publish(topic, 'change', frame(head - 1, head))
    expect(await payloads(here, 1)).toMatchObject([{ upTo: head }])
    clock.advance(gatewayLimits.busBeatMs)
    expect(await payloads(there, 1)).toMatchObject([{ after: head - 1, upTo: head }])
  }
  one.bus.heal()
  two.bus.heal()
  one.gateway.publish(topic, 'change', frame(3, 4))
  expect(await payloads(there, 1)).toMatchObject([{ after: 3, upTo: 4 }])
})

test('RT-73 a room nobody here has heard of yet is told how far it has come, and a comparison that failed is done again', async () => {
  const { clock, room, one } = await startProcesses(1)
  const reader = await joined(one, 'ada')
  room.head = 7
  room.failing = true
  clock.advance(gatewayLimits.busBeatMs)
  await vi.waitFor(() => expect(one.errors).toHaveLength(1))
  room.failing = false
  await vi.waitFor(async () => {
    clock.advance(gatewayLimits.busBeatMs)
    expect(room.comparisons).toBe(2)
  })
  expect(await payloads(reader, 1)).toEqual([{ log, epoch: 1, head: 7 }])
})

test('RT-73 whoever is still on the topic of an old epoch is told the new one', async () => {
  const { clock, room, one } = await startProcesses(1)
  const reader = await joined(one, 'ada')
  room.epoch = 2
  room.head = 7
  clock.advance(gatewayLimits.busBeatMs)
  expect(await payloads(reader, 1)).toEqual([{ log, epoch: 2, head: 7 }])
})

test('RT-75 processes that share only a database find each other’s changes at every beat', async () => {
  const { room, reader: rooms } = createFakeRoom()
  const fixture = await startGateway({}, { bus: noBus, rooms })
  const reader = await joined(fixture, 'ada')
  fixture.gateway.publish(topic, 'change', frame(0, 1))
  room.head = 3
  fixture.clock.advance(gatewayLimits.busBeatMs)
  expect(await payloads(reader, 2)).toMatchObject([{ upTo: 1 }, { after: 1, upTo: 3 }])
})

test('RT-74 another version’s message is told to the operators and harms nobody', async () => {
  const { one, two } = await startProcesses(2)
  const reader = await joined(two, 'ben')
  one.bus.publish({ kind: 'from the future' })
  expect(two.errors).toHaveLength(1)
  one.gateway.publish(topic, 'change', frame(0, 1))
  expect(await payloads(reader, 1)).toMatchObject([{ upTo: 1 }])
})

const peers = 'peers:1:1'

/** An unmodified realtime-js that writes down what it sees of presence. */
async function watch(fixture: GatewayFixture, userId: string) {
  const token = fixture.tokens.issue(userId, 600_000)
  const client = await fixture.realtime(() => token)
  const channel = client.channel(peers, { config: { private: true, presence: { key: '' } } })
  const events: string[] = []
  channel.on('presence', { event: 'join' }, ({ key }) => events.push(`join ${key}`))
  channel.on('presence', { event: 'leave' }, ({ key }) => events.push(`leave ${key}`))
  const synced = new Promise<void>((resolve) => channel.on('presence', { event: 'sync' }, () => resolve()))
  channel.subscribe()
  await synced
  return { client, channel, events, present: () => Object.keys(channel.presenceState()).sort() }
}

/** Somebody who tracks, and can go without a goodbye. */
async function tracking({ raw, tokens }: GatewayFixture, userId: string, says = 'here'): Promise<RawClient> {
  const client = await raw()
  await client.join(peers, {
    token: tokens.issue(userId, 600_000),
    config: { private: true, presence: { enabled: true } },
  })
  await client.next()
  client.send([
    '1',
    '9',
    `realtime:${peers}`,
    'presence',
    { type: 'presence', event: 'track', payload: { says } },
  ])
  await client.next()
  return client
}

function saysOf(channel: RealtimeChannel, key: string): unknown {
  return channel.presenceState<{ says: string }>()[key]?.map(({ says }) => says)
}

test('RT-76 presence is one for all processes: early and late, changed and untracked', async () => {
  const { one, two } = await startProcesses(2)
  const early = await watch(two, 'ben')
  const ada = await tracking(one, 'ada', 'at work')
  await vi.waitFor(() => expect(early.events).toEqual(['join ada']))
  const late = await watch(two, 'cleo')
  expect(late.present()).toEqual(['ada'])
  expect(saysOf(late.channel, 'ada')).toEqual(['at work'])
  ada.send(['1', '9', `realtime:${peers}`, 'presence', { type: 'presence', event: 'untrack' }])
  await vi.waitFor(() => expect(early.events).toEqual(['join ada', 'leave ada']))
  expect(late.present()).toEqual([])
})

test('RT-76 FC-27 a page that comes back to another process shows neither leave nor join', async () => {
  const { clock, one, two, three } = await startProcesses(3)
  const watchers = [await watch(one, 'ben'), await watch(two, 'cleo'), await watch(three, 'dan')]
  const ada = await tracking(one, 'ada')
  for (const { events } of watchers) await vi.waitFor(() => expect(events).toEqual(['join ada']))
  ada.socket.terminate()
  await ada.closed
  await vi.waitFor(() => expect(one.gateway.stats().connections).toBe(1))
  await tracking(two, 'ada')
  clock.advance(2 * gatewayLimits.presenceGraceMs)
  await tracking(three, 'eve')
  for (const { events, present } of watchers) {
    await vi.waitFor(() => expect(events).toEqual(['join ada', 'join eve']))
    expect(present()).toEqual(['ada', 'eve'])
  }
})

test('RT-76 whoever leaves for good is gone in every process', async () => {
  const { clock, one, two } = await startProcesses(2)
  const { events } = await watch(two, 'ben')
  const ada = await tracking(one, 'ada')
  await vi.waitFor(() => expect(events).toEqual(['join ada']))
  ada.socket.terminate()
  await vi.waitFor(() => expect(one.gateway.stats().connections).toBe(0))
  clock.advance(gatewayLimits.presenceGraceMs)
  await vi.waitFor(() => expect(events).toEqual(['join ada', 'leave ada']))
})

test('RT-77 the presences of a killed process are gone within seconds, and those of a live one stay', async () => {
  const { clock, one, two, three } = await startProcesses(3)
  const { events, present } = await watch(three, 'ben')
  await tracking(one, 'ada')
  await tracking(two, 'cleo')
  await vi.waitFor(() => expect(present()).toEqual(['ada', 'cleo']))
  one.bus.kill()
  clock.advance(serverLimits.busSilentMs + gatewayLimits.presenceGraceMs)
  await vi.waitFor(() => expect(events).toEqual(['join ada', 'join cleo', 'leave ada']))
  expect(present()).toEqual(['cleo'])
})

test('RT-77 a process that starts later knows who is there', async () => {
  const { clock, one, two } = await startProcesses(2)
  two.bus.cut()
  await tracking(one, 'ada')
  const { present } = await watch(two, 'ben')
  expect(present()).toEqual([])
  two.bus.heal()
  clock.advance(gatewayLimits.lateFrameMs)
  await vi.waitFor(() => expect(present()).toEqual(['ada']))
})

test('RT-77 what was missed of presence is asked for again: who went as well as who came', async () => {
  const { clock, one, two } = await startProcesses(2)
  const watcher = await watch(two, 'ben')
  const ada = await tracking(one, 'ada')
  await vi.waitFor(() => expect(watcher.present()).toEqual(['ada']))
  two.bus.cut()
  ada.send(['1', '9', `realtime:${peers}`, 'presence', { type: 'presence', event: 'untrack' }])
  await ada.next()
  for (let n = 0; n < 3; n += 1) await tracking(one, `user-${n}`)
  expect(watcher.present()).toEqual(['ada'])
  two.bus.heal()
  clock.advance(gatewayLimits.lateFrameMs + gatewayLimits.presenceGraceMs)
  await vi.waitFor(() => expect(watcher.present()).toEqual(['user-0', 'user-1', 'user-2']))
})
