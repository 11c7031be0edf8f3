import { once } from 'node:events'
import { type IncomingMessage, request as send } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, it, vi } from 'vitest'
import { serverLimits } from '@/contract/server-limits'
import { call, type FakeProcess, startBalancer, startFakeProcess } from './balancer-fixture'
import { handshakeMs } from './forward-upgrade'

const switched =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-A: 1\r\n\r\n'

/** A process that takes every upgrade and sends back what it gets. */
async function startEcho(greeting = ''): Promise<FakeProcess & { sockets: Socket[] }> {
  const process = await startFakeProcess()
  const sockets: Socket[] = []
  process.server.on('upgrade', (_, socket: Socket, head: Buffer) => {
    sockets.push(socket.on('error', () => undefined))
    socket.write(switched + greeting)
    socket.write(head)
    socket.pipe(socket)
  })
  return Object.assign(process, { sockets })
}

function upgrade(port: number) {
  const headers = { connection: 'Upgrade', upgrade: 'websocket' }
  const request = send({ port, host: '127.0.0.1', headers, agent: false })
  request.on('error', () => undefined).end()
  return request
}

async function open(port: number): Promise<{ answer: IncomingMessage; socket: Socket; head: Buffer }> {
  const [answer, socket, head] = (await once(upgrade(port), 'upgrade')) as [IncomingMessage, Socket, Buffer]
  socket.on('error', () => undefined)
  return { answer, socket, head }
}

it('CR-05 a WebSocket goes through in both directions, its handshake and its last bytes too', async () => {
  const process = await startEcho('greeting')
  const { port } = await startBalancer(process)
  const { answer, socket, head } = await open(port)
  expect(answer.headers['x-a']).toBe('1')
  expect(head.toString() || String((await once(socket, 'data'))[0])).toBe('greeting')
  socket.write('hello')
  expect(String((await once(socket, 'data'))[0])).toBe('hello')

  const rest: Buffer[] = []
  socket.on('data', (chunk: Buffer) => rest.push(chunk))
  const [theirs] = process.sockets
  theirs?.unpipe()
  theirs?.end('x'.repeat(1_000_000))
  await once(socket, 'close')
  expect(Buffer.concat(rest)).toHaveLength(1_000_000)
})

it('CR-05 when one side goes away the other hears it', async () => {
  const process = await startEcho()
  const { port } = await startBalancer(process)
  const first = await open(port)
  first.socket.destroy()
  await vi.waitFor(() => expect(process.sockets[0]?.destroyed).toBe(true))
  const second = await open(port)
  process.sockets[1]?.resetAndDestroy()
  await once(second.socket, 'close')
})

it('CR-05 a refused handshake is answered as it was refused, and without a process it is 503', async () => {
  const process = await startFakeProcess()
  process.server.on('upgrade', (_, socket: Socket) => socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n'))
  const { port } = await startBalancer(process)
  expect((await once(upgrade(port), 'response'))[0].statusCode).toBe(401)
  const empty = await startBalancer()
  expect((await once(upgrade(empty.port), 'response'))[0].statusCode).toBe(503)
})

it('CR-05 a refused client that keeps its side open is cut off', async () => {
  const process = await startFakeProcess()
  process.server.on('upgrade', (_, socket: Socket) => socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n'))
  for (const { port } of [await startBalancer(process), await startBalancer()]) {
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume()
    client.on('error', () => undefined)
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    await once(client, 'end')
    // What nobody has open any more answers with a reset.
    await vi.waitFor(() => {
      client.write('more')
      expect(client.destroyed).toBe(true)
    })
  }
})

it('CR-05 a handshake that is not answered in time ends', async () => {
  const process = await startFakeProcess()
  const silent: Socket[] = []
  process.server.on('upgrade', (_, socket: Socket) => silent.push(socket.on('error', () => undefined)))
  const { port, clock } = await startBalancer(process)
  const request = upgrade(port)
  const closed = new Promise((resolve) => request.once('close', resolve))
  await vi.waitFor(() => expect(silent).toHaveLength(1))
  clock.advance(handshakeMs)
  await closed
})

it('CR-06 a hung process is taken out, loses its connections, and is back when it answers', async () => {
  const process = await startEcho()
  const { port, clock, changes } = await startBalancer(process)
  const pass = (check: () => void) =>
    vi.waitFor(() => {
      clock.advance(500)
      check()
    })
  const { socket } = await open(port)
  const closed = once(socket, 'close')
  process.health = 'silent'
  await pass(() => expect(changes).toEqual(['silent']))
  await closed
  expect((await call(port)).status).toBe(503)
  process.health = 200
  await pass(() => expect(changes).toEqual(['silent', 'well']))
  expect((await call(port)).status).toBe(200)
})

it('CR-06 a process whose database hangs has the time to say so, and keeps its connections', async () => {
  const process = await startEcho()
  const { port, clock, changes } = await startBalancer(process)
  const { socket } = await open(port)
  process.server.removeAllListeners('request').on('request', (_, response) => {
    clock.after(serverLimits.healthMs, () => response.writeHead(503).end())
  })
  await vi.waitFor(
    () => {
      clock.advance(250)
      expect(changes).toEqual(['unwell'])
    },
    { timeout: 5_000 },
  )
  socket.write('still here')
  expect(String((await once(socket, 'data'))[0])).toBe('still here')
})

it('CR-06 a hung process does not keep the answer that it has begun', async () => {
  const process = await startFakeProcess((_, response) => void response.write('half'))
  const { port, clock } = await startBalancer(process)
  const answer = call(port)
  const cut = expect(answer).rejects.toThrow('aborted')
  await vi.waitFor(() => expect(process.requests).toHaveLength(1))
  process.health = 'silent'
  const timer = setInterval(() => clock.advance(500), 1)
  await cut
  clearInterval(timer)
})

it('CR-06 one question without an answer is not enough', async () => {
  const process = await startEcho()
  process.health = 'silent'
  const { port, clock, changes } = await startBalancer(process)
  const { socket } = await open(port)
  await vi.waitFor(() => expect(process.asked).toBe(1))
  process.health = 200
  await vi.waitFor(() => {
    clock.advance(500)
    expect(process.asked).toBeGreaterThan(3)
  })
  expect(changes).toEqual([])
  expect(socket.destroyed).toBe(false)
})

it('CR-06 a process that says it is stopping gets no new requests, and keeps its connections', async () => {
  const [stopping, other] = [await startEcho(), await startFakeProcess()]
  const { port, clock, changes, balancer } = await startBalancer(stopping)
  const { socket } = await open(port)
  balancer.add(other.port)
  stopping.health = 503
  await vi.waitFor(() => {
    clock.advance(500)
    expect(changes).toEqual(['unwell'])
  })
  for (let n = 0; n < 4; n++) await call(port)
  expect([stopping.requests.length, other.requests.length]).toEqual([0, 4])
  socket.write('still here')
  expect(String((await once(socket, 'data'))[0])).toBe('still here')
})
