import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { turn } from '@/testing/pumped-wire'
import { roomId, send, uuid } from '../sync/local-store-contract'
import { openLocalStore } from './local-store'

test('TB-05 a frozen page begins no transaction, whatever other tabs write, and catches up when it goes on', async () => {
  const engine = { indexedDB: new IDBFactory(), IDBKeyRange }
  let thaw = () => {}
  let thawed = Promise.resolve()
  const open = (mayBegin?: () => Promise<void>) =>
    openLocalStore({ userId: uuid(4), onDefect: () => {}, engine, ...(mayBegin ? { mayBegin } : {}) })
  const [store, other] = [open(() => thawed), open()]
  await store.outbox.read()
  thawed = new Promise((resolve) => {
    thaw = resolve
  })
  const heard = new Promise<void>((resolve) => store.watch(() => resolve()))
  await other.outbox.change((queue) => send(queue, 1))
  const read = store.room(roomId).read()
  for (let n = 0; n < 20; n++) await turn()
  expect(store.outbox.current()).toEqual([])
  thaw()
  await heard
  expect(store.outbox.current()).toHaveLength(1)
  expect(await read).toBeUndefined()
  store.close()
  other.close()
})
