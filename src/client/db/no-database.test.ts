/** A browser that lets nobody keep anything: private windows of some, forbidden or broken storage. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, expect, test, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { turn } from '@/testing/pumped-wire'
import { copyOf, message, roomId, send, uuid } from '../sync/local-store-contract'
import type { StorageEngine } from './database'
import { openLocalStore } from './local-store'

const userId = uuid(4)

function createBrowser(openDatabase: () => IDBOpenDBRequest) {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange }
  vi.spyOn(engine.indexedDB, 'open').mockImplementation(openDatabase)
  const onDefect = vi.fn<(error: Error) => void>()
  const clock = createFakeClock()
  return { engine, onDefect, clock, store: openLocalStore({ userId, onDefect, engine, clock }) }
}

afterEach(() => void vi.restoreAllMocks())

const denied = (name: string) => () => {
  throw new DOMException('The user denied permission to access the database.', name)
}

test.each(['SecurityError', 'InvalidStateError', 'UnknownError'])(
  'LS-24 FC-30 where the database cannot be opened (%s) everything works for as long as the page',
  async (name) => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { store, clock, onDefect } = createBrowser(denied(name))
    const told = vi.fn()
    store.storage.subscribe(told)
    const shown = vi.fn()
    store.watch(shown)
    const work = Promise.all([
      store.outbox.read(),
      store.outbox.change((queue) => send(queue, 1)),
      store.room(roomId).change(() => copyOf([message(1)])),
      store.draft(roomId).change(() => 'half a thought'),
      store.heads.change(() => []),
      store.names.keep([{ userId, name: 'Ada' }]),
    ])
    let over = false
    void work.finally(() => {
      over = true
    })
    while (!over) {
      clock.advance(1_000)
      await turn()
    }
    await work
    expect(store.storage.state()).toBe('memory')
    expect(told).toHaveBeenCalledTimes(1)
    expect(store.outbox.current()).toHaveLength(1)
    expect(store.room(roomId).current()).toEqual(copyOf([message(1)]))
    expect(await store.draft(roomId).read()).toBe('half a thought')
    expect(await store.heads.read()).toEqual([])
    expect(await store.names.read()).toEqual([])
    expect(shown).toHaveBeenCalledTimes(4)
    const same = store.outbox.current()
    await store.outbox.change((queue) => queue)
    expect(store.outbox.current()).toBe(same)
    expect(shown).toHaveBeenCalledTimes(4)
    await expect(
      store.outbox.change(() => {
        throw new Error('thought better of it')
      }),
    ).rejects.toThrow('better')
    expect(store.outbox.current()).toBe(same)
    expect(onDefect).not.toHaveBeenCalled()
    expect(clock.pending()).toBe(0)
  },
)

test('LS-24 FC-30 a browser without any database works for as long as the page', async () => {
  const engine = {} as StorageEngine
  const store = openLocalStore({ userId, onDefect: vi.fn(), engine: { ...engine, indexedDB: null as never } })
  await store.outbox.change((queue) => send(queue, 1))
  expect(store.outbox.current()).toHaveLength(1)
  expect(store.storage.state()).toBe('memory')
})

test('LS-24 a failure that passes at the very first start is no reason to keep nothing', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { store, engine, clock } = createBrowser(denied('UnknownError'))
  const writing = store.outbox.change((queue) => send(queue, 1))
  await vi.waitFor(() => expect(clock.pending()).toBe(1))
  vi.mocked(engine.indexedDB.open).mockRestore()
  clock.advance(1_000)
  await writing
  expect(store.storage.state()).toBe('kept')
  const second = openLocalStore({ userId, onDefect: vi.fn(), engine })
  expect(await second.outbox.read()).toHaveLength(1)
})
