/** A browser that loses the connection to its own database, as WebKit does when it ends the process that serves it. */
import {
  forceCloseDatabase,
  IDBDatabase,
  IDBFactory,
  IDBIndex,
  IDBKeyRange,
  IDBObjectStore,
} from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { copyOf, message, roomId, send, uuid } from '../sync/local-store-contract'
import { openLocalStore } from './local-store'

const userId = uuid(4)

function createBrowser() {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange }
  const onDefect = vi.fn<(error: Error) => void>()
  const clock = createFakeClock()
  const open = () => openLocalStore({ userId, onDefect, engine, clock })
  /** Lets the waits between tries pass while this goes on. */
  async function whileWaiting<Result>(work: Promise<Result>): Promise<Result> {
    let over = false
    const ended = work.finally(() => {
      over = true
    })
    ended.catch(() => {})
    while (!over) {
      clock.advance(1_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return ended
  }
  return { ...{ engine, onDefect, clock, open, whileWaiting } }
}

const unknown = () =>
  new DOMException(
    'Connection to Indexed Database server lost. Refresh the page to try again',
    'UnknownError',
  )
const closing = () => new DOMException('The database connection is closing.', 'InvalidStateError')

/** Dexie binds what begins a transaction when it opens: it is replaced before that, and does as it always does. */
let begun: (transaction: IDBTransaction) => void = () => {}
let connection: IDBDatabase | undefined

beforeEach(() => {
  const { transaction } = IDBDatabase.prototype
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...of) {
    connection = this
    const opened = transaction.apply(this, of)
    begun(opened)
    return opened
  })
})

afterEach(() => {
  begun = () => {}
  vi.restoreAllMocks()
})

/** The next transactions that write cannot begin. */
function failTransactions(times: number, error: () => Error) {
  let left = times
  begun = ({ mode }) => {
    if (mode === 'readwrite' && left-- > 0) throw error()
  }
}

/** As "clear site data" and a WebKit without its process do it. */
function forceClose(database: IDBDatabase | undefined) {
  forceCloseDatabase(database as never)
}

test.each([
  ['is lost', unknown],
  ['is closing', closing],
])('LS-21 FC-28 a connection that %s when a change begins is opened again', async (_, error) => {
  const { open, whileWaiting } = createBrowser()
  failTransactions(2, error)
  const { outbox } = open()
  await whileWaiting(outbox.change((queue) => send(queue, 1)))
  await whileWaiting(outbox.change((queue) => send(queue, 2)))
  expect((await open().outbox.read()).map(({ command }) => command.id)).toEqual([uuid(1), uuid(2)])
})

test('LS-21 FC-28 a connection that is lost in the middle of a change loses nothing and doubles nothing', async () => {
  const { open, whileWaiting } = createBrowser()
  const { outbox, draft } = open()
  await outbox.change((queue) => send(queue, 1))
  const { put } = IDBObjectStore.prototype
  let cut = false
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
    const request = put.apply(this, row)
    if (this.name === 'outbox' && !cut) {
      cut = true
      // As browsers do it: everything under way ends, and then the connection says that it is closed.
      this.transaction.abort()
      forceClose(this.transaction.db)
    }
    return request
  })
  const changes = [outbox.change((queue) => send(queue, 2)), draft(roomId).change((text) => `${text}x`)]
  await whileWaiting(Promise.all(changes))
  expect(cut).toBe(true)
  const second = open()
  expect((await second.outbox.read()).map(({ command }) => command.id)).toEqual([uuid(1), uuid(2)])
  expect(await second.draft(roomId).read()).toBe('x')
})

test('LS-21 FC-28 a change that came through before the word of it was lost is not made twice', async () => {
  const { open, whileWaiting } = createBrowser()
  const { draft } = open()
  await draft(roomId).change(() => 'a')
  let cut = false
  begun = (transaction) => {
    if (transaction.mode !== 'readwrite' || cut) return
    cut = true
    // It is complete, but what is heard of it is an end.
    transaction.addEventListener('complete', (event: Event) => {
      event.stopImmediatePropagation()
      transaction.onabort?.(event)
    })
  }
  await whileWaiting(draft(roomId).change((text) => `${text}b`))
  expect(cut).toBe(true)
  expect(draft(roomId).current()).toBe('ab')
  expect(await open().draft(roomId).read()).toBe('ab')
})

test('LS-21 FC-28 a copy whose reading was cut short is read again, and counts as readable', async () => {
  const { open, whileWaiting, onDefect } = createBrowser()
  await open()
    .room(roomId)
    .change(() => copyOf([message(1)]))
  const { getAll } = IDBIndex.prototype
  let cut = false
  vi.spyOn(IDBIndex.prototype, 'getAll').mockImplementation(function (this: IDBIndex, ...range) {
    if (this.name !== '[roomId+seq]' || cut) return getAll.apply(this, range)
    cut = true
    throw unknown()
  })
  expect(await whileWaiting(open().room(roomId).read())).toEqual(copyOf([message(1)]))
  expect(cut).toBe(true)
  expect(onDefect).not.toHaveBeenCalled()
})

test('LS-21 FC-28 a connection that stays lost refuses the change, and works again when it is back', async () => {
  const { open, whileWaiting, clock } = createBrowser()
  const { outbox } = open()
  await outbox.change((queue) => send(queue, 1))
  failTransactions(Number.POSITIVE_INFINITY, unknown)
  await expect(whileWaiting(outbox.change((queue) => send(queue, 2)))).rejects.toThrow('server lost')
  expect(outbox.current()).toHaveLength(1)
  expect(clock.pending()).toBe(0)
  begun = () => {}
  await outbox.change((queue) => send(queue, 3))
  expect((await open().outbox.read()).map(({ command }) => command.id)).toEqual([uuid(1), uuid(3)])
})

test('LS-21 FC-31 what is shown follows a database that was wiped under the page, without any change', async () => {
  const { open, engine } = createBrowser()
  const { draft, watch } = open()
  await draft(roomId).change(() => 'half a thought')
  const told = vi.fn()
  watch(told)
  // Also what follows a change has come to its end.
  for (let read = 0; read < 3; read += 1) await draft(roomId).read()
  // "Clear site data" closes every connection and deletes what they were to.
  forceClose(connection)
  await new Promise((resolve) => {
    engine.indexedDB.deleteDatabase(`parley-${userId}`).onsuccess = resolve
  })
  await vi.waitFor(() => expect(draft(roomId).current()).toBe(''))
  expect(told).toHaveBeenCalledTimes(1)
})

test('LS-21 FC-28 nor is it made twice where another tab has changed something in between', () => {
  const queue = [1, 2].reduce(send, [])
  expect(send(queue, 1)).toBe(queue)
})
