import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { createTokenVerifier } from './token-verifier'

const ada = '0198f1a0-0000-7000-8000-00000000000a'
const session = '0198f1a0-0000-7000-8000-0000000000f1'
const start = 1_700_000_000
const good = { sub: ada, sid: session, iss: 'parley', aud: 'parley', exp: start + 300 }

type Pair = Awaited<ReturnType<typeof generateKeyPair>>
let key: Pair
let newKey: Pair
let otherKind: Pair

beforeAll(async () => {
  key = await generateKeyPair('ES256', { extractable: true })
  newKey = await generateKeyPair('ES256', { extractable: true })
  otherKind = await generateKeyPair('EdDSA', { extractable: true })
})

const publicJwk = async ({ publicKey }: Pair, kid: string) => ({ ...(await exportJWK(publicKey)), kid })

function sign(claims: JWTPayload, { privateKey } = key, kid = 'one'): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey)
}

async function createIssuer() {
  const issuer = {
    now: start * 1000,
    keys: [await publicJwk(key, 'one'), await publicJwk(otherKind, 'other')],
    reads: 0,
    isDown: false,
  }
  const verifier = createTokenVerifier({
    issuer: 'parley',
    audience: 'parley',
    clock: { now: () => issuer.now },
    async keys() {
      issuer.reads += 1
      if (issuer.isDown) throw new Error('connect ECONNREFUSED')
      return { keys: issuer.keys }
    },
  })
  return { issuer, verifier }
}

const unauthorized = { name: 'ParleyError', code: 'UNAUTHORIZED' }
const unavailable = { name: 'ParleyError', code: 'UNAVAILABLE' }

test('ID-10 a token of this installation says who it is, by which name, of which session, and until when', async () => {
  const { verifier } = await createIssuer()
  const until = good.exp * 1000
  expect(await verifier.verify(await sign(good))).toEqual({
    ...{ userId: ada, sessionId: session, isGuest: false, name: undefined, expiresAt: until },
  })
  expect(await verifier.verify(await sign({ ...good, guest: true }))).toMatchObject({ isGuest: true })
  expect(await verifier.verify(await sign({ ...good, name: 'Ada 🌍' }))).toMatchObject({ name: 'Ada 🌍' })
})

test.each<[string, (claims: typeof good) => Promise<string>]>([
  ['none', async () => ''],
  ['garbage', async () => 'not.a.token'],
  ['a very long one', (claims) => sign({ ...claims, padding: 'x'.repeat(10_000) })],
  ['an expired one', (claims) => sign({ ...claims, exp: start - 1 })],
  ['one that ends this very second', (claims) => sign({ ...claims, exp: start })],
  ['one without an end', ({ exp: _, ...claims }) => sign(claims)],
  ['one that is not valid yet', (claims) => sign({ ...claims, nbf: start + 60 })],
  ["another issuer's", (claims) => sign({ ...claims, iss: 'https://elsewhere.example' })],
  ["another audience's", (claims) => sign({ ...claims, aud: 'elsewhere' })],
  ['one without a subject', ({ sub: _, ...claims }) => sign(claims)],
  ['one without a session', ({ sid: _, ...claims }) => sign(claims)],
  ['one whose session is no UUID', (claims) => sign({ ...claims, sid: 'some' })],
  ['one whose subject is no UUID', (claims) => sign({ ...claims, sub: 'ada' })],
  ['one whose subject is a UUID in capitals', (claims) => sign({ ...claims, sub: ada.toUpperCase() })],
  ['one signed by an unknown key', (claims) => sign(claims, newKey, 'two')],
  ["one signed by an unknown key under a known key's name", (claims) => sign(claims, newKey, 'one')],
  ['one with algorithm none', async (claims) => new UnsecuredJWT(claims).encode()],
  [
    'one signed with the public key as if it were a secret',
    async (claims) => {
      const { x } = await exportJWK(key.publicKey)
      const secret = new TextEncoder().encode(x)
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret)
    },
  ],
  [
    'one of an algorithm that is not allowed, though its key is published',
    (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: 'other' }).sign(otherKind.privateKey),
  ],
  [
    'one whose subject was exchanged',
    async (claims) => {
      const [header, , signature] = (await sign(claims)).split('.')
      const payload = JSON.stringify({ ...claims, sub: ada.replace('a', 'b') })
      return `${header}.${Buffer.from(payload).toString('base64url')}.${signature}`
    },
  ],
])('ID-11 %s is refused', async (_title, make) => {
  const { verifier } = await createIssuer()
  await expect(verifier.verify(await make(good))).rejects.toMatchObject(unauthorized)
})

test('ID-12 a verified token is remembered, and forgotten at its end', async () => {
  const { issuer, verifier } = await createIssuer()
  const token = await sign(good)
  const first = await verifier.verify(token)
  expect(await verifier.verify(token)).toBe(first)
  issuer.now = good.exp * 1000
  await expect(verifier.verify(token)).rejects.toMatchObject(unauthorized)
})

test('ID-13 a key that was made after the keys were read is found', async () => {
  const { issuer, verifier } = await createIssuer()
  await verifier.verify(await sign(good))
  issuer.keys.push(await publicJwk(newKey, 'two'))
  expect(await verifier.verify(await sign(good, newKey, 'two'))).toMatchObject({ userId: ada })
})

test('ID-13 tokens with made-up keys do not make the keys be read again and again', async () => {
  const { issuer, verifier } = await createIssuer()
  for (const kid of ['two', 'three', 'four', 'five']) {
    await expect(verifier.verify(await sign(good, newKey, kid))).rejects.toMatchObject(unauthorized)
  }
  expect(issuer.reads).toBe(2)
  issuer.now += 10_000
  issuer.keys.push(await publicJwk(newKey, 'two'))
  expect(await verifier.verify(await sign(good, newKey, 'two'))).toMatchObject({ userId: ada })
})

test('ID-13 everybody who needs the keys at the same moment shares one reading', async () => {
  const { issuer, verifier } = await createIssuer()
  const tokens = await Promise.all([1, 2, 3].map((jti) => sign({ ...good, jti: String(jti) })))
  await Promise.all(tokens.map((token) => verifier.verify(token)))
  expect(issuer.reads).toBe(1)
})

test('ID-14 keys that cannot be read are a trouble of ours, not of the token, and do not last', async () => {
  const { issuer, verifier } = await createIssuer()
  const token = await sign(good)
  issuer.isDown = true
  await expect(verifier.verify(token)).rejects.toMatchObject(unavailable)
  issuer.isDown = false
  expect(await verifier.verify(token)).toMatchObject({ userId: ada })
})

test('ID-14 known keys go on to work while the keys cannot be read', async () => {
  const { issuer, verifier } = await createIssuer()
  await verifier.verify(await sign(good))
  issuer.isDown = true
  await expect(verifier.verify(await sign(good, newKey, 'two'))).rejects.toMatchObject(unavailable)
  expect(await verifier.verify(await sign({ ...good, jti: 'another' }))).toMatchObject({ userId: ada })
})
