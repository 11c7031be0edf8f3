/** Rooms that nobody looks at, and what is kept of them. */
import { expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import { roomTopic, userTopic } from '@/contract/realtime'
import { turn } from '@/testing/pumped-wire'
import { createFixture, me, other } from './engine-fixture'

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const rooms = Array.from({ length: 60 }, (_, n) => idOf(5_000 + n))

function createManyRooms() {
  const fixture = createFixture()
  let sent = 0
  const say = (to: string, content: string) =>
    fixture.server.apply({
      ...{ kind: 'send', id: idOf(10_000 + sent++), as: other, roomId: to, content },
      sentAt: '2026-01-01T00:00:00.000Z',
    })
  for (const id of rooms) {
    fixture.server.addRoom(id)
    say(id, 'hello')
  }
  const kept = async (id: string) =>
    (await fixture.disk.open().room(id).read())?.messages.map(({ content }) => content)
  return { ...fixture, say, kept }
}

test('SY-39 FC-13 every room is recovered, not only those that are shown, and each is asked for once', async () => {
  const { network, kept, pass } = createManyRooms()
  let asked = 0
  for (let moves = 0; moves < 2_000 && (await settled()); moves++) await network.deliver()
  async function settled() {
    await turn()
    if (network.packets[0]?.kind === 'request' && network.packets[0].name === 'history') asked++
    return network.packets.length > 0
  }
  for (const id of rooms) expect(await kept(id)).toEqual(['hello'])
  expect(asked).toBe(rooms.length + 1)
  await pass(35_000)
  expect(network.packets).toEqual([])
})

test('SY-39 after an absence only rooms that moved are fetched, from where their copies end', async () => {
  const { network, clock, kept, say, wake } = createManyRooms()
  let rejoins = 0
  await network.settle()
  network.cut()
  const [first = '', , third = ''] = rooms
  say(first, 'missed')
  say(third, 'missed too')
  network.repair()
  wake()
  const asked = new Set<string>()
  for (let tenths = 0; tenths < 10; tenths++) {
    clock.advance(100)
    await turn()
    while (network.packets.length > 0) {
      const [packet] = network.packets
      if (packet?.kind === 'request') asked.add(packet.name)
      if (packet?.kind === 'request' && packet.name === 'rejoin') rejoins++
      await network.deliver()
    }
  }
  expect(asked).not.toContain('history')
  expect(rejoins).toBe(2)
  expect(await kept(first)).toEqual(['hello', 'missed'])
  expect(await kept(third)).toEqual(['hello', 'missed too'])
})

test('SY-23 of a room that one is no member of any more nothing is kept, though nobody looks at it', async () => {
  const { network, server, kept, wake, pass } = createManyRooms()
  await network.settle()
  const [first = '', second = ''] = rooms
  expect(await kept(first)).toEqual(['hello'])
  server.removeRoom(first)
  wake()
  await pass(200)
  expect(await kept(first)).toBeUndefined()
  expect(await kept(second)).toEqual(['hello'])
  server.addRoom(first)
  wake()
  await pass(200)
  expect(await kept(first)).toEqual([])
  server.removeRoom(first)
  wake()
  await pass(200)
  expect(await kept(first)).toBeUndefined()
})

test('SY-39 a room that is shown comes first and sees to itself', async () => {
  const { network, show, theirs, texts } = createManyRooms()
  theirs({ content: 'look at me' })
  show()
  await turn()
  expect(network.packets.filter(({ kind }) => kind === 'request').map(({ name }) => name)).toEqual([
    'heads',
    'history',
  ])
  await network.deliver('history')
  await network.deliver('history')
  expect(texts()).toEqual(['look at me'])
})

const unreadOf = (sync: ReturnType<typeof createManyRooms>['sync'], id: string) =>
  sync.heads.view().rooms.find(({ roomId }) => roomId === id)?.unread

test('SY-40 SY-42 what happens in rooms that nobody looks at is kept and counted as it comes, without a request', async () => {
  const { network, sync, say, kept, pass } = createManyRooms()
  await pass(5_000)
  const [first = '', second = ''] = rooms
  say(first, 'news')
  say(first, 'more news')
  await turn()
  expect(network.packets.map(({ kind }) => kind)).toEqual(['frame', 'frame'])
  await pass(400)
  expect(await kept(first)).toEqual(['hello', 'news', 'more news'])
  expect(unreadOf(sync, first)).toBe(3)
  expect(unreadOf(sync, second)).toBe(1)
})

test('SY-40 what was missed while the live channel was away comes with the next look at the heads', async () => {
  const { network, say, kept, pass, wake } = createManyRooms()
  await pass(5_000)
  const [first = ''] = rooms
  network.cut()
  say(first, 'missed')
  network.repair()
  wake()
  await pass(1_000)
  expect(await kept(first)).toEqual(['hello', 'missed'])
})

test('SY-41 no more topics are joined than may be, and a busy room is among them', async () => {
  const { network, server, say, pass } = createManyRooms()
  const many = Array.from({ length: limits.followedRooms + 20 }, (_, n) => idOf(8_000 + n))
  for (const id of many) server.addRoom(id)
  await pass(5_000)
  expect(network.topics().length).toBeLessThanOrEqual(limits.followedRooms + 1)
  const last = many.at(-1) ?? ''
  expect(network.topics()).not.toContain(roomTopic(last, 1))
  say(last, 'here')
  await pass(35_000)
  expect(network.topics()).toContain(roomTopic(last, 1))
  expect(network.topics().length).toBeLessThanOrEqual(limits.followedRooms + 1)
})

test('FC-21 what was read on another device is read here at once, and an older answer takes nothing back', async () => {
  const { network, server, sync, say, pass } = createManyRooms()
  await pass(5_000)
  const [first = ''] = rooms
  say(first, 'second')
  await pass(200)
  expect(unreadOf(sync, first)).toBe(2)
  network.publish(userTopic(me), 'read', { roomId: first, log: server.log, position: 2 })
  await network.settle()
  expect(unreadOf(sync, first)).toBe(0)
  sync.heads.refresh()
  await pass(1_000)
  expect(unreadOf(sync, first)).toBe(0)
  say(first, 'third')
  await network.settle()
  expect(unreadOf(sync, first)).toBe(1)
})

test('SY-40 a room whose membership ended and began again is followed again', async () => {
  const { network, server, say, kept, wake, pass } = createManyRooms()
  await pass(5_000)
  const [first = ''] = rooms
  server.removeRoom(first)
  wake()
  await pass(200)
  server.addRoom(first)
  wake()
  await pass(5_000)
  say(first, 'welcome back')
  await turn()
  expect(network.packets.map(({ kind }) => kind)).toEqual(['frame'])
  await network.settle()
  expect(await kept(first)).toEqual(['welcome back'])
})

test('SY-40 the copy of a followed room that was emptied comes back by itself', async () => {
  const { disk, kept, pass } = createManyRooms()
  await pass(5_000)
  const [first = ''] = rooms
  await disk
    .open()
    .room(first)
    .change(() => undefined)
  await pass(35_000)
  expect(await kept(first)).toEqual(['hello'])
})
