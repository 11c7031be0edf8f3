/** Databases that an earlier version has made. Made here without any of our own code, as they lie in browsers. */
import Dexie from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { copyOf, message, roomId, send, uuid } from '../sync/local-store-contract'
import { openLocalStore } from './local-store'

const userId = uuid(4)

/** The tables of version 1. */
const firstTables = {
  outbox: '&id, order',
  cursors: '&roomId',
  messages: '&id, [roomId+seq]',
  rooms: '&roomId',
  drafts: '&roomId',
  session: '&key',
  versions: '&key',
}
const head = {
  ...{ roomId, name: 'A room', kind: 'public', head: 3, epoch: 1, lastReadPosition: 2, unread: 1 },
}
const { messages, ...cursor } = copyOf([message(1), message(2)], { target: 3 })
const queue = [1, 2].reduce(send, [])

/** What a person had written and read with version 1. */
async function createFirstVersion() {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange }
  const first = new Dexie(`parley-${userId}`, engine)
  first.version(1).stores(firstTables)
  await first.table('outbox').bulkPut(queue.map((entry) => ({ id: entry.command.id, ...entry })))
  await first.table('messages').bulkPut([...messages])
  await first.table('cursors').put(cursor)
  await first.table('rooms').put(head)
  await first.table('drafts').put({ roomId, text: 'half a thought' })
  const keys = ['outbox', 'heads', `room:${roomId}`, `draft:${roomId}`]
  await first.table('versions').bulkPut(keys.map((key, n) => ({ key, version: 0.5 + n })))
  const onDefect = vi.fn<(error: Error) => void>()
  const clock = createFakeClock()
  return { engine, first, onDefect, clock, open: () => openLocalStore({ userId, engine, onDefect, clock }) }
}

afterEach(() => void vi.restoreAllMocks())

test('LS-17 a database of version 1 is taken over with everything that is in it', async () => {
  const { engine, first, onDefect, open } = await createFirstVersion()
  first.close()
  const { outbox, room, heads, draft, names, close } = open()
  expect(await outbox.read()).toEqual(queue)
  expect(await room(roomId).read()).toEqual({ ...cursor, messages })
  expect(await heads.read()).toEqual([head])
  expect(await draft(roomId).read()).toBe('half a thought')
  expect(await names.read()).toEqual([])
  await names.keep([{ userId, name: 'Ada' }])
  await outbox.change((before) => send(before, 3))
  close()
  const raw = await new Dexie(`parley-${userId}`, engine).open()
  expect(raw.verno).toBe(2)
  expect(raw.tables.map(({ name }) => name)).not.toContain('session')
  expect(await raw.table('outbox').count()).toBe(3)
  raw.close()
  expect(onDefect).not.toHaveBeenCalled()
})

test('LS-17 a tab that still runs version 1 and one of this version go on beside each other', async () => {
  const { first, onDefect, open } = await createFirstVersion()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { draft, outbox, names } = open()
  await names.keep([{ userId, name: 'Ada' }])
  // As version 1 does it: opened again where it had to let go, one transaction over all of its tables.
  if (!first.isOpen()) await first.open()
  await first.transaction('rw', first.tables, async () => {
    await first.table('drafts').put({ roomId, text: 'a whole thought' })
    await first.table('versions').put({ key: `draft:${roomId}`, version: 0.25 })
  })
  expect(await draft(roomId).read()).toBe('a whole thought')
  await outbox.change((before) => send(before, 3))
  if (!first.isOpen()) await first.open()
  expect(await first.table('outbox').count()).toBe(3)
  expect(await names.read()).toEqual([{ userId, name: 'Ada' }])
  expect(await open().outbox.read()).toHaveLength(3)
  expect(onDefect).not.toHaveBeenCalled()
})

/** The native database, which knows neither Dexie nor us. */
function raw(engine: { indexedDB: IDBFactory }, version?: number, upgrade = (_: IDBDatabase) => {}) {
  const opening = engine.indexedDB.open(`parley-${userId}`, version)
  opening.addEventListener('upgradeneeded', () => upgrade(opening.result))
  return new Promise<IDBDatabase>((resolve) => {
    opening.addEventListener('success', () => resolve(opening.result))
  })
}

test('LS-25 FC-32 an old tab that does not let go holds up an upgrade: that is said, and ends by itself', async () => {
  const { engine, first, open, clock, onDefect } = await createFirstVersion()
  first.close()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const old = await raw(engine)
  const { outbox, draft, storage } = open()
  const told: string[] = []
  storage.subscribe(() => told.push(storage.state()))
  const typed = [
    outbox.change((before) => send(before, 3)),
    draft(roomId).change((text) => `${text}, and more`),
  ]
  // Where it lets go at once, nothing is said.
  await vi.waitFor(() => {
    clock.advance(200)
    expect(told).toEqual(['held-up'])
  })
  expect(outbox.current()).toEqual([])
  old.close()
  await Promise.all(typed)
  expect(told).toEqual(['held-up', 'kept'])
  expect(outbox.current()).toHaveLength(3)
  expect(await draft(roomId).read()).toBe('half a thought, and more')
  expect(clock.pending()).toBe(0)
  expect(onDefect).not.toHaveBeenCalled()
})

test('LS-25 FC-32 a frozen tab, which does not even refuse, is told of too', async () => {
  const { engine, first, open, clock } = await createFirstVersion()
  first.close()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const opened = vi.spyOn(engine.indexedDB, 'open').mockImplementation(() => new EventTarget() as never)
  const { outbox, storage } = open()
  void outbox.read()
  await vi.waitFor(() => expect(opened).toHaveBeenCalled())
  clock.advance(1_000)
  expect(storage.state()).toBe('kept')
  clock.advance(10_000)
  expect(storage.state()).toBe('held-up')
})

test('LS-17 FC-32 an application that was rolled back loses nothing that a newer one has kept, and neither does that one', async () => {
  const { engine, first, open } = await createFirstVersion()
  first.close()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const earlier = open()
  await earlier.names.keep([{ userId, name: 'Ada' }])
  earlier.close()
  // A later version: a table and an index more, rows with fields that we do not know, a command that we do not know.
  const unknown = { id: uuid(9), order: 9, command: { kind: 'poll', id: uuid(9), question: 'Why?' } }
  const marked = { ...messages[0], pinned: true }
  const newer = await raw(engine, 30, (database) => {
    database.createObjectStore('shelves', { keyPath: 'id' }).put({ id: 1, book: 'A book' })
  })
  const writing = newer.transaction(['outbox', 'messages', 'drafts', 'versions'], 'readwrite')
  writing.objectStore('outbox').put(unknown)
  writing.objectStore('messages').put(marked)
  writing.objectStore('drafts').put({ roomId, text: 'a later thought', mood: 'calm' })
  writing.objectStore('versions').put({ key: `draft:${roomId}`, version: 0.75 })
  await new Promise((resolve) => writing.addEventListener('complete', resolve))
  newer.close()

  const rolledBack = open()
  expect(await rolledBack.outbox.read()).toEqual(queue)
  expect(await rolledBack.draft(roomId).read()).toBe('a later thought')
  expect((await rolledBack.room(roomId).read())?.messages.map(({ id }) => id)).toEqual(
    messages.map(({ id }) => id),
  )
  await rolledBack.outbox.change(() => [])
  await rolledBack.outbox.change((before) => send(before, 3))
  await rolledBack.room(roomId).change((log) => log && { ...log, target: 4 })
  await rolledBack.draft(roomId).change((text) => `${text}!`)
  expect(await rolledBack.names.read()).toEqual([{ userId, name: 'Ada' }])
  rolledBack.close()
  await expect(rolledBack.outbox.read()).rejects.toThrow('closed')

  const again = await raw(engine)
  expect(again.version).toBe(30)
  const reading = again.transaction(['outbox', 'shelves', 'drafts', 'messages'])
  const rows = (store: string) =>
    new Promise<unknown[]>((resolve) => {
      const all = reading.objectStore(store).getAll()
      all.addEventListener('success', () => resolve(all.result))
    })
  expect(await rows('outbox')).toEqual([expect.objectContaining({ id: uuid(3) }), unknown])
  expect(await rows('shelves')).toEqual([{ id: 1, book: 'A book' }])
  expect(await rows('drafts')).toEqual([{ roomId, text: 'a later thought!' }])
  expect(await rows('messages')).toContainEqual(marked)
  again.close()
})
