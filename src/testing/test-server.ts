/** The whole server but its pages, with every real part and wired as in `main.ts`, on an address of its own. */
import { promisify } from 'node:util'
import { systemClock } from '@/server/adapters/system/clock'
import { type Container, type ContainerOptions, createContainer } from '@/server/container'
import { createHttpServer } from '@/server/http/http-server'
import { isOwnHost } from '@/server/http/own-host'
import { createRequestHandler } from '@/server/http/request-handler'
import { createSecurityHeaders } from '@/server/http/security-headers'
import type { Log } from '@/server/ports/log'
import { noMetrics } from '@/server/ports/metrics'
import type { TestDatabase } from './test-database'

export interface TestServer {
  readonly container: Container
  readonly address: string
  /** What was told to the operators. */
  readonly errors: unknown[]
  /** How many sockets are open to it. */
  sockets(): Promise<number>
  close(): Promise<void>
}

export async function startTestServer(
  database: TestDatabase,
  options: Partial<ContainerOptions> = {},
): Promise<TestServer> {
  const errors: unknown[] = []
  const log: Log = { say() {}, info() {}, warn() {}, error: (_, error) => void errors.push(error) }
  const container = createContainer({
    databaseUrls: { api: database.apiUrl, auth: database.authUrl },
    authSecret: 'a secret of at least thirty-two characters',
    redisUrl: undefined,
    alone: true,
    proxies: 0,
    rateLimits: true,
    smtp: undefined,
    site: () => 'http://localhost',
    guests: true,
    openRooms: true,
    serverKey: undefined,
    log,
    metrics: noMetrics,
    ...options,
  })
  const host = '127.0.0.1'
  const http = createHttpServer({
    host,
    handle: createRequestHandler(container, async (_, response) => void response.end('page')),
    secure: createSecurityHeaders([]),
    clock: systemClock,
    log,
    logRequests: true,
    metrics: noMetrics,
  })
  http.server.on('upgrade', (request, socket, head) => {
    if (isOwnHost(host, request.headers.host) && container.gateway.handles(request.url))
      container.gateway.handleUpgrade(request, socket, head)
    else socket.destroy()
  })
  const port = await http.listen(0)
  return {
    container,
    errors,
    address: `http://${host}:${port}`,
    sockets: promisify(http.server.getConnections.bind(http.server)),
    async close() {
      await Promise.all([container.gateway.close(), http.close()])
      await container.close()
    },
  }
}
