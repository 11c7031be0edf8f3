/** A browser without space: what goes, what stays, and what somebody who reads and writes notices of it. */
import Dexie from 'dexie'
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { StorageFullError } from '../sync/local-store'
import { copyOf, message, roomId, send, uuid } from '../sync/local-store-contract'
import { checked } from '../sync/room-log'
import { openLocalStore } from './local-store'
import { isFull, isLost } from './storage-errors'

const userId = uuid(4)
const [busy, quiet] = [uuid(2), uuid(3)]
const full = () =>
  new DOMException('The current transaction exceeded its quota limitations.', 'QuotaExceededError')

/**
 * Counts rows. What is deleted makes space at once, or, as in Chromium, only for the next transaction.
 *
 * @param soft at once
 */
function limitRows({ soft = false } = {}) {
  const limit = { most: Number.POSITIVE_INFINITY, rows: 0 }
  const known = new Set<string>()
  const added = new Map<IDBTransaction, number>()
  const rowOf = (store: IDBObjectStore, key: unknown) => `${store.name} ${String(key)}`

  function undoOnAbort({ transaction }: IDBObjectStore) {
    if (added.has(transaction)) return
    const before = [...known]
    added.set(transaction, known.size)
    transaction.addEventListener('abort', () => {
      known.clear()
      for (const row of before) known.add(row)
    })
    const remember = () => {
      limit.rows = known.size
    }
    transaction.addEventListener('complete', remember)
    transaction.addEventListener('abort', remember)
  }

  const { put, delete: remove } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    undoOnAbort(this)
    const row = rowOf(this, value[String(this.keyPath)])
    const used = soft ? known.size : (added.get(this.transaction) ?? 0)
    // A browser counts every row that is written, also one that was there.
    if (used + 1 > limit.most) throw full()
    known.add(row)
    if (!soft) added.set(this.transaction, used + 1)
    return put.call(this, value, key)
  })
  vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
    undoOnAbort(this)
    known.delete(rowOf(this, key))
    return remove.call(this, key)
  })
  return limit
}

const range = (count: number, room: string, from = 1) =>
  Array.from({ length: count }, (_, n) =>
    message(from + n, { id: uuid(Number(room.at(-1)) * 10_000 + from + n), roomId: room }),
  )

function createTab(
  engine = { indexedDB: new IDBFactory(), IDBKeyRange },
  shown: readonly string[] = [roomId],
) {
  const onDefect = vi.fn<(error: Error) => void>()
  const isShown = (room: string) => shown.includes(room)
  const open = (others = isShown) => openLocalStore({ userId, onDefect, engine, isShown: others })
  return { engine, onDefect, open, store: open() }
}

/** Three rooms, of which the first is shown. */
async function fill({ store }: ReturnType<typeof createTab>) {
  await store.room(roomId).change(() => copyOf(range(100, roomId)))
  await store.room(busy).change(() => copyOf(range(400, busy), { roomId: busy }))
  await store.room(quiet).change(() => copyOf(range(60, quiet), { roomId: quiet }))
}

const sizes = ({ store }: ReturnType<typeof createTab>) =>
  [roomId, busy, quiet].map((room) => store.room(room).current()?.messages.length)

async function sizesOnDisk(tab: ReturnType<typeof createTab>) {
  const other = tab.open()
  const rooms = await Promise.all([roomId, busy, quiet].map((room) => other.room(room).read()))
  other.close()
  for (const room of rooms) if (room) checked(room)
  return rooms.map((room) => room?.messages.length)
}

afterEach(() => void vi.restoreAllMocks())

test('LS-22 FC-29 where there is no space the oldest messages of rooms that nobody shows go, and what was written is kept', async () => {
  const limit = limitRows({ soft: true })
  const tab = createTab()
  await fill(tab)
  limit.most = limit.rows
  await tab.store.outbox.change((queue) => send(queue, 1))
  expect(sizes(tab)).toEqual([100, 200, 60])
  expect(await sizesOnDisk(tab)).toEqual([100, 200, 60])
  const trimmed = tab.store.room(busy).current()
  expect(trimmed).toMatchObject({ floor: 201, cursor: 400, generation: 2 })
  expect(tab.store.storage.state()).toBe('kept')
  for (let n = 2; n <= 400; n += 1) await tab.store.outbox.change((queue) => send(queue, n))
  expect(await tab.open().outbox.read()).toHaveLength(400)
  expect(tab.store.outbox.current()).toHaveLength(400)
  // What is shown is still shown.
  expect(sizes(tab)[0]).toBe(100)
  expect(tab.onDefect).not.toHaveBeenCalled()
})

test('LS-22 FC-29 on a disk where not even a shorter copy can be written whole copies go, and this tab still has them', async () => {
  const limit = limitRows()
  const tab = createTab()
  await fill(tab)
  limit.most = limit.rows
  await tab.store.draft(roomId).change(() => 'half a thought')
  expect(await sizesOnDisk(tab)).toEqual([100, undefined, undefined])
  expect(sizes(tab)).toEqual([100, 50, 50])
  expect(await tab.open().draft(roomId).read()).toBe('half a thought')
  // Nothing of them is left on disk but how far they came, and with space they are kept again.
  await tab.store.room(busy).change((log) => log && { ...log, target: 401 })
  expect((await sizesOnDisk(tab))[1]).toBe(50)
})

test('LS-22 FC-29 copies that are shown go from the disk last, and only for what nobody else has', async () => {
  const limit = limitRows()
  const tab = createTab()
  await fill(tab)
  limit.most = 20
  await tab.store.outbox.change((queue) => send(queue, 1))
  expect(await sizesOnDisk(tab)).toEqual([undefined, undefined, undefined])
  expect(sizes(tab)).toEqual([100, 50, 50])
  expect(await tab.open().outbox.read()).toHaveLength(1)
})

test('LS-23 FC-29 with nothing left to go what is written is refused, and the storage says that it is full until it is not', async () => {
  const limit = limitRows()
  const tab = createTab()
  await fill(tab)
  await tab.store.outbox.change((queue) => send(queue, 1))
  const told = vi.fn()
  tab.store.storage.subscribe(told)
  limit.most = 0
  await expect(tab.store.outbox.change((queue) => send(queue, 2))).rejects.toThrow(StorageFullError)
  expect(tab.store.outbox.current()).toHaveLength(1)
  expect(tab.store.storage.state()).toBe('full')
  limit.most = Number.POSITIVE_INFINITY
  await tab.store.draft(roomId).change(() => 'half a thought')
  expect(tab.store.storage.state()).toBe('full')
  await tab.store.outbox.change((queue) => send(queue, 3))
  expect(tab.store.storage.state()).toBe('kept')
  expect(told).toHaveBeenCalledTimes(2)
  expect(await tab.open().outbox.read()).toHaveLength(2)
})

test('UI-21 a draft that was refused and is given up is no reason to go on saying that the storage is full', async () => {
  const limit = limitRows()
  const tab = createTab()
  await fill(tab)
  limit.most = 0
  await expect(tab.store.draft(roomId).change(() => 'too much')).rejects.toThrow(StorageFullError)
  expect(tab.store.storage.state()).toBe('full')
  limit.most = Number.POSITIVE_INFINITY
  await tab.store.draft(roomId).change(() => '')
  expect(tab.store.storage.state()).toBe('kept')
})

test('LS-23 FC-29 messages that come are shown also where there is no space for them, and are kept when there is', async () => {
  const limit = limitRows()
  const tab = createTab()
  await fill(tab)
  limit.most = 0
  const told = vi.fn()
  tab.store.watch(told)
  for (const [room, last] of [
    [roomId, 100],
    [quiet, 60],
  ] as const) {
    for (const more of [1, 2]) {
      const next = range(1, room, last + more)
      await tab.store.room(room).change(
        (log) =>
          log &&
          copyOf([...log.messages, ...next], {
            ...log,
            cursor: last + more,
            target: last + more,
            messages: [...log.messages, ...next],
          }),
      )
    }
  }
  expect(sizes(tab)[0]).toBe(102)
  expect(told).toHaveBeenCalled()
  expect(tab.store.storage.state()).toBe('full')
  limit.most = Number.POSITIVE_INFINITY
  // A copy that nobody shows took no other's place.
  expect(sizes(tab)[2]).toBe(52)
  const log = tab.store.room(roomId).current()
  await tab.store.room(roomId).change((same) => same)
  await tab.store.room(quiet).change((same) => same)
  expect(tab.store.room(roomId).current()).toBe(log)
  expect(tab.store.storage.state()).toBe('full')
  await tab.store.room(quiet).change((room) => room && { ...room, target: 63 })
  expect(tab.store.storage.state()).toBe('kept')
  expect(await tab.open().room(roomId).read()).toEqual(log)
})

test('LS-23 FC-29 the copy of a room that nobody shows takes no other’s place', async () => {
  const limit = limitRows()
  const tab = createTab()
  await fill(tab)
  limit.most = limit.rows
  const next = range(1, quiet, 61)
  await tab.store
    .room(quiet)
    .change((log) => log && { ...log, cursor: 61, target: 61, messages: [...log.messages, ...next] })
  expect(sizes(tab)).toEqual([100, 400, 61])
  expect(await sizesOnDisk(tab)).toEqual([100, 400, 60])
})

test('LS-23 a tab goes on with what it holds while another makes space, and is never behind what it has shown', async () => {
  const limit = limitRows()
  const tab = createTab()
  await fill(tab)
  const other = tab.open(() => false)
  await other.room(roomId).read()
  await tab.store.outbox.read()
  limit.most = 20
  await other.outbox.change((queue) => send(queue, 1))
  await vi.waitFor(() => expect(tab.store.outbox.current()).toHaveLength(1))
  expect(sizes(tab)[0]).toBe(100)
  limit.most = 0
  const next = range(1, roomId, 101)
  await tab.store
    .room(roomId)
    .change((log) => log && { ...log, cursor: 101, target: 101, messages: [...log.messages, ...next] })
  limit.most = Number.POSITIVE_INFINITY
  // The other one has less, and writes it.
  await other.room(roomId).change((log) => log && { ...log, target: 102 })
  await vi.waitFor(() => expect(tab.store.room(roomId).current()?.target).toBe(102))
  expect(tab.store.room(roomId).current()).toMatchObject({ cursor: 101, target: 102 })
  await tab.store.room(roomId).change((same) => same)
  expect(await tab.open().room(roomId).read()).toEqual(tab.store.room(roomId).current())
})

test('LS-23 a room that is left is gone also where its copy had to go for want of space', async () => {
  const limit = limitRows()
  const tab = createTab()
  await fill(tab)
  limit.most = 20
  await tab.store.outbox.change((queue) => send(queue, 1))
  await tab.store.room(busy).change(() => undefined)
  expect(tab.store.room(busy).current()).toBeUndefined()
  const database = await new Dexie(`parley-${userId}`, tab.engine).open()
  expect(await database.table('cursors').get(busy)).toBeUndefined()
  database.close()
})

test('LS-22 that there is no space is seen through what Dexie makes of it', () => {
  const bulk = Object.assign(new Error('1 of 2 operations failed'), { name: 'BulkError', failures: [full()] })
  expect(isFull(new Dexie.AbortError('Transaction aborted', full()))).toBe(true)
  expect(isFull(bulk)).toBe(true)
  expect(isFull(new Dexie.AbortError())).toBe(false)
  expect([isLost(new Dexie.AbortError('Transaction aborted', full())), isLost(bulk)]).toEqual([false, false])
  expect(isLost(new Dexie.AbortError())).toBe(true)
  expect([isFull(undefined), isLost('lost')]).toEqual([false, false])
})
