/** Becoming the user of a browser, and staying it. */
import { expect, test, vi } from 'vitest'
import type { StateStorage } from 'zustand/middleware'
import type { Session } from '@/client/session/session'
import { ParleyError } from '@/contract/errors'
import { createIdentity } from './identity'
import { createUserStore, watchOtherTabs } from './user-store'

function memoryStorage(rows = new Map<string, string>()): StateStorage {
  return {
    getItem: (key) => rows.get(key) ?? null,
    setItem: (key, value) => void rows.set(key, value),
    removeItem: (key) => void rows.delete(key),
  }
}

/** A browser and its server: `cookie` is whom the server knows, `names` are its profiles. */
function setUp(rows = new Map<string, string>()) {
  const server = {
    cookie: undefined as string | undefined,
    offline: false,
    names: new Map<string, string>(),
    /** The name of the account whose cookie it is. */
    account: undefined as string | undefined,
  }
  /** Whose data the browser still has. */
  const kept = new Set<string>()
  /** Stands in for a page that ends there. */
  let crash = false
  const reach = () => {
    if (server.offline) throw new ParleyError('UNAVAILABLE')
  }
  const session: Session = {
    async ensureGuest() {
      reach()
      server.cookie ??= 'guest'
      return { userId: server.cookie }
    },
    async token() {
      reach()
      if (!server.cookie) throw new ParleyError('UNAUTHORIZED')
      return 'token'
    },
    tokenOf: async () => 'token',
    async who() {
      reach()
      if (!server.cookie) throw new ParleyError('UNAUTHORIZED')
      return { userId: server.cookie, name: server.account, isGuest: server.account === undefined }
    },
    reject: () => {},
    renew: () => {},
    startOver: () => {},
    async signOut() {
      reach()
      server.cookie = undefined
    },
  }
  const users = createUserStore(memoryStorage(rows))
  const userId = () => server.cookie ?? ''
  const identity = createIdentity({
    ...{ session, users },
    async erase(userId) {
      if (crash) await new Promise(() => {})
      kept.delete(userId)
    },
    profiles: {
      async me() {
        const name = server.names.get(userId())
        return name === undefined ? null : { userId: userId(), name }
      },
      async rename(name) {
        reach()
        server.names.set(userId(), name)
        return { userId: userId(), name }
      },
    },
  })
  return {
    ...{ server, users, identity, rows, kept, state: () => users.getState() },
    crashAtErasing() {
      crash = true
    },
  }
}

test('ID-30 nobody is made before somebody has picked a name', async () => {
  const { server, identity, state } = setUp()
  expect(state()).toMatchObject({ user: undefined, settled: false })
  await identity.restore()
  expect(state()).toMatchObject({ user: undefined, settled: true })
  expect(server.cookie).toBeUndefined()
  await identity.signIn('Ada')
  expect(state().user).toEqual({ userId: 'guest', name: 'Ada' })
})

test('ID-31 the user is there at once after a reload, offline too', async () => {
  const first = setUp()
  await first.identity.signIn('Ada')
  const second = setUp(first.rows)
  second.server.offline = true
  expect(second.state().user).toEqual({ userId: 'guest', name: 'Ada' })
  await second.identity.restore()
  expect(second.state()).toMatchObject({ user: { userId: 'guest', name: 'Ada' }, settled: true })
})

test('ID-31 with the storage wiped, the cookie is enough', async () => {
  const { server, identity, state } = setUp()
  server.cookie = 'guest'
  server.names.set('guest', 'Ada')
  await identity.restore()
  expect(state().user).toEqual({ userId: 'guest', name: 'Ada' })
})

test('ID-32 a stored user whose session is over stays, and is not replaced by a new guest', async () => {
  const first = setUp()
  await first.identity.signIn('Ada')
  const second = setUp(first.rows)
  await second.identity.restore()
  expect(second.state().user?.userId).toBe('guest')
  expect(second.server.cookie).toBeUndefined()
})

test('ID-32 when the cookie names somebody else, the page becomes theirs', async () => {
  const first = setUp()
  await first.identity.signIn('Ada')
  const second = setUp(first.rows)
  second.server.cookie = 'bob'
  second.server.names.set('bob', 'Bob')
  await second.identity.restore()
  expect(second.state().user).toEqual({ userId: 'bob', name: 'Bob' })
})

test('ID-33 a name that the server did not take stays as it was', async () => {
  const { server, identity, state } = setUp()
  await identity.signIn('Ada')
  server.offline = true
  await expect(identity.rename('Countess')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(state().user?.name).toBe('Ada')
})

test('ID-31 nonsense in the storage counts as nothing', () => {
  const rows = new Map([['parley-user', '{"state":{"user":{"userId":7}},"version":1}']])
  expect(setUp(rows).state().user).toBeUndefined()
  expect(setUp(new Map([['parley-user', 'not json']])).state().user).toBeUndefined()
})

/** Somebody with a name and data in this browser. */
async function settled(rows = new Map<string, string>()) {
  const place = setUp(rows)
  await place.identity.signIn('Ada')
  place.kept.add('guest')
  return place
}

test('ID-37 whoever signs out leaves nothing behind, and the next one begins anew', async () => {
  const { identity, kept, state, server, rows } = await settled()
  await identity.signOut()
  expect(kept).toEqual(new Set())
  expect(state()).toMatchObject({ user: undefined, leaving: undefined, settled: true })
  expect(server.cookie).toBeUndefined()
  expect([...rows.values()].join()).not.toMatch(/guest|Ada/)
})

test('ID-37 a sign-out that did not reach the server changes nothing, and neither does a wrong password', async () => {
  const { identity, kept, state, server } = await settled()
  server.offline = true
  await expect(identity.signOut()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  server.offline = false
  const wrongly = () => Promise.reject(new ParleyError('CREDENTIALS_WRONG'))
  await expect(identity.deleteAccount(wrongly)).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
  expect(state()).toMatchObject({ user: { userId: 'guest' }, leaving: undefined })
  expect(kept).toEqual(new Set(['guest']))
})

test('ID-37 a page that ends in the middle of a sign-out: the next one finishes it', async () => {
  const rows = new Map<string, string>()
  const place = await settled(rows)
  place.crashAtErasing()
  void place.identity.signOut()
  await new Promise(setImmediate)
  expect(place.kept).toEqual(new Set(['guest']))
  const next = setUp(rows)
  next.kept.add('guest')
  await next.identity.restore()
  expect(next.kept).toEqual(new Set())
  expect(next.state()).toMatchObject({ user: undefined, leaving: undefined, settled: true })
})

test('ID-37 a page that ends before the server heard of the sign-out: everything is as it was', async () => {
  const rows = new Map<string, string>()
  const place = await settled(rows)
  place.users.getState().setLeaving('guest')
  const next = setUp(rows)
  next.server.cookie = 'guest'
  next.server.names.set('guest', 'Ada')
  next.kept.add('guest')
  await next.identity.restore()
  expect(next.kept).toEqual(new Set(['guest']))
  expect(next.state()).toMatchObject({ user: { userId: 'guest', name: 'Ada' }, leaving: undefined })
})

test('ID-37 without a network nobody is forgotten, whatever was begun', async () => {
  const rows = new Map<string, string>()
  const place = await settled(rows)
  place.users.getState().setLeaving('guest')
  const next = setUp(rows)
  next.server.offline = true
  next.kept.add('guest')
  await next.identity.restore()
  expect(next.kept).toEqual(new Set(['guest']))
  expect(next.state()).toMatchObject({ user: { userId: 'guest' }, leaving: 'guest', settled: true })
})

test('ID-38 who signs in in the place of a guest is the user, and nothing of the guest stays', async () => {
  const { identity, kept, state, server } = await settled()
  identity.replaceGuest()
  server.cookie = 'bob'
  server.account = 'Bob'
  await identity.signedIn()
  expect(kept).toEqual(new Set())
  expect(state()).toMatchObject({ user: { userId: 'bob', name: 'Bob' }, leaving: undefined, settled: true })
})

test('ID-38 a guest who turned away from signing in goes on, with everything', async () => {
  const { identity, kept, state } = await settled()
  identity.replaceGuest()()
  await identity.restore()
  expect(kept).toEqual(new Set(['guest']))
  expect(state()).toMatchObject({ user: { userId: 'guest' }, leaving: undefined })
})

test('ID-38 a page that ends right after somebody signed in: the next one is theirs, and nothing of the guest stays', async () => {
  const rows = new Map<string, string>()
  const place = await settled(rows)
  place.identity.replaceGuest()
  const next = setUp(rows)
  next.server.cookie = 'bob'
  next.server.account = 'Bob'
  next.kept.add('guest')
  await next.identity.restore()
  expect(next.kept).toEqual(new Set())
  expect(next.state()).toMatchObject({ user: { userId: 'bob', name: 'Bob' }, leaving: undefined })
})

test('ID-38 after a session that ended by itself the same person goes on, and another one does not take what is theirs', async () => {
  const { identity, kept, state, server } = await settled()
  server.cookie = undefined
  await identity.restore()
  expect(state()).toMatchObject({ user: { userId: 'guest' } })
  server.cookie = 'bob'
  server.account = 'Bob'
  await identity.signedIn()
  expect(state()).toMatchObject({ user: { userId: 'bob' } })
  expect(kept).toEqual(new Set(['guest']))
})

test('ID-39 a tab reloads when another one signed out or in as somebody else, and follows a new name', async () => {
  const rows = new Map<string, string>()
  const place = await settled(rows)
  const events = new EventTarget()
  const other = createUserStore(memoryStorage(rows))
  const reload = vi.fn()
  watchOtherTabs(other, { events, reload })
  const tell = (key: string | null, newValue: string | null = 'new') =>
    events.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
  await place.identity.rename('Ada L.')
  tell('parley-user')
  expect(other.getState().user).toEqual({ userId: 'guest', name: 'Ada L.' })
  tell('something-else')
  rows.clear()
  tell(null, null)
  expect(rows.get('parley-user')).toContain('Ada L.')
  expect(reload).not.toHaveBeenCalled()
  await place.identity.signOut()
  tell('parley-user')
  expect(reload).toHaveBeenCalledTimes(1)
  expect(other.getState().user).toBeUndefined()
})
