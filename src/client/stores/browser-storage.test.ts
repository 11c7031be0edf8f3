import { expect, test, vi } from 'vitest'
import { createBrowserStorage } from './browser-storage'

function setUp({ persisted = false, session = new Map<string, string>() } = {}) {
  const persist = vi.fn(async () => true)
  const manager = {
    ...{ persist, persisted: async () => persisted },
    estimate: async () => ({ usage: 12_000_000, quota: 60_000_000 }),
  }
  const storage = createBrowserStorage({
    ...{ manager: () => manager as unknown as StorageManager, isSecure: () => true },
    session: {
      getItem: (key) => session.get(key) ?? null,
      setItem: (key, value) => void session.set(key, value),
    },
  })
  return { storage, persist, session, manager }
}

test('LS-28 the browser is asked to keep what is stored once in a session, also across reloads', async () => {
  const { storage, persist, session } = setUp()
  expect(persist).not.toHaveBeenCalled()
  await Promise.all([storage.askToPersist(), storage.askToPersist()])
  await storage.askToPersist()
  expect(persist).toHaveBeenCalledTimes(1)
  const reloaded = setUp({ session })
  await reloaded.storage.askToPersist()
  expect(reloaded.persist).not.toHaveBeenCalled()
})

test('LS-28 a browser that keeps it already is not asked', async () => {
  const { storage, persist } = setUp({ persisted: true })
  await storage.askToPersist()
  expect(persist).not.toHaveBeenCalled()
  expect(await storage.facts()).toEqual({
    ...{ used: 12_000_000, quota: 60_000_000, isPersistent: true, isSecure: true },
  })
})

test('LS-28 a browser that refuses, or forbids, or knows nothing of it, is no hindrance', async () => {
  const refusing = setUp()
  refusing.persist.mockRejectedValue(new Error('no'))
  await refusing.storage.askToPersist()
  const forbid = () => {
    throw new Error('forbidden')
  }
  const session = { getItem: forbid, setItem: forbid }
  const manager = refusing.manager as unknown as StorageManager
  await createBrowserStorage({ manager: () => manager, isSecure: () => true, session }).askToPersist()
  const none = createBrowserStorage({ manager: () => undefined, isSecure: () => false, session })
  await none.askToPersist()
  expect(await none.facts()).toEqual({
    ...{ used: undefined, quota: undefined, isPersistent: undefined, isSecure: false },
  })
})
