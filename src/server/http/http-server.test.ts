import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { expect, it, vi } from 'vitest'
import { serverLimits } from '@/contract/server-limits'
import { createPinoLog } from '@/server/adapters/pino/log'
import type { Services } from '@/server/services/services'
import { createFakeClock } from '@/testing/fake-clock'
import { noLimits } from '../ports/limiter'
import { noMetrics } from '../ports/metrics'
import { createHttpServer } from './http-server'
import { createRequestHandler, type RequestHandler } from './request-handler'
import { createSecurityHeaders } from './security-headers'

async function start(answer?: RequestHandler, logRequests = false) {
  const clock = createFakeClock()
  const waiting: ServerResponse[] = []
  const lines: string[] = []
  const counted: [string, number][] = []
  const log = createPinoLog('json', (line) => void lines.push(line))
  const http = createHttpServer({
    host: '127.0.0.1',
    handle: answer ?? (async (_, response) => void waiting.push(response)),
    secure: createSecurityHeaders(["'sha256-known'"]),
    clock,
    log,
    logRequests,
    metrics: { ...noMetrics, request: (procedure) => (status) => void counted.push([procedure, status]) },
  })
  const port = await http.listen(0)
  return { http, clock, waiting, lines, counted, port, url: `http://127.0.0.1:${port}/` }
}

it('SV-06 a stop answers the requests in flight, then ends every connection, silent ones too', async () => {
  const { http, waiting, port, url } = await start()
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  const answer = fetch(url)
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  const closed = http.close()
  const ended = once(silent, 'close')
  waiting[0]?.end('finished')
  expect(await (await answer).text()).toBe('finished')
  await Promise.all([closed, ended])
  await expect(fetch(url)).rejects.toThrow()
})

it('SV-06 a request that never ends does not hold up a stop for longer than its limit', async () => {
  const { http, clock, waiting, url } = await start()
  const answer = fetch(url).catch(() => 'cut off')
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  const closed = http.close()
  clock.advance(serverLimits.stopRequestsMs)
  await closed
  expect(await answer).toBe('cut off')
})

it('SV-20 a server that is about to stop still answers, and each answer is the last on its connection', async () => {
  const { http, clock, url } = await start(async (_, response) => void response.end('answered'))
  const before = await fetch(url)
  expect([await before.text(), before.headers.get('connection')]).toEqual(['answered', 'keep-alive'])
  const drained = http.drain(1_000)
  const during = await fetch(url)
  expect([await during.text(), during.headers.get('connection')]).toEqual(['answered', 'close'])
  clock.advance(1_000)
  await drained
  await http.close()
  await expect(fetch(url)).rejects.toThrow()
})

it('SV-07 TRACE is refused and not handed on', async () => {
  const { http, waiting, port } = await start()
  const socket = connect(port, '127.0.0.1')
  socket.write('TRACE /api/trpc/rooms.list HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
  const answer = Buffer.concat(await socket.toArray()).toString()
  expect(answer).toMatch(/^HTTP\/1\.1 405 /)
  expect(answer).toContain('"code":"BAD_REQUEST"')
  expect(waiting).toEqual([])
  await http.close()
})

it('SV-05 a request under a foreign name is not handed on', async () => {
  const { http, waiting, port } = await start()
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 421 /)
  expect(waiting).toEqual([])
  await http.close()
})

/** A rename, in which every part but the path is nobody's business. */
const confidential: RequestInit = {
  method: 'POST',
  body: JSON.stringify({ name: 'secret-content' }),
  headers: {
    'content-type': 'application/json',
    authorization: 'Bearer secret-token',
    cookie: 'session=secret-cookie',
  },
}

/** The real API on a database that refuses, and quotes what it was given, as PostgreSQL does. */
const refusing: RequestHandler = (request, response) => {
  const log = createPinoLog('json', (line) => void refused.push(line))
  const rename = async () => {
    const cause = Object.assign(new Error('secret-content'), { detail: 'secret-content' })
    throw Object.assign(new Error('violates: secret-content', { cause }), { code: '22021' })
  }
  const services = { directory: { rename } } as unknown as Services
  const identity = {
    userId: randomUUID(),
    sessionId: randomUUID(),
    isGuest: false,
    name: 'Ada',
    expiresAt: Number.POSITIVE_INFINITY,
  }
  const container = {
    services,
    tokens: { verify: async () => identity },
    limiter: noLimits,
    addressOf: () => undefined,
    handleAuth: async () => {},
    health: async () => ({ status: 'ok' as const }),
    gateway: { handlesRequest: () => false, answerBroadcast: async () => {} },
    log,
  }
  return createRequestHandler(container, async () => {})(request, response)
}
const refused: string[] = []

it('LO-03 on demand each request is one line: method, path, status, time and size', async () => {
  const { http, clock, waiting, lines, url } = await start(undefined, true)
  const answer = fetch(`${url}rooms/x?invite=secret`)
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  clock.advance(7)
  waiting[0]?.end('x'.repeat(1_000))
  await (await answer).text()
  await http.close()
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'request', method: 'GET', path: '/rooms/x', status: 200, ms: 7, bytes: expect.any(Number) },
  ])
  expect(JSON.parse(lines[0] ?? '').bytes).toBeGreaterThan(1_000)
})

it('LO-03 requests are not logged unless that was asked for', async () => {
  const { http, lines, url } = await start(async (_, response) => void response.end())
  await fetch(url)
  await http.close()
  expect(lines).toEqual([])
})

it('LO-02 LO-03 nothing confidential of a request that failed is in the log', async () => {
  const { http, lines, url } = await start(refusing, true)
  const answer = await fetch(`${url}api/trpc/profiles.rename?key=secret-query`, confidential)
  expect(answer.status).toBe(500)
  await http.close()
  expect(lines).toHaveLength(1)
  expect(refused).toHaveLength(1)
  expect(refused[0]).toContain('call_failed')
  expect(refused[0]).toContain('22021')
  expect([...lines, ...refused].join()).not.toContain('secret')
})

it('LO-02 a handler that throws is logged without the message, and answered with 500', async () => {
  const { http, lines, url } = await start(() => Promise.reject(new RangeError('secret')))
  expect((await fetch(url)).status).toBe(500)
  await http.close()
  expect(lines.join()).toContain('"request_failed"')
  expect(lines.join()).toContain('RangeError')
  expect(lines.join()).not.toContain('secret')
})

it('ME-03 requests are counted by procedure and status, and a stranger cannot make up a new name', async () => {
  const { http, counted, url } = await start(async (_, response) => void response.end())
  const paths = [
    'api/trpc/rooms.list',
    'api/trpc/rooms.list,made.up',
    'api/trpc/made.up',
    'made/up',
    'metrics',
  ]
  for (const path of paths) await fetch(url + path)
  await http.close()
  expect(counted).toEqual([
    ['rooms.list', 200],
    ['batch', 200],
    ['unknown', 200],
    ['page', 200],
    ['metrics', 200],
  ])
})

it('SV-30 refusals, failures and unknown paths carry the security headers too', async () => {
  const { http, port, url } = await start(async (request, response) => {
    if (request.url === '/broken') throw new Error('broken')
    response.writeHead(404, { 'content-type': 'text/plain' }).end()
  })
  const policy = async (path: string) => {
    const { status, headers } = await fetch(`${url}${path}`)
    return [status, headers.get('content-security-policy')?.includes("'sha256-known'")]
  }
  expect(await policy('nothing')).toEqual([404, true])
  expect(await policy('broken')).toEqual([500, true])
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/content-security-policy: default-src 'self'/i)
  await http.close()
})
