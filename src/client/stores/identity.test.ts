/** Becoming the user of a browser, and staying it. */
import { expect, test } from 'vitest'
import type { StateStorage } from 'zustand/middleware'
import type { Session } from '@/client/session/session'
import { ParleyError } from '@/contract/errors'
import { createIdentity } from './identity'
import { createUserStore } from './user-store'

function memoryStorage(rows = new Map<string, string>()): StateStorage {
  return {
    getItem: (key) => rows.get(key) ?? null,
    setItem: (key, value) => void rows.set(key, value),
    removeItem: (key) => void rows.delete(key),
  }
}

/** A browser and its server: `cookie` is whom the server knows, `names` are its profiles. */
function setUp(rows = new Map<string, string>()) {
  const server = { cookie: undefined as string | undefined, offline: false, names: new Map<string, string>() }
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
    reject: () => {},
    signOut: async () => {},
  }
  const users = createUserStore(memoryStorage(rows))
  const userId = () => server.cookie ?? ''
  const identity = createIdentity({
    session,
    users,
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
  return { server, users, identity, rows, state: () => users.getState() }
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
