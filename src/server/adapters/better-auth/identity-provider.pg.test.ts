import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { AuditNote } from '@/server/ports/audit-log'
import { type Caller, countingLimiter, type IdentityFixture, openIdentityFixture } from './identity-fixture'
import type { IdentityProviderOptions } from './identity-provider'

const secret = 'a secret of a test, long enough for all'

let fixture: IdentityFixture

beforeAll(async () => {
  fixture = await openIdentityFixture()
})
afterEach(() => fixture.stopProviders())
afterAll(() => fixture.close())

const startProvider = (options: Partial<IdentityProviderOptions> = {}) =>
  fixture.start({ secret, limiter: countingLimiter(), ...options })
const ask = (statement: string) => fixture.ask(statement)
const allowConnections = (allowed: boolean) => fixture.allowConnections(allowed)

async function signIn({ call }: Caller, headers: Record<string, string> = {}) {
  const response = await call('POST', 'sign-in/anonymous', headers)
  expect(response.status).toBe(200)
  expect(response.headers.has('set-auth-token')).toBe(false)
  const setCookie = response.headers.getSetCookie()
  const { token } = (await response.json()) as { token: string }
  return { cookie: setCookie.map((cookie) => cookie.split(';')[0]).join('; '), setCookie, token }
}

async function tokenOf({ call }: Caller, headers: Record<string, string>): Promise<string> {
  const response = await call('GET', 'token', headers)
  expect(response.status).toBe(200)
  return ((await response.json()) as { token: string }).token
}

async function subjectOf(caller: Caller, cookie: string) {
  return decodeJwt(await tokenOf(caller, { cookie })).sub
}

test('ID-01 a guest gets a token for five minutes that names only who, from whom and until when', async () => {
  const started = await startProvider()
  const { cookie } = await signIn(started)
  const token = await tokenOf(started, { cookie })
  const keys = createLocalJWKSet(await started.provider.keys())
  const checks = { issuer: 'parley', audience: 'parley', algorithms: ['ES256'] }
  const { payload } = await jwtVerify(token, keys, checks)
  expect(payload.sub).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'guest', 'iat', 'iss', 'sid', 'sub'])
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300)
})

test('ID-01 the published keys are those that the tokens are checked with, and hold nothing private', async () => {
  const { call, provider } = await startProvider()
  const published = await (await call('GET', 'jwks')).json()
  expect(published).toEqual(await provider.keys())
  expect(published.keys[0]).toMatchObject({ alg: 'ES256', kty: 'EC' })
  expect(published.keys[0]).not.toHaveProperty('d')
})

test('ID-01 whoever keeps no cookies shows the token of the sign-in instead', async () => {
  const started = await startProvider()
  const { cookie, token } = await signIn(started)
  const jwt = await tokenOf(started, { authorization: `Bearer ${token}` })
  expect(decodeJwt(jwt).sub).toBe(await subjectOf(started, cookie))
})

test('ID-02 a guest stays the same across restarts, and is the same on localhost and on 127.0.0.1', async () => {
  const first = await startProvider()
  const { cookie } = await signIn(first)
  const subject = await subjectOf(first, cookie)
  const second = await startProvider()
  expect(await subjectOf(second, cookie)).toBe(subject)
  expect(await subjectOf(second.byName, cookie)).toBe(subject)
})

test('ID-02 the cookie lasts for a year, and scripts and other sites cannot use it', async () => {
  const { setCookie } = await signIn(await startProvider())
  expect(setCookie).toHaveLength(1)
  expect(setCookie[0]).toMatch(/; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/)
})

test('ID-02 each use of a session renews it', async () => {
  const started = await startProvider()
  const { cookie } = await signIn(started)
  expect((await started.call('GET', 'token', { cookie })).headers.getSetCookie()).toEqual([])
  await ask(`update better_auth.session set "expiresAt" = now() + interval '1 day'`)
  const renewed = await started.call('GET', 'token', { cookie })
  expect(renewed.headers.getSetCookie()[0]).toContain('Max-Age=31536000')
  expect(renewed.headers.has('set-auth-token')).toBe(false)
  const [session] =
    await ask(`select "expiresAt" > now() + interval '364 days' as "isLong" from better_auth.session
    where "expiresAt" > now() + interval '2 days'`)
  expect(session).toEqual({ isLong: true })
})

test('ID-02 over https the cookie is marked as secure', async () => {
  const { setCookie } = await signIn(await startProvider(), { 'x-forwarded-proto': 'https' })
  expect(setCookie[0]).toMatch(/; Secure$/)
})

test('ID-02 two installations on one host do not overwrite each other', async () => {
  const one = await signIn(await startProvider())
  const two = await signIn(await startProvider({ secret: secret.toUpperCase() }))
  expect(one.cookie.split('=')[0]).not.toBe(two.cookie.split('=')[0])
})

test('ID-03 signing out ends the session, not only the cookie', async () => {
  const started = await startProvider()
  const { cookie, token } = await signIn(started)
  const response = await started.call('POST', 'sign-out', { cookie, origin: started.origin })
  expect(response.status).toBe(200)
  for (const headers of [{ cookie }, { authorization: `Bearer ${token}` }]) {
    expect((await started.call('GET', 'token', headers)).status).toBe(401)
  }
})

test('ID-03 without a session there is no token, and the answer says so in the one form of errors', async () => {
  const { call } = await startProvider()
  const forged = { cookie: 'parley-00000000.session_token=abc.def', authorization: 'Bearer abc' }
  for (const headers of [{}, forged]) {
    const response = await call('GET', 'token', headers)
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({ code: 'UNAUTHORIZED', message: expect.any(String) })
  }
})

test('ID-05 strange credentials are no credentials, whatever is in them', async () => {
  const { call, errors, origin } = await startProvider()
  const name = (await signIn({ call, origin })).cookie.split('=')[0]
  const strange = [
    'a%00b',
    '%00',
    '%',
    '%E0%A4%A',
    '\u00fc',
    "' or 1=1",
    '; x=y',
    'a.b',
    '%2e',
    '=',
    'x'.repeat(9_000),
  ]
  for (const value of strange) {
    const all = [
      { authorization: `Bearer ${value}` },
      { cookie: `${name}=${value}` },
      { authorization: value },
    ]
    for (const headers of all as Record<string, string>[]) {
      expect([value, (await call('GET', 'token', headers)).status]).toEqual([value, 401])
    }
  }
  expect(errors).toEqual([])
})

test('ID-04 many guests from one address come in at once; beyond the limit they hear how long to wait', async () => {
  const limiter = countingLimiter()
  const { call } = await startProvider({ limiter, guestsPerMinute: 60 })
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const all = await Promise.all(Array.from({ length: 65 }, () => call('POST', 'sign-in/anonymous', headers)))
  const refused = all.filter(({ status }) => status !== 200)
  expect(refused).toHaveLength(5)
  expect(refused[0]?.status).toBe(429)
  expect(refused[0]?.headers.get('retry-after')).toBe('2')
  expect(await refused[0]?.json()).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1_500 })
  expect(new Set(limiter.keys)).toEqual(new Set(['guests:127.0.0.1']))
})

test('AU-02 who becomes a guest is noted, with the address; who is refused is not', async () => {
  const notes: AuditNote[] = []
  const auditLog = { note: async (note: AuditNote) => void notes.push(note) }
  const { call } = await startProvider({ auditLog, proxies: 1, guestsPerMinute: 1 })
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const { user } = await (await call('POST', 'sign-in/anonymous', headers)).json()
  expect((await call('POST', 'sign-in/anonymous', headers)).status).toBe(429)
  await call('GET', 'token')
  expect(notes).toEqual([{ actorId: user.id, action: 'guest.created', address: '203.0.113.9' }])
})

test('SV-13 behind a proxy guests are counted by the address that it saw, whatever they claim themselves', async () => {
  const limiter = countingLimiter()
  const { call } = await startProvider({ limiter, proxies: 1 })
  await call('POST', 'sign-in/anonymous', { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' })
  await call('POST', 'sign-in/anonymous', {})
  expect(limiter.keys).toEqual(['guests:203.0.113.9', 'guests:127.0.0.1'])
})

test('ID-05 malformed, unexpected and oversized bodies are refused, and make nobody', async () => {
  const { call } = await startProvider()
  const guests = () => ask('select count(*)::int as count from better_auth."user"')
  const before = await guests()
  const json = { 'content-type': 'application/json' }
  for (const body of ['{', '[]', '"x"', 'null', '{"name":"Ada"}']) {
    const response = await call('POST', 'sign-in/anonymous', json, body)
    expect([response.status, (await response.json()).code]).toEqual([400, 'BAD_REQUEST'])
  }
  const response = await call('POST', 'sign-in/anonymous', json, 'x'.repeat(200_000))
  expect([response.status, (await response.json()).code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  expect(await guests()).toEqual(before)
  expect((await call('POST', 'sign-in/anonymous', json, '{}')).status).toBe(200)
})

test('ID-05 nothing else of the library is open', async () => {
  const { call } = await startProvider()
  const paths = ['get-session', 'sign-up/email', 'update-user', 'delete-anonymous-user', 'list-sessions']
  const inherited = ['__proto__', 'constructor', 'toString']
  const secondFactor = ['two-factor/enable', 'two-factor/get-totp-uri', 'two-factor/verify-totp']
  const calls = [
    ...paths,
    ...inherited,
    ...secondFactor,
    'error',
    'ok',
    'TOKEN',
    'token/',
    '../auth/ok',
  ].flatMap((path) => [call('GET', path), call('POST', path)])
  for (const response of await Promise.all([...calls, call('POST', 'token'), call('DELETE', 'sign-out')])) {
    expect([response.status, (await response.json()).code]).toEqual([404, 'NOT_FOUND'])
  }
})

test("ID-06 another site's page can neither make a guest nor sign one out", async () => {
  const started = await startProvider({ trustedOrigins: ['https://chat.example'] })
  const { cookie } = await signIn(started)
  const subject = await subjectOf(started, cookie)
  for (const origin of ['https://elsewhere.example', 'null', `${started.origin}0`]) {
    for (const path of ['sign-in/anonymous', 'sign-out']) {
      for (const headers of [{ origin }, { origin, cookie }]) {
        const response = await started.call('POST', path, headers)
        expect([response.status, (await response.json()).code]).toEqual([403, 'FORBIDDEN'])
      }
    }
  }
  expect((await started.call('POST', 'sign-out', { cookie })).status).toBe(403)
  expect(await subjectOf(started, cookie)).toBe(subject)
})

test('ID-06 its own pages and the origins it was told to trust may', async () => {
  const started = await startProvider({ trustedOrigins: ['https://chat.example'] })
  const { origin, byName } = started
  for (const [caller, page] of [
    [started, origin],
    [byName, byName.origin],
    [started, origin.replace('http:', 'https:')],
    [started, 'https://chat.example'],
  ] as const) {
    const { cookie } = await signIn(caller, { origin: page })
    expect((await caller.call('POST', 'sign-out', { origin: page, cookie })).status).toBe(200)
  }
})

test('ID-07 a database that is away is never taken for a missing session, and a sign-out never for done', async () => {
  const started = await startProvider()
  const { cookie } = await signIn(started)
  const subject = await subjectOf(started, cookie)
  await allowConnections(false)
  try {
    const { origin } = started
    const calls = [
      started.call('GET', 'token', { cookie }),
      started.call('POST', 'sign-out', { cookie, origin }),
      started.call('POST', 'sign-in/anonymous'),
      started.call('GET', 'jwks'),
    ]
    for (const response of await Promise.all(calls)) {
      expect(response.status).toBe(503)
      expect(response.headers.getSetCookie()).toEqual([])
      expect(await response.json()).toEqual({ code: 'UNAVAILABLE', message: expect.any(String) })
    }
    await expect(started.provider.keys()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(started.errors).toHaveLength(4)
  } finally {
    await allowConnections(true)
  }
  expect(await subjectOf(started, cookie)).toBe(subject)
})

test('ID-08 after the secret has changed, old sessions end and new tokens are signed with a new key', async () => {
  const before = await startProvider()
  const old = await signIn(before)
  const oldKey = decodeProtectedHeader(await tokenOf(before, { cookie: old.cookie })).kid
  const after = await startProvider({ secret: 'quite another secret, also long enough' })
  expect((await after.call('GET', 'token', { cookie: old.cookie })).status).toBe(401)
  const { cookie } = await signIn(after)
  const { kid } = decodeProtectedHeader(await tokenOf(after, { cookie }))
  expect(kid).not.toBe(oldKey)
  expect((await after.provider.keys()).keys.map((key) => key.kid)).toEqual([kid])
})
