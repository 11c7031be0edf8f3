/** The API's way over HTTP, against a fetch that a test answers for. */
import { createTRPCClient } from '@trpc/client'
import { expect, test } from 'vitest'
import { ParleyError } from '@/contract/errors'
import type { AppRouter } from '@/server/trpc/app-router'
import { createApiLink } from './trpc-link'
import { createTrpcTransport } from './trpc-transport'

const roomId = '00000000-0000-7000-8000-0000000000c1'

function setUp(answer: (request: { url: string; init: RequestInit }) => Response | Promise<Response>) {
  const requests: { url: string; init: RequestInit }[] = []
  const rejected: string[] = []
  const session = { token: 'one', failure: undefined as ParleyError | undefined }
  const link = createApiLink({
    url: 'http://parley.test/api/trpc',
    async fetch(input, init = {}) {
      const request = { url: String(input), init }
      requests.push(request)
      return answer(request)
    },
    async token() {
      if (session.failure) throw session.failure
      return session.token
    },
    reject(token) {
      rejected.push(token)
      session.token = 'two'
    },
  })
  const transport = createTrpcTransport(createTRPCClient<AppRouter>({ links: [link] }))
  return { transport, requests, rejected, session }
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
const data = (value: unknown) => json([{ result: { data: value } }])
const failure = (parley: object, status: number) =>
  json(
    [{ error: { code: -32_000, message: 'no', data: { code: 'X', httpStatus: status, path: 'x', parley } } }],
    status,
  )

const authorization = ({ init }: { init: RequestInit }) => new Headers(init.headers).get('authorization')

test("AP-30 a call carries the session's token and answers with what the server said", async () => {
  const { transport, requests } = setUp(() => data({ position: 7 }))
  expect(await transport.markRead({ roomId, log: roomId, position: 7 })).toBe(7)
  expect(requests.map(authorization)).toEqual(['Bearer one'])
  expect(requests[0]?.init.signal).toBeInstanceOf(AbortSignal)
})

test('AP-31 an error keeps its code and its delay', async () => {
  const { transport } = setUp(() =>
    failure({ code: 'RATE_LIMITED', message: 'slow', retryable: true, retryAfter: 1_500 }, 429),
  )
  await expect(transport.rejoin({ roomId, limit: 1 })).rejects.toMatchObject({
    ...{ name: 'ParleyError', code: 'RATE_LIMITED', retryAfter: 1_500 },
  })
})

test.each([
  ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ["a hotel's sign-in page", () => new Response('<html>Welcome</html>', { status: 200 })],
  ["a proxy's error page", () => new Response('Bad gateway', { status: 502 })],
  ["somebody else's JSON", () => json({ hello: 'world' })],
  ['a code of a newer server', () => failure({ code: 'TEAPOT', message: '' }, 418)],
])('AP-32 %s is UNAVAILABLE', async (_what, answer) => {
  const { transport } = setUp(answer)
  await expect(transport.apply([])).rejects.toMatchObject({ name: 'ParleyError', code: 'UNAVAILABLE' })
})

test('AP-33 a token that the server refuses is replaced, and the call made once more', async () => {
  const { transport, requests, rejected } = setUp((request) =>
    authorization(request) === 'Bearer one'
      ? failure({ code: 'UNAUTHORIZED', message: '' }, 401)
      : data({ position: 1 }),
  )
  expect(await transport.markReceived({ roomId, log: roomId, position: 1 })).toBe(1)
  expect(rejected).toEqual(['one'])
  expect(requests.map(authorization)).toEqual(['Bearer one', 'Bearer two'])
})

test('AP-33 a second refusal is UNAUTHORIZED, and so is a session without a user', async () => {
  const { transport, requests, session } = setUp(() => failure({ code: 'UNAUTHORIZED', message: '' }, 401))
  await expect(transport.heads({ limit: 1 })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect(requests).toHaveLength(2)
  session.failure = new ParleyError('UNAUTHORIZED')
  await expect(transport.heads({ limit: 1 })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect(requests).toHaveLength(2)
})
