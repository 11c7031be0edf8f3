/** Databases that an earlier version has made. Made here without any of our own code, as they lie in browsers. */
import Dexie from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
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
  return { engine, first, onDefect, open: () => openLocalStore({ userId, engine, onDefect }) }
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
