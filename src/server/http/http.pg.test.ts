import { randomUUID } from 'node:crypto'
import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { serverLimits } from '@/contract/server-limits'
import { createMemoryLimiter } from '@/server/adapters/memory/limiter'
import type { TokenVerifier } from '@/server/ports/token-verifier'
import { createFakeClock } from '@/testing/fake-clock'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'
import type { Health } from '../container'
import { createRequestHandler } from './request-handler'

let api: TestApi
let ada: TestUser
let server: Server
let base: string
let health: Health = { status: 'ok' }
const clock = createFakeClock()
const limiter = createMemoryLimiter(clock)

/** The token is the user's id; everything else is nobody's. */
const tokens: TokenVerifier = {
  async verify(token) {
    if (token !== ada.userId) throw new ParleyError('UNAUTHORIZED')
    return {
      userId: token,
      sessionId: token,
      isGuest: false,
      name: 'Ada',
      expiresAt: Number.POSITIVE_INFINITY,
    }
  },
}

beforeAll(async () => {
  api = await createTestApi()
  ada = await api.user('Ada')
  const handle = createRequestHandler(
    {
      services: api.services,
      tokens,
      limiter,
      addressOf: ({ headers }) => headers['x-test-address']?.toString(),
      handleAuth: async (_, response) => void response.end('auth'),
      health: async () => health,
      gateway: { handlesRequest: () => false, answerBroadcast: async () => {} },
      log: { say() {}, info() {}, warn() {}, error() {} },
    },
    async (_, response) => void response.end('page'),
  )
  server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await api.close()
})

function post(path: string, body: string, token: string | undefined = ada.userId): Promise<Response> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return fetch(`${base}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...authorization },
  })
}

/** Status and error code of an answer. */
async function refusal(answer: Response): Promise<[number, string]> {
  const body = await answer.json()
  return [answer.status, (Array.isArray(body) ? body[0] : body).error.data.parley.code]
}

const room = () => JSON.stringify({ id: randomUUID(), name: 'Room' })

it('AP-16 a procedure is called by POST with JSON and a bearer token', async () => {
  const answer = await post('/api/trpc/rooms.create', room())
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(await answer.json()).toMatchObject({ result: { data: { epoch: 1 } } })
})

it('AP-16 without a valid token nothing is told, not even whether the input was right', async () => {
  for (const authorization of [undefined, 'Bearer', 'Bearer wrong', 'Basic YWRhOg==']) {
    const json = { 'content-type': 'application/json' }
    const headers = authorization === undefined ? json : { ...json, authorization }
    for (const body of [room(), '{}']) {
      const answer = await fetch(`${base}/api/trpc/rooms.create`, { method: 'POST', body, headers })
      expect(await refusal(answer)).toEqual([401, 'UNAUTHORIZED'])
    }
  }
})

it('AP-17 malformed JSON, unknown procedures and wrong methods are refused without a stack trace', async () => {
  const bodies = ['{', 'null', '[]', '"text"', '{"json":{}}', '']
  for (const body of bodies)
    expect(await refusal(await post('/api/trpc/rooms.create', body))).toEqual([400, 'BAD_REQUEST'])
  expect(await refusal(await post('/api/trpc/rooms.burn', '{}'))).toEqual([404, 'NOT_FOUND'])
  expect(await refusal(await post('/api/trpc/rooms.list', '{}'))).toEqual([405, 'BAD_REQUEST'])
  const text = await (await post('/api/trpc/rooms.create', '{')).text()
  expect(text).not.toMatch(/stack|node_modules|\.ts/)
})

it('AP-17 a name that cannot be decoded is an unknown procedure', async () => {
  for (const name of ['%', '%E0%A4%A', 'rooms.list%']) {
    expect(await refusal(await fetch(`${base}/api/trpc/${name}`))).toEqual([404, 'NOT_FOUND'])
    expect(await refusal(await post(`/api/trpc/${name}?batch=1`, '{}'))).toEqual([404, 'NOT_FOUND'])
  }
})

it('AP-18 a body over the limit is refused with 413 and changes nothing', async () => {
  const before = (await ada.call.rooms.list({})).rooms.length
  const tooLarge = JSON.stringify({ id: randomUUID(), name: 'x'.repeat(limits.requestBytes) })
  expect(await refusal(await post('/api/trpc/rooms.create', tooLarge))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  expect((await ada.call.rooms.list({})).rooms).toHaveLength(before)
})

it('AP-18 a request with too many calls is refused with 413', async () => {
  const path = Array(limits.callsPerRequest + 1)
    .fill('profiles.me')
    .join(',')
  const headers = { authorization: `Bearer ${ada.userId}` }
  expect(await refusal(await fetch(`${base}/api/trpc/${path}?batch=1`, { headers }))).toEqual([
    413,
    'PAYLOAD_TOO_LARGE',
  ])
})

it('AP-18 the largest batch of the longest messages fits', async () => {
  const roomId = randomUUID()
  await ada.call.rooms.create({ id: roomId, name: 'Long' })
  const content = '𒐫'.repeat(limits.contentCodePoints)
  const commands = Array.from({ length: limits.commandsPerBatch }, () => ({
    kind: 'send',
    as: ada.userId,
    id: randomUUID(),
    roomId,
    content,
    sentAt: '2026-01-01T00:00:00Z',
  }))
  const answer = await post('/api/trpc/commands.submit', JSON.stringify({ commands }))
  expect(answer.status).toBe(200)
  expect(await ada.call.messages.history({ roomId, limit: 1 })).toMatchObject({
    head: limits.commandsPerBatch,
  })
})

it('SV-01 health answers ok, and 503 with the reason when the database does not answer', async () => {
  expect(await (await fetch(`${base}/api/health`)).json()).toEqual({ status: 'ok' })
  health = { status: 'unavailable', reasons: ['The database does not answer.'] }
  const answer = await fetch(`${base}/api/health`)
  expect([answer.status, await answer.json()]).toEqual([503, health])
  health = { status: 'degraded', reasons: ['Redis does not answer.'] }
  const degraded = await fetch(`${base}/api/health`)
  expect([degraded.status, await degraded.json()]).toEqual([200, health])
  health = { status: 'ok' }
})

it('SV-02 the API and identity are answered here, and everything else by the pages', async () => {
  expect(await (await fetch(`${base}/api/auth/token`)).text()).toBe('auth')
  for (const path of ['/', '/rooms/x', '/api', '/api/authority']) {
    expect(await (await fetch(base + path)).text()).toBe('page')
  }
})

it('SV-02 a request for no path at all is a page’s business, and no failure', async () => {
  const { port } = new URL(base)
  const answer = await new Promise<string>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '//' }, async (response) => {
      const chunks = await response.toArray()
      resolve(`${response.statusCode} ${Buffer.concat(chunks).toString()}`)
    }).on('error', reject)
  })
  expect(answer).toBe('200 page')
})

it('AP-42 strangers of one network are told to wait; those of others, and whoever has a token, are not', async () => {
  const ask = (address: string, token: string) =>
    fetch(`${base}/api/trpc/profiles.me`, {
      headers: { 'x-test-address': address, authorization: `Bearer ${token}` },
    })
  const { limit, windowMs } = serverLimits.rates.strangers
  for (let n = 0; n < limit; n++) {
    const answer = await ask('203.0.113.9', 'wrong')
    expect(answer.status).toBe(401)
    await answer.body?.cancel()
  }
  const refused = await ask('203.0.113.9', 'wrong')
  expect(refused.status).toBe(429)
  expect((await refused.json()).error.data.parley).toMatchObject({
    code: 'RATE_LIMITED',
    retryAfter: windowMs / limit,
  })
  expect((await ask('203.0.113.9', ada.userId)).status).toBe(200)
  expect((await ask('203.0.113.10', 'wrong')).status).toBe(401)
  clock.advance(windowMs / limit)
  expect((await ask('203.0.113.9', 'wrong')).status).toBe(401)
})

it('AP-42 a request of many calls counts as one stranger', async () => {
  const calls = Array(limits.callsPerRequest).fill('profiles.me').join(',')
  const before = clock.now()
  for (let n = 0; n < 20; n++) {
    const answer = await fetch(`${base}/api/trpc/${calls}?batch=1`, {
      headers: { 'x-test-address': '198.51.100.7' },
    })
    expect(answer.status).toBe(401)
    await answer.body?.cancel()
  }
  expect(clock.now()).toBe(before)
})
