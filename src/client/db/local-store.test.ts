/** The local store in a browser's database, here an imitation in memory. */
import Dexie from 'dexie'
import { IDBDatabase, IDBFactory, IDBIndex, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { copyOf, describeLocalStore, message, roomId, send, uuid } from '../sync/local-store-contract'
import type { Queue } from '../sync/outbox-entry'
import { LocalDatabase } from './database'
import { openLocalStore } from './local-store'

const userId = uuid(4)

function createBrowser() {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange }
  const onDefect = vi.fn<(error: Error) => void>()
  return {
    ...{ engine, onDefect },
    open: (user = userId) => openLocalStore({ userId: user, onDefect, engine }),
    defects: () => onDefect.mock.calls.map(([{ message }]) => message),
    /** The tables, without anything that knows what they are for. */
    async raw<Result>(run: (database: Dexie) => Promise<Result>): Promise<Result> {
      const database = await new Dexie(`parley-${userId}`, engine).open()
      return run(database).finally(() => database.close())
    },
  }
}

const ids = (queue: Queue) => queue.map(({ command }) => command.id)

afterEach(() => void vi.restoreAllMocks())

describeLocalStore('Dexie', createBrowser)

test('LS-12 a command that cannot be read is neither sent nor deleted, and is told once', async () => {
  const { open, raw, defects } = createBrowser()
  const first = open()
  await first.outbox.change((queue) => [1, 2, 3].reduce(send, queue))
  await raw((database) => database.table('outbox').update(uuid(2), { 'command.kind': 'from the future' }))
  const { outbox } = open()
  expect(ids(await outbox.read())).toEqual([uuid(1), uuid(3)])
  await outbox.change(() => [])
  expect(ids(await open().outbox.read())).toEqual([])
  const left = await raw((database) => database.table('outbox').toArray())
  expect(left).toMatchObject([{ id: uuid(2), command: { kind: 'from the future', content: 'text 2' } }])
  expect(defects()[0]).toContain(uuid(2))
  await first.outbox.change((queue) => send(queue, 5))
  await vi.waitFor(() => expect(ids(outbox.current())).toEqual([uuid(5)]))
  // One for each of three tabs.
  expect(defects()).toHaveLength(3)
})

test('LS-12 a command that could not be read back is refused while its author still has it', async () => {
  const { open } = createBrowser()
  const { outbox } = open()
  await outbox.change((queue) => send(queue, 1))
  const broken = outbox.change((queue) => send(queue, 2).map((entry) => ({ ...entry, order: -1 })))
  await expect(broken).rejects.toThrow()
  expect(ids(outbox.current())).toEqual([uuid(1)])
  expect(await open().outbox.read()).toEqual(outbox.current())
})

test.each([
  ['a message of it', 'messages', uuid(1_002), { seq: 'two' }],
  ['the order of its messages', 'messages', uuid(1_002), { seq: 1 }],
  ['its cursor', 'cursors', roomId, { log: 7 }],
])(
  'LS-13 a room counts as not kept when %s cannot be read, and is replaced whole',
  async (_, table, key, fields) => {
    const { open, raw, defects } = createBrowser()
    await open()
      .room(roomId)
      .change(() => copyOf([message(1), message(2), message(3)]))
    await raw((database) => database.table(table).update(key, fields))
    const room = open().room(roomId)
    expect(await room.read()).toBeUndefined()
    await room.change(() => copyOf([message(3)], { generation: 2, floor: 3 }))
    expect(await open().room(roomId).read()).toEqual(copyOf([message(3)], { generation: 2, floor: 3 }))
    expect(defects()).toEqual([expect.stringContaining(`room ${roomId}`)])
  },
)

test('LS-27 of a copy with an unreadable message what is newer is shown, and the rest comes from the server', async () => {
  const { open, raw, defects } = createBrowser()
  await open()
    .room(roomId)
    .change(() =>
      copyOf(
        [1, 2, 3, 4, 5].map((seq) => message(seq)),
        { target: 7 },
      ),
    )
  await raw((database) => database.table('messages').update(uuid(1_002), { content: 5 }))
  const first = open().room(roomId)
  const log = await first.read()
  expect(log).toEqual(
    copyOf(
      [3, 4, 5].map((seq) => message(seq)),
      { floor: 3, generation: 2, target: 7 },
    ),
  )
  await first.change((before) => before && { ...before, target: 8 })
  // A page of older messages, and one that was read again as it lies there now.
  const older = await open().room(roomId).read()
  expect(older).toMatchObject({ floor: 3, generation: 2, cursor: 5, target: 8 })
  await first.change(
    (before) => before && { ...before, floor: 1, messages: [message(1), message(2), ...before.messages] },
  )
  expect((await open().room(roomId).read())?.messages).toHaveLength(5)
  expect(defects().every((text) => text.includes(`room ${roomId}`))).toBe(true)
})

test('LS-27 an unreadable message that nobody would see changes nothing', async () => {
  const { open, raw } = createBrowser()
  const copy = copyOf(
    [1, 2, 3].map((seq) => message(seq)),
    { floor: 2 },
  )
  await open()
    .room(roomId)
    .change(() => copy)
  await raw((database) => database.table('messages').update(uuid(1_001), { content: 5 }))
  expect(await open().room(roomId).read()).toEqual({ ...copy, messages: copy.messages.slice(1) })
})

test('LS-13 an unreadable room that is let go leaves nothing of itself', async () => {
  const { open, raw } = createBrowser()
  await open()
    .room(roomId)
    .change(() => copyOf([message(1), message(2)]))
  await raw((database) => database.table('cursors').update(roomId, { log: 7 }))
  await open()
    .room(roomId)
    .change(() => undefined)
  const left = await raw(async (database) => Promise.all(database.tables.map((table) => table.count())))
  expect(left.every((rows) => rows === 0)).toBe(true)
})

test('LS-13 a list of rooms or a draft that cannot be read counts as empty', async () => {
  const { open, raw, defects } = createBrowser()
  await open().heads.change(() => [])
  await open()
    .draft(roomId)
    .change(() => 'half a thought')
  await raw((database) => database.table('rooms').put({ roomId, name: 5 }))
  await raw((database) => database.table('drafts').update(roomId, { text: null }))
  const { heads, draft } = open()
  expect(await heads.read()).toBeUndefined()
  expect(await draft(roomId).read()).toBe('')
  expect(defects()).toHaveLength(2)
  await heads.change(() => [])
  expect(await open().heads.read()).toEqual([])
})

test('LS-03 a listener that throws is reported', async () => {
  const { open, onDefect } = createBrowser()
  const { watch, draft } = open()
  watch(() => {
    throw new Error('my own fault')
  })
  await draft(roomId).change(() => 'hello')
  expect(onDefect).toHaveBeenCalledTimes(1)
})

test('LS-03 a tab that once could not read what another has changed hears of the next change', async () => {
  const { open, engine } = createBrowser()
  const onDefect = vi.fn()
  let broken = false
  const { transaction } = IDBDatabase.prototype
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...of) {
    if (broken && of[1] === 'readonly') throw new Error('connection lost')
    return transaction.apply(this, of)
  })
  const [one, two] = [open(), openLocalStore({ userId, engine, onDefect })]
  await two.draft(roomId).read()
  broken = true
  await one.draft(roomId).change(() => 'hello')
  await vi.waitFor(() => expect(onDefect).toHaveBeenCalled())
  broken = false
  await one.draft(roomId).change(() => 'hello you')
  await vi.waitFor(() => expect(two.draft(roomId).current()).toBe('hello you'))
})

test('LS-06 a change that fails halfway leaves nothing of itself', async () => {
  const { open } = createBrowser()
  const { room } = open()
  const before = await room(roomId).change(() => copyOf([message(1)]))
  const broken = new DOMException('not this row', 'DataError')
  const { put } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
    if (this.name === 'cursors') throw broken
    return put.apply(this, row)
  })
  await expect(room(roomId).change(() => copyOf([message(1), message(2)]))).rejects.toThrow('not this row')
  expect(room(roomId).current()).toBe(before)
  vi.restoreAllMocks()
  expect(await open().room(roomId).read()).toEqual(before)
})

test('LS-14 a change reads and writes only what differs, however much there is', async () => {
  const { open } = createBrowser()
  const { outbox, room, heads } = open()
  const head = {
    roomId,
    name: 'A room',
    kind: 'public' as const,
    head: 3,
    epoch: 1,
    lastReadPosition: 2,
    unread: 1,
  }
  await outbox.change(() => Array.from({ length: 300 }, (_, n) => n + 1).reduce(send, []))
  await room(roomId).change(() => copyOf(Array.from({ length: 300 }, (_, n) => message(n + 1))))
  await heads.change(() => [head, { ...head, roomId: uuid(2) }])
  const written: string[] = []
  const { put } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (this.name !== 'versions') written.push(this.name)
    return put.call(this, value, key)
  })
  const read: string[] = []
  const { getAll } = IDBIndex.prototype
  vi.spyOn(IDBIndex.prototype, 'getAll').mockImplementation(function (this: IDBIndex, ...range) {
    read.push(this.name)
    return getAll.apply(this, range)
  })
  await outbox.change((queue) => send(queue, 301))
  await room(roomId).change((log) => log && copyOf([...log.messages, message(301)]))
  await heads.change(() => [
    { ...head, head: 4 },
    { ...head, roomId: uuid(2) },
  ])
  await heads.change(() => [
    { ...head, head: 4 },
    { ...head, roomId: uuid(2) },
  ])
  expect(written).toEqual(['outbox', 'messages', 'cursors', 'rooms'])
  const edited = (seq: number) => message(seq, { content: 'edited', changedSeq: 400 + seq })
  await room(roomId).change(
    (log) => log && { ...log, messages: log.messages.with(9, edited(10)).with(289, edited(290)) },
  )
  expect(written.slice(4)).toEqual(['messages', 'messages', 'cursors'])
  expect(read).toEqual([])
})

test('LS-11 a store that was closed while changes were pending holds the database no longer', async () => {
  const { open, engine } = createBrowser()
  const warned = vi.spyOn(console, 'warn')
  const { outbox, close } = open()
  const pending = outbox.change((queue) => send(queue, 1))
  close()
  await pending
  await new Dexie(`parley-${userId}`, engine).delete()
  expect(warned).not.toHaveBeenCalled()
})

test('LS-15 a tab lets go of the database for an upgrade, and goes on with it afterwards', async () => {
  const { open, engine } = createBrowser()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { outbox } = open()
  await outbox.change((queue) => send(queue, 1))
  const newer = new LocalDatabase(userId, engine, createFakeClock(), { heldUp: () => {}, taken: () => {} })
  newer.version(3).stores({ shelves: '&id' })
  await newer.open()
  expect(newer.verno).toBe(3)
  await outbox.change((queue) => send(queue, 2))
  newer.close()
  expect(ids(await open().outbox.read())).toEqual([uuid(1), uuid(2)])
})

test('LS-15 a database that was wiped under an open tab is empty for it, and takes new changes', async () => {
  const { open, engine } = createBrowser()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { outbox, draft } = open()
  await outbox.change((queue) => send(queue, 1))
  await draft(roomId).change(() => 'hello')
  await new Dexie(`parley-${userId}`, engine).delete()
  await outbox.change((queue) => send(queue, 2))
  expect(ids(outbox.current())).toEqual([uuid(2)])
  expect(draft(roomId).current()).toBe('')
})

test('LS-15 where the database cannot be had any more changes are refused, and work once it can', async () => {
  const { open, engine } = createBrowser()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { outbox, storage } = open()
  await outbox.change((queue) => send(queue, 1))
  const denied = new Error('storage is denied')
  vi.spyOn(engine.indexedDB, 'open').mockImplementation(() => {
    throw denied
  })
  // Whoever upgrades it makes this tab let go.
  const newer = engine.indexedDB.constructor.prototype.open.call(engine.indexedDB, `parley-${userId}`, 99)
  await new Promise((resolve) => newer.addEventListener('success', resolve))
  newer.result.close()
  await expect(outbox.read()).rejects.toThrow('denied')
  await expect(outbox.change((queue) => send(queue, 2))).rejects.toThrow('denied')
  expect(ids(outbox.current())).toEqual([uuid(1)])
  expect(storage.state()).toBe('kept')
  vi.mocked(engine.indexedDB.open).mockRestore()
  await outbox.change((queue) => send(queue, 3))
  expect(ids(outbox.current())).toEqual([uuid(1), uuid(3)])
})

test('LS-13 a name that cannot be read counts as not kept, is told once, and is replaced by the next', async () => {
  const { open, raw, defects } = createBrowser()
  const ada = { userId: uuid(7), name: 'Ada' }
  await open().names.keep([ada, { userId: uuid(8), name: 'Bob' }, { userId: uuid(9), name: 'Cem' }])
  await raw((database) => database.table('names').update(uuid(8), { name: 8 }))
  // The last one: what comes after it needs an order all the same.
  await raw((database) => database.table('names').update(uuid(9), { order: 'later' }))
  const { names } = open()
  expect(await names.read()).toEqual([ada])
  expect(defects()).toHaveLength(1)
  await names.keep([
    { userId: uuid(8), name: 'Bob' },
    { userId: uuid(9), name: 'Cem' },
  ])
  expect(await open().names.read()).toHaveLength(3)
})
