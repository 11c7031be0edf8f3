/**
 * Handlers of MSW behind which the real router, services and gateway run over a chat in memory: for tests of whatever
 * speaks to Parley as its own pages do, in Node or jsdom. They stand for one browser; everybody else calls the server.
 */
import { randomUUID } from 'node:crypto'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { HttpResponse, http, type RequestHandler, type WebSocketHandler, ws } from 'msw'
import { errorTable, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { systemClock } from '@/server/adapters/system/clock'
import { createGateway } from '@/server/gateway/gateway'
import { noLimits } from '@/server/ports/limiter'
import type { Identity } from '@/server/ports/token-verifier'
import { guardTokens } from '@/server/services/guard-tokens'
import { appRouter, createCaller } from '@/server/trpc/app-router'
import { toTrpcError } from '@/server/trpc/errors'
import { createMemoryChat, type MemoryChat } from '../memory-chat'
import { createMemoryServices } from '../memory-services'
import { createFaults, type Faults } from './faults'
import { createMemoryIdentity, type MemoryIdentity } from './memory-identity'
import { connectToGateway, cutOff, type LiveClient } from './memory-socket'

export type Caller = ReturnType<typeof createCaller>

export interface Person {
  userId: string
  /** Every procedure, as this person. */
  call: Caller
}

export interface ParleyHandlers {
  /** For `setupServer`. */
  handlers: (RequestHandler | WebSocketHandler)[]
  /** The rooms, people and messages. */
  chat: MemoryChat
  /** Whom the browser belongs to. */
  identity: Pick<MemoryIdentity, 'signIn' | 'endSession'>
  faults: Faults
  /** Nothing reaches the server, or only requests do, and every socket is cut, until `online`. */
  offline(what?: 'all' | 'sockets'): void
  online(): void
  /** The sockets are cut, and may come back. */
  cut(): void
  /** Somebody else, under this name, whose calls no fault meets; or the browser's own user on another device. */
  person(name: string, userId?: string): Promise<Person>
  /** Stores what the server gathers for a moment: how far everybody has received. */
  settle(): Promise<void>
  /** What the server could tell nobody of. */
  errors: readonly unknown[]
  /** Ends all connections, and stores what waits to be stored. */
  close(): Promise<void>
}

const trpcPath = '/api/trpc'
const live = ws.link('*/realtime/v1/websocket')

export function createParleyHandlers(): ParleyHandlers {
  const clock = systemClock
  const errors: unknown[] = []
  const onError = (error: unknown) => void errors.push(error)
  const chat = createMemoryChat({ now: clock.now })
  const faults = createFaults()
  const identity = createMemoryIdentity(clock)
  const { sessions } = identity
  const tokens = guardTokens({ tokens: identity.tokens, sessions, guests: true })
  const gateway = createGateway({
    ...{ tokens, sessions, clock, onError },
    ...{ topics: chat.access, rooms: chat.messageLog },
  })
  const services = createMemoryServices({
    ...{ ...chat, clock, onError, broadcaster: gateway, onAccessEnded: gateway.shutOut },
    messageLog: faults.refusing(chat.messageLog),
  })
  const sockets = new Set<LiveClient>()
  /** What does not get through. */
  let blocked: 'nothing' | 'sockets' | 'all' = 'nothing'

  function cut() {
    for (const client of sockets) cutOff(client)
  }

  /** Lets `act` answer a request with these calls, as far as the network and the faults allow. */
  async function answer(calls: readonly string[], act: (refusal?: ParleyError) => Promise<Response>) {
    await faults.passed(calls)
    const isCut = () => blocked === 'all'
    if (isCut()) return HttpResponse.error()
    const response = await act(faults.refusal(calls))
    return isCut() || faults.isLost(calls) ? HttpResponse.error() : response
  }

  function answerTrpc(request: Request, refusal: ParleyError | undefined): Promise<Response> {
    return fetchRequestHandler({
      endpoint: trpcPath,
      req: request,
      router: appRouter,
      createContext: ({ info }) => {
        if (info.calls.length > limits.callsPerRequest) {
          throw toTrpcError(new ParleyError('PAYLOAD_TOO_LARGE'))
        }
        let user: Promise<Identity> | undefined
        const authenticate = async () => {
          if (refusal) throw refusal
          return tokens.verify((request.headers.get('authorization') ?? '').replace(/^Bearer /, ''))
        }
        return { services, limiter: noLimits, authenticate: () => (user ??= authenticate()) }
      },
      onError: ({ error }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR') onError(error.cause ?? error)
      },
    })
  }

  async function answerAuth(request: Request, path: string, refusal: ParleyError | undefined) {
    try {
      if (refusal) throw refusal
      return HttpResponse.json(identity.answer(request.method, path, await request.text()))
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      const { code, message, retryAfter } = error
      return HttpResponse.json({ code, message, retryAfter }, { status: errorTable[code].status })
    }
  }

  const below = (request: Request, prefix: string) => new URL(request.url).pathname.slice(prefix.length + 1)

  return {
    handlers: [
      http.all(`*${trpcPath}/*`, ({ request }) => {
        const calls = decodeURIComponent(below(request, trpcPath)).split(',')
        return answer(calls, (refusal) => answerTrpc(request, refusal))
      }),
      http.all('*/api/auth/*', ({ request }) => {
        const path = below(request, '/api/auth')
        return answer([`auth/${path}`], (refusal) => answerAuth(request, path, refusal))
      }),
      live.addEventListener('connection', ({ client }) => {
        if (blocked !== 'nothing') return cutOff(client)
        sockets.add(client)
        client.addEventListener('close', () => sockets.delete(client))
        connectToGateway(gateway, client)
      }),
    ],
    ...{ chat, identity, faults, cut, errors },
    offline(what = 'all') {
      blocked = what
      cut()
    },
    online() {
      blocked = 'nothing'
    },
    settle: services.receiptWriter.flush,
    async person(name, userId = randomUUID()) {
      const sessionId = randomUUID()
      const known: Identity = {
        ...{ userId, sessionId, isGuest: true, name, expiresAt: Number.POSITIVE_INFINITY },
      }
      const call = createCaller({ services, limiter: noLimits, authenticate: async () => known })
      await call.profiles.rename({ name })
      return { userId, call }
    },
    async close() {
      blocked = 'all'
      cut()
      await Promise.all([services.receiptWriter.flush(), gateway.close()])
    },
  }
}
