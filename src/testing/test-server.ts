/** The whole server but its pages, with every real part, on an address of its own. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Container, type ContainerOptions, createContainer } from '@/server/container'
import { createRequestHandler } from '@/server/http/request-handler'
import { noMetrics } from '@/server/ports/metrics'
import type { TestDatabase } from './test-database'

export interface TestServer {
  readonly container: Container
  readonly address: string
  /** What was told to the operators. */
  readonly errors: unknown[]
  close(): Promise<void>
}

export async function startTestServer(
  database: TestDatabase,
  options: Partial<ContainerOptions> = {},
): Promise<TestServer> {
  const errors: unknown[] = []
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
    log: { say() {}, info() {}, warn() {}, error: (_, error) => void errors.push(error) },
    metrics: noMetrics,
    ...options,
  })
  const handle = createRequestHandler(container, async (_, response) => void response.end('page'))
  const server = createServer((request, response) => void handle(request, response))
  server.on('upgrade', (request, socket, head) => container.gateway.handleUpgrade(request, socket, head))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    container,
    errors,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await container.gateway.close()
      server.close()
      server.closeAllConnections()
      await container.close()
    },
  }
}
