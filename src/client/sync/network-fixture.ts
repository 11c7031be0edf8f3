/** A browser's real way to the server over real HTTP on this machine, for tests in which somebody else answers. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTRPCClient } from '@trpc/client'
import { onTestFinished } from 'vitest'
import type { Command } from '@/contract/commands'
import type { AppRouter } from '@/server/trpc/app-router'
import { createFakeClock } from '@/testing/fake-clock'
import { createAuthCalls } from '../session/auth-calls'
import { createIdentityClient } from '../session/identity-client'
import { createSession } from '../session/session'
import type { Clock } from './clock'
import type { Connectivity } from './connectivity'
import { createApiLink } from './trpc-link'
import { createTrpcTransport } from './trpc-transport'

export const ada = '0198f1a0-0000-7000-8000-00000000000a'
export const roomId = '0198f1a0-0000-7000-8000-0000000000c1'
export const command: Command = {
  ...{ kind: 'send', id: '0198f1a0-0000-7000-8000-000000000001', as: ada, roomId, content: 'hello' },
  sentAt: '2026-01-01T00:00:00.000Z',
}
export const token = `h.${Buffer.from(JSON.stringify({ sub: ada, iat: 1, exp: 301 })).toString('base64url')}.s`

/** A server of the running test, with its address. */
export async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A browser whose server is whoever answers at `place.address`. */
export function browse(address: string, clock: Clock = createFakeClock(), onWake?: Connectivity['onWake']) {
  const place = { address }
  const asked: string[] = []
  const go: typeof fetch = (input, init) => {
    asked.push(`${init?.method ?? 'GET'} ${String(input).replace(/[?].*/, '')}`)
    return fetch(`${place.address}${input}`, init)
  }
  const session = createSession({
    client: createIdentityClient(createAuthCalls({ baseUrl: '', fetch: go, clock, onWake })),
    clock,
    lock: (work) => work(),
  })
  const link = createApiLink({
    ...{ url: '/api/trpc', fetch: go, clock, onWake, reject: session.reject },
    token: session.token,
  })
  const transport = createTrpcTransport(createTRPCClient<AppRouter>({ links: [link] }), clock)
  return { place, asked, session, transport }
}

/** Parley's own answers, as far as they are needed here. */
export const parley: RequestListener = (request, response) => {
  response.setHeader('content-type', 'application/json')
  if (request.url?.startsWith('/api/auth/')) return void response.end(JSON.stringify({ token }))
  const results = [{ id: command.id, status: 'stored', position: 1, log: ada, epoch: 1 }]
  response.end(JSON.stringify([{ result: { data: { results } } }]))
}
