import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import type { Change } from '@/contract/message'
import { copyOf, message, roomId, uuid } from '../sync/local-store-contract'
import { evicted, mergeFrame, mergeHistory, type RoomLog, visibleMessages } from '../sync/room-log'
import { openLocalStore } from './local-store'

const log = uuid(3)
const twenty = Array.from({ length: 20 }, (_, n) => message(n + 1))

function setUp() {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange }
  const onDefect = (error: Error) => {
    throw error
  }
  return {
    open: () => openLocalStore({ userId: uuid(4), onDefect, engine, span: 5 }).room(roomId),
    /** As a tab that reads everything at once has it. */
    whole: () =>
      openLocalStore({ userId: uuid(4), onDefect, engine })
        .room(roomId)
        .read(),
  }
}

function shown(room: RoomLog | undefined): number[] {
  return room ? visibleMessages(room).map(({ seq }) => seq) : []
}

function frame(after: number, changes: Change[]) {
  return { log, epoch: 1, after, upTo: after + 1, changes }
}

test('LS-40 the newest part of a copy is read first, and the rest part by part until there is no more', async () => {
  const { open } = setUp()
  await open().change(() => copyOf(twenty))
  const room = open()
  expect(shown(await room.read())).toEqual([16, 17, 18, 19, 20])
  expect(room.hasMore()).toBe(true)
  const seen = []
  while (await room.readMore()) seen.push(room.current()?.floor)
  expect(seen).toEqual([11, 6, 1])
  expect(room.hasMore()).toBe(false)
  expect(room.current()).toEqual(copyOf(twenty))
})

test('LS-40 where the newest positions have no messages, as many are looked through as it takes', async () => {
  const { open } = setUp()
  await open().change(() => copyOf(twenty, { cursor: 90, target: 90 }))
  expect(shown(await open().read()).at(-1)).toBe(20)
})

test('LS-40 a tab that has read a part changes it, and what it has not read stays', async () => {
  const { open, whole } = setUp()
  await open().change(() => copyOf(twenty))
  const room = open()
  await room.read()
  const next = frame(20, [message(21), message(3, { changedSeq: 21, content: 'changed' })])
  await room.change((now) => now && mergeFrame(now, next).room)
  expect(shown(room.current())).toEqual([16, 17, 18, 19, 20, 21])
  const kept = await whole()
  expect(kept?.floor).toBe(1)
  expect(kept?.messages).toHaveLength(21)
  expect(kept?.messages[2]?.content).toBe('changed')
})

test('LS-40 SY-01 an older page does not replace what is newer on disk and was not read', async () => {
  const { open, whole } = setUp()
  const [reader, other] = [open(), open()]
  await reader.change(() => copyOf(twenty.slice(10), { floor: 11 }))
  const asked = await reader.read()
  // While the page is on its way, another tab hears of a change to a message that neither holds.
  await other.change(
    (now) => now && mergeFrame(now, frame(20, [message(3, { changedSeq: 21, content: 'new' })])).room,
  )
  const page = { log, epoch: 1, head: 20, changes: twenty.slice(0, 10), hasMore: false }
  await reader.change((now) => now && asked && mergeHistory(now, asked, page).room)
  expect(reader.current()?.messages[2]?.content).toBe('new')
  expect((await whole())?.messages[2]?.content).toBe('new')
})

test('LS-40 what a tab shows it goes on showing, whatever another tab has read and changed', async () => {
  const { open } = setUp()
  await open().change(() => copyOf(twenty))
  const [far, near] = [open(), open()]
  await far.read()
  await far.readMore()
  await near.read()
  await near.change((now) => now && mergeFrame(now, frame(20, [message(21)])).room)
  await far.read()
  expect(shown(far.current())[0]).toBe(11)
  expect(shown(far.current()).at(-1)).toBe(21)
})

test('LS-41 a copy that is trimmed or replaced leaves nothing of what was not read', async () => {
  const { open, whole } = setUp()
  await open().change(() => copyOf(twenty))
  const room = open()
  await room.read()
  await room.change((now) => now && evicted(now, 3))
  expect(await whole()).toMatchObject({ floor: 18, messages: twenty.slice(17) })
  await room.change(() => copyOf(twenty))
  const again = open()
  await again.read()
  await again.change(() => copyOf(twenty.slice(0, 2), { log: uuid(99), generation: 9 }))
  expect(await whole()).toEqual(copyOf(twenty.slice(0, 2), { log: uuid(99), generation: 9 }))
})
