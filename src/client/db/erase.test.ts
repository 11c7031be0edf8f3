/** What somebody leaves, and that nothing stays of it. */
import Dexie from 'dexie'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import type { Clock } from '../sync/clock'
import { copyOf, message, roomId, send, uuid } from '../sync/local-store-contract'
import { openLocalStore } from './local-store'

const userId = uuid(4)

function createBrowser() {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange }
  const onDefect = vi.fn<(error: Error) => void>()
  return {
    engine,
    open: () => openLocalStore({ userId, onDefect, engine }),
    names: async () => (await engine.indexedDB.databases()).map(({ name }) => name),
  }
}

async function filled(open: ReturnType<typeof createBrowser>['open']) {
  const store = open()
  await store.outbox.change((queue) => [1, 2, 3].reduce(send, queue))
  await store.outbox.change((queue) =>
    queue.map((entry, n) => ({
      ...entry,
      state:
        n === 0
          ? { is: 'acked' as const, log: uuid(9), position: 1 }
          : n === 1
            ? { is: 'parked' as const, code: 'FORBIDDEN' as const, unclear: false }
            : entry.state,
    })),
  )
  await store.draft(roomId).change(() => 'half')
  await store.draft(uuid(77)).change(() => '  ')
  await store.room(roomId).change(() => copyOf([message(1)]))
  return store
}

test('LS-42 what the server does not have is told, whoever wrote it in whichever tab: neither less nor more', async () => {
  const { open } = createBrowser()
  await filled(open)
  const { waiting, texts } = await open().unsent()
  expect(waiting).toBe(1)
  expect(texts).toEqual([
    { roomId, what: 'refused', text: 'text 2' },
    { roomId, what: 'waiting', text: 'text 3' },
    { roomId, what: 'draft', text: 'half' },
  ])
})

test('LS-42 where nothing can be kept it is told from memory', async () => {
  const engine = {
    indexedDB: {
      open: () => {
        throw new DOMException('no', 'SecurityError')
      },
    } as unknown as IDBFactory,
    IDBKeyRange,
  }
  const store = openLocalStore({ userId, onDefect: () => {}, engine })
  await store.outbox.change((queue) => send(queue, 1))
  await store.draft(roomId).change(() => 'half')
  expect(await store.unsent()).toMatchObject({ waiting: 1, texts: [{ what: 'waiting' }, { text: 'half' }] })
  await store.erase()
})

test('LS-43 an erased database is gone, with what was being written at that moment', async () => {
  const { open, names } = createBrowser()
  const store = await filled(open)
  const writing = store.draft(roomId).change(() => 'at the last moment')
  await store.erase()
  await writing
  expect(await names()).toEqual([])
  await expect(store.draft(roomId).change(() => 'afterwards')).rejects.toThrow()
  expect(await names()).toEqual([])
})

test('LS-43 two tabs that erase it at the same moment both come to an end, and it is gone', async () => {
  const { open, names } = createBrowser()
  const stores = [await filled(open), open()]
  await stores[1]?.draft(roomId).read()
  await Promise.all(stores.map((store) => store.erase()))
  expect(await names()).toEqual([])
})

test('LS-43 what another tab holds on to is empty, and goes with it', async () => {
  const { engine, open } = createBrowser()
  const store = await filled(open)
  const held = await new Dexie(`parley-${userId}`, engine).open()
  held.on('versionchange', () => false)
  const erased = store.erase()
  await vi.waitFor(async () => {
    for (const table of held.tables) expect([table.name, await table.count()]).toEqual([table.name, 0])
  })
  held.close()
  await erased
})

test('LS-43 another tab that has not heard of it yet does not make it again at once', async () => {
  const { engine, open, names } = createBrowser()
  const store = await filled(open)
  const timers: { delay: number; run: () => void }[] = []
  const clock: Clock = {
    now: () => Date.now(),
    after(delay, run) {
      const timer = { delay, run }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
  }
  const other = openLocalStore({ userId, onDefect: () => {}, engine, clock })
  expect(await other.draft(roomId).read()).toBe('half')
  await store.erase()
  const reading = other.draft(uuid(77)).read()
  for (let n = 0; n < 20; n++) await new Promise(setImmediate)
  expect(await names()).toEqual([])
  const [wait] = timers.filter(({ delay }) => delay === 1_000)
  wait?.run()
  expect(await reading).toBe('')
  expect(await names()).toHaveLength(1)
})
