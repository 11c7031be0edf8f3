import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, it, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createBalancer } from './balancer'
import { call, startBalancer, startFakeProcess } from './balancer-fixture'
import { answerMs } from './forward-request'
import { connectMs } from './reach-backend'

it('CR-02 requests go round, and a busy process gets none while another has nothing to do', async () => {
  const waiting: ServerResponse[] = []
  const hold = (request: IncomingMessage, response: ServerResponse) =>
    request.method === 'PUT' ? waiting.push(response) : response.end()
  const [one, two] = [await startFakeProcess(hold), await startFakeProcess(hold)]
  const { port } = await startBalancer(one, two)
  for (let n = 0; n < 6; n++) expect((await call(port)).status).toBe(200)
  expect([one.requests.length, two.requests.length]).toEqual([3, 3])

  const held = call(port, 'PUT')
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  for (let n = 0; n < 4; n++) await call(port)
  expect([one.requests.length, two.requests.length].sort()).toEqual([4, 7])
  waiting[0]?.end('at last')
  expect((await held).body).toBe('at last')
})

it('CR-03 a process that refuses connections costs nobody an answer, and is not tried again until it is well', async () => {
  const [gone, well] = [await startFakeProcess(), await startFakeProcess()]
  const { port, clock } = await startBalancer(gone, well)
  await vi.waitFor(() => expect(gone.asked).toBe(1))
  await gone.die()
  for (let n = 0; n < 3; n++) expect((await call(port, 'POST', {}, 'once')).status).toBe(200)
  expect(well.requests).toHaveLength(3)

  gone.server.listen(gone.port, '127.0.0.1')
  await once(gone.server, 'listening')
  for (let n = 0; n < 3; n++) await call(port)
  expect([gone.requests.length, well.requests.length]).toEqual([0, 6])
  await vi.waitFor(() => {
    clock.advance(500)
    expect(gone.asked).toBeGreaterThan(2)
  })
  for (let n = 0; n < 3; n++) await call(port)
  expect(gone.requests).not.toEqual([])
})

it.each([
  ['GET', ''],
  ['POST', 'send this'],
])(
  'CR-04 a process that has a request (%s) and does not answer is given up, and no other gets that request',
  async (method, body) => {
    const received: IncomingMessage[] = []
    const keep = (request: IncomingMessage) => void request.resume().on('end', () => received.push(request))
    const { port, clock } = await startBalancer(await startFakeProcess(keep), await startFakeProcess(keep))
    const answer = call(port, method, {}, body)
    await vi.waitFor(() => expect(received).toHaveLength(1))
    clock.advance(answerMs)
    expect((await answer).status).toBe(504)
    expect(received).toHaveLength(1)
  },
)

it('CR-04 a process that ends with a request is answered for, and no other gets that request', async () => {
  const die = (request: IncomingMessage) => void request.socket.destroy()
  const [one, two] = [await startFakeProcess(die), await startFakeProcess(die)]
  const { port } = await startBalancer(one, two)
  for (const [method, count] of [
    ['POST', 1],
    ['GET', 2],
  ] as const) {
    expect((await call(port, method)).status).toBe(502)
    expect(one.requests.length + two.requests.length).toBe(count)
  }
})

it('CR-04 an answer that stops halfway is cut, and not taken for a whole one', async () => {
  const half = await startFakeProcess((request, response) => {
    response.write('half')
    setImmediate(() => request.socket.destroy())
  })
  const { port } = await startBalancer(half)
  await expect(call(port)).rejects.toThrow('aborted')
})

it('CR-04 with no process at all the answer is 503, and when to try again', async () => {
  const { port } = await startBalancer()
  const { status, headers } = await call(port, 'POST', {}, 'body')
  expect([status, headers['retry-after']]).toEqual([503, '1'])
})

it('CR-02 bodies go through in both directions as they come', async () => {
  const echo = await startFakeProcess((request, response) => void request.pipe(response))
  const { port } = await startBalancer(echo)
  const request = send({ port, host: '127.0.0.1', method: 'POST' })
  request.write('first')
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  const chunks = answer[Symbol.asyncIterator]()
  expect(String((await chunks.next()).value)).toBe('first')
  request.end('second')
  expect(String((await chunks.next()).value)).toBe('second')
  expect((await chunks.next()).done).toBe(true)
})

it('CR-02 a caller who goes away takes the request along', async () => {
  const process = await startFakeProcess(() => {})
  const { port } = await startBalancer(process)
  const request = send({ port, host: '127.0.0.1' }).on('error', () => undefined)
  request.end()
  await vi.waitFor(() => expect(process.requests).toHaveLength(1))
  const closed = once(process.requests[0]?.socket ?? request, 'close')
  request.destroy()
  await closed
})

it('CR-02 a body keeps its length, whatever the method: what is in it is never taken for another request', async () => {
  const bodies: string[] = []
  const process = await startFakeProcess(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(body)
    response.end()
  })
  const { port } = await startBalancer(process)
  const inner = 'GET /inner HTTP/1.1\r\nHost: localhost\r\n\r\n'
  for (const method of ['GET', 'DELETE', 'POST'])
    await call(port, method, { 'transfer-encoding': 'chunked' }, inner)
  expect(bodies).toEqual([inner, inner, inner])
  expect(process.requests.map(({ url }) => url)).toEqual(Array(3).fill('/path?query'))
})

it('SV-13 the address of the caller comes last, after whatever the caller claims', async () => {
  const process = await startFakeProcess((_, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.writeHead(201, 'Made').end()
  })
  const { port } = await startBalancer(process)
  const headers = { 'x-forwarded-for': '203.0.113.9', connection: 'close, x-private', 'x-private': 'mine' }
  const answer = await call(port, 'GET', { ...headers, host: 'localhost:1234' })
  await call(port)
  expect(process.requests[0]?.headers).toMatchObject({
    host: 'localhost:1234',
    'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    'x-forwarded-proto': 'http',
  })
  expect(process.requests[0]?.headers).not.toHaveProperty('x-private')
  expect(process.requests[1]?.headers['x-forwarded-for']).toBe('127.0.0.1')
  expect([answer.status, answer.headers['set-cookie']]).toEqual([201, ['a=1', 'b=2']])
})

it('CR-02 a body keeps its framing, whatever the sender says of the connection', async () => {
  let received = ''
  const process = createServer((socket) =>
    socket.on('data', (data) => {
      received += data
    }),
  )
  await once(process.listen(0, '127.0.0.1'), 'listening')
  const { port } = await startBalancer({ port: (process.address() as AddressInfo).port })
  const client = connect(port, '127.0.0.1')
  client.write(
    'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Content-Length\r\nContent-Length: 4\r\n\r\nbody',
  )
  await vi.waitFor(() => expect(received).toContain('body'))
  expect(received).toMatch(/content-length: 4\r\n/i)
  client.destroy()
  process.close()
})

it('SV-05 behind a proxy every name is its own', async () => {
  const process = await startFakeProcess()
  const balancer = createBalancer({ host: '127.0.0.1', proxies: 1, clock: createFakeClock() })
  const port = await balancer.listen(0)
  balancer.add(process.port)
  expect((await call(port, 'GET', { host: 'chat.example' })).status).toBe(200)
  await balancer.close()
})

it('CR-11 a defect in the handling of a request ends its own connection only', async () => {
  const clock = createFakeClock()
  let defect = false
  const after: typeof clock.after = (milliseconds, callback) => {
    // As `headersDistinct` did, in Node before 20.20.2, for a header named `__proto__`.
    if (defect && milliseconds === connectMs) throw new TypeError('dest[field].push is not a function')
    return clock.after(milliseconds, callback)
  }
  const process = await startFakeProcess()
  const balancer = createBalancer({ host: '127.0.0.1', proxies: 0, clock: { ...clock, after } })
  const port = await balancer.listen(0)
  balancer.add(process.port)
  await vi.waitFor(() => expect(process.asked).toBe(1))
  defect = true
  await expect(call(port)).rejects.toThrow('socket hang up')
  await expect(call(port, 'GET', { connection: 'Upgrade', upgrade: 'x' })).rejects.toThrow('socket hang up')
  defect = false
  expect((await call(port)).status).toBe(200)
  await balancer.close()
})

it('SV-05 a request under a foreign name reaches no process', async () => {
  const process = await startFakeProcess()
  const { port } = await startBalancer(process)
  expect((await call(port, 'GET', { host: 'evil.example' })).status).toBe(421)
  expect(process.requests).toEqual([])
})

it('CR-08 a stop takes no more connections, answers what is in flight, and then ends all', async () => {
  const waiting: ServerResponse[] = []
  const process = await startFakeProcess((_, response) => void waiting.push(response))
  const { port, balancer } = await startBalancer(process)
  const idle = connect(port, '127.0.0.1').resume()
  await once(idle, 'connect')
  const answer = call(port)
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  balancer.stopAccepting()
  await expect(call(port)).rejects.toThrow('ECONNREFUSED')
  waiting[0]?.end('finished')
  expect((await answer).body).toBe('finished')
  const ended = once(idle, 'close')
  await Promise.all([balancer.close(), ended])
})
