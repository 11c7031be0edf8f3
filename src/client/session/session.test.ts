import { expect, test } from 'vitest'
import { createAuthCalls } from './auth-calls'
import { createIdentityClient } from './identity-client'
import { createSession } from './session'

const ada = '0198f1a0-0000-7000-8000-00000000000a'
const bob = '0198f1a0-0000-7000-8000-00000000000b'

/** A server in memory: one cookie jar, tokens that say who and when, and a way to be replaced by something else. */
function createPlace() {
  const place = {
    cookie: undefined as string | undefined,
    serverNow: 1_700_000_000,
    calls: [] as string[],
    guests: [ada, bob],
    /** Answers instead of the server. */
    instead: undefined as ((path: string) => Promise<Response>) | undefined,
    now: 5_000_000,
  }
  const json = (status: number, body: object) => new Response(JSON.stringify(body), { status })

  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const path = String(input).replace('http://parley.test/api/auth/', '')
    place.calls.push(`${init?.method} ${path}`)
    if (place.instead) return place.instead(path)
    if (path === 'sign-out') place.cookie = undefined
    if (path === 'sign-in/anonymous') {
      const { cookie } = place
      await Promise.resolve()
      if (cookie) return json(400, { code: 'BAD_REQUEST', message: '' })
      place.cookie = place.guests.shift()
    }
    if (path !== 'token') return json(200, { success: true })
    if (!place.cookie) return json(401, { code: 'UNAUTHORIZED', message: '' })
    const claims = {
      sub: place.cookie,
      iat: place.serverNow,
      exp: place.serverNow + 300,
      call: place.calls.length,
    }
    return json(200, { token: `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s` })
  }

  let last: Promise<unknown> = Promise.resolve()
  const lock = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  const open = () => {
    const client = createIdentityClient(createAuthCalls({ baseUrl: 'http://parley.test', fetch }))
    return createSession({ client, clock: { now: () => place.now }, lock })
  }
  return { place, open, session: open() }
}

test('ID-36 a token is handed out for its own user alone, also when the first one that comes is another user’s', async () => {
  const { session, place } = createPlace()
  place.cookie = bob
  await expect(session.tokenOf(ada)).rejects.toMatchObject({ code: 'WRONG_USER' })
  expect(await session.tokenOf(bob)).toBe(await session.token())
})

test('ID-20 the first visit makes a guest, the second one finds it again', async () => {
  const { session, open, place } = createPlace()
  expect(await session.ensureGuest()).toEqual({ userId: ada })
  expect(await open().ensureGuest()).toEqual({ userId: ada })
  expect(place.calls.filter((call) => call.startsWith('POST'))).toEqual(['POST sign-in/anonymous'])
})

test('ID-20 two tabs that open together become one guest', async () => {
  const { session, open, place } = createPlace()
  const [one, two] = await Promise.all([session.ensureGuest(), open().ensureGuest()])
  expect(one).toEqual(two)
  expect(place.guests).toEqual([bob])
})

test('ID-20 a guest that another tab made meanwhile is taken over', async () => {
  const { session, place } = createPlace()
  place.instead = async (path) => {
    if (path !== 'token') throw new Error(path)
    place.instead = undefined
    place.cookie = bob
    return new Response('{"code":"UNAUTHORIZED","message":""}', { status: 401 })
  }
  expect(await session.ensureGuest()).toEqual({ userId: bob })
})

test('ID-21 a token is kept until shortly before its end, by its length rather than by the clock', async () => {
  const { session, place } = createPlace()
  await session.ensureGuest()
  const first = await session.token()
  place.now += 269_000
  expect(await session.token()).toBe(first)
  place.now += 1_000
  expect(await session.token()).not.toBe(first)
})

test('ID-21 everybody who needs a token at the same moment shares one request', async () => {
  const { session, place } = createPlace()
  await session.ensureGuest()
  place.now += 300_000
  place.calls.length = 0
  const tokens = await Promise.all([session.token(), session.token(), session.token()])
  expect(new Set(tokens).size).toBe(1)
  expect(place.calls).toEqual(['GET token'])
})

test('ID-21 a failed renewal is not kept: the next call tries again', async () => {
  const { session, place } = createPlace()
  place.cookie = ada
  place.instead = async () => Promise.reject(new TypeError('Failed to fetch'))
  await expect(session.token()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  place.instead = undefined
  expect(await session.token()).toContain('h.')
})

test('ID-21 a token that the server refused is not handed out again, a newer one is', async () => {
  const { session } = createPlace()
  await session.ensureGuest()
  const first = await session.token()
  session.reject(first)
  const second = await session.token()
  expect(second).not.toBe(first)
  session.reject(first)
  expect(await session.token()).toBe(second)
})

test('ID-22 offline, a proxy or a strange answer never look like being signed out, and make no new guest', async () => {
  const { session, place } = createPlace()
  place.cookie = ada
  const answers = [
    async () => Promise.reject(new TypeError('Failed to fetch')),
    async () => new Response('<html>Welcome to the hotel</html>', { status: 200 }),
    async () => new Response('{"error":"login"}', { status: 401 }),
    async () => new Response('{"code":"SOMETHING"}', { status: 401 }),
    async () => new Response('{}', { status: 200 }),
    async () => new Response('{"token":"nonsense"}', { status: 200 }),
    async () => new Response('{"code":"UNAVAILABLE","message":""}', { status: 503 }),
  ]
  for (const instead of answers) {
    place.instead = instead
    await expect(session.ensureGuest()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  }
  expect(place.calls.filter((call) => call.startsWith('POST'))).toEqual([])
})

test('ID-22 too many guests are told how long to wait', async () => {
  const { session, place } = createPlace()
  place.instead = async (path) =>
    path === 'token'
      ? new Response('{"code":"UNAUTHORIZED","message":""}', { status: 401 })
      : new Response('{"code":"RATE_LIMITED","message":"","retryAfter":1500}', { status: 429 })
  await expect(session.ensureGuest()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1500 })
})

test('ID-23 nobody signed in: a token is refused, and no guest made for it', async () => {
  const { session, place } = createPlace()
  await expect(session.token()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect(place.calls).toEqual(['GET token'])
})

test('ID-23 a session that ended under a page is not replaced by a new guest', async () => {
  const { session, place } = createPlace()
  await session.ensureGuest()
  place.cookie = undefined
  place.now += 300_000
  await expect(session.ensureGuest()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
})

test('ID-23 a page never goes on with the token of somebody else', async () => {
  const { session, place } = createPlace()
  await session.ensureGuest()
  place.cookie = bob
  place.now += 300_000
  await expect(session.token()).rejects.toMatchObject({ code: 'WRONG_USER' })
})

test('ID-24 after signing out nothing is left to hand out, not even a token that was on its way', async () => {
  const { session, place } = createPlace()
  await session.ensureGuest()
  const old = await session.token()
  place.now += 300_000
  let answerLate = (_: Response) => {}
  const late = new Promise<Response>((resolve) => {
    answerLate = resolve
  })
  place.instead = () => late
  const onItsWay = session.token()
  place.instead = undefined
  await session.signOut()
  answerLate(new Response(JSON.stringify({ token: old })))
  await expect(onItsWay).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  await expect(session.token()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect(await session.ensureGuest()).toEqual({ userId: bob })
})

test('ID-24 signing out without the server changes nothing', async () => {
  const { session, place } = createPlace()
  await session.ensureGuest()
  const token = await session.token()
  place.instead = async () => Promise.reject(new TypeError('Failed to fetch'))
  await expect(session.signOut()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(await session.token()).toBe(token)
})
