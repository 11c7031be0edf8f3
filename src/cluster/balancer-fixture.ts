/** A balancer on a clock that the test moves, and small processes behind it that behave as the test says. */
import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createBalancer } from './balancer'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** One fake process. What the balancer asks for its health does not count as a request. */
export interface FakeProcess {
  port: number
  /** Requests that reached it. */
  requests: IncomingMessage[]
  /** How it answers when it is asked how it is; `silent` by not answering. */
  health: 200 | 503 | 'silent'
  /** How often it was asked. */
  asked: number
  server: ReturnType<typeof createServer>
  /** Ends it at once, with all its connections. */
  die(): Promise<void>
}

export async function startFakeProcess(
  handle: Handler = (_, response) => response.end(),
): Promise<FakeProcess> {
  const server = createServer((request, response) => {
    if (request.url !== '/api/health') {
      fake.requests.push(request)
      return handle(request, response)
    }
    fake.asked++
    if (fake.health !== 'silent') response.writeHead(fake.health).end()
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const fake: FakeProcess = {
    port: (server.address() as AddressInfo).port,
    requests: [],
    health: 200,
    asked: 0,
    server,
    async die() {
      if (!server.listening) return
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
  onTestFinished(fake.die)
  return fake
}

export async function startBalancer(...processes: { port: number }[]) {
  const clock = createFakeClock()
  const balancer = createBalancer({ host: '127.0.0.1', proxies: 0, clock })
  const changes: string[] = []
  const port = await balancer.listen(0)
  for (const process of processes) balancer.add(process.port, (answer) => changes.push(answer))
  onTestFinished(balancer.close)
  return { balancer, clock, changes, port }
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** One request on a connection of its own. */
export async function call(
  port: number,
  method = 'GET',
  headers: OutgoingHttpHeaders = {},
  body = '',
): Promise<Answer> {
  const request = send({ port, host: '127.0.0.1', method, path: '/path?query', headers, agent: false })
  request.end(body)
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of answer) text += chunk
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: text }
}
