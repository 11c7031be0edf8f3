/** For the gateway's tests: a gateway on a real HTTP server, with identities, permissions and time in the test's hand. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { RealtimeClient, type WebSocketLikeConstructor } from '@supabase/realtime-js'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { ParleyError } from '@/contract/errors'
import { createFakeClock, type FakeClock } from '@/testing/fake-clock'
import type { TopicAccess } from '../ports/access'
import type { Bus } from '../ports/bus'
import { type Metrics, noMetrics } from '../ports/metrics'
import type { Identity, TokenVerifier } from '../ports/token-verifier'
import { createGateway, type Gateway, type GatewayDeps } from './gateway'
import type { GatewayLimits } from './gateway-limits'
import { connectRaw, type RawClient } from './raw-client-fixture'
import type { RoomReader } from './room-repair'

/** Knows the tokens that the test issued. */
export interface FakeTokens extends TokenVerifier {
  /** A new token, valid for half a minute unless told otherwise; of one session for each user, unless told otherwise. */
  issue(userId: string, lifeMs?: number, sessionId?: string): string
  /** What `verify` throws, while set. */
  failure: Error | undefined
}

/** Everybody reads every topic but those with `secret` in the name, and writes on `peers:` topics. */
export interface FakeAccess extends TopicAccess {
  /** What `rights` throws, while set. */
  failure: Error | undefined
  /** Lets questions wait from now on; the answer lets them go. */
  hold(): () => void
  /** Questions asked so far. */
  asked: number
}

export interface GatewayFixture {
  readonly gateway: Gateway
  readonly clock: FakeClock
  readonly tokens: FakeTokens
  readonly access: FakeAccess
  /** Defects the gateway told of. */
  readonly errors: unknown[]
  readonly port: number
  /** The sockets under the connections, in the order of their coming: destroyed, they are a network that broke. */
  readonly sockets: readonly Duplex[]
  /** A client without manners. */
  raw(query?: string): Promise<RawClient>
  /** An unmodified realtime-js; `token` is asked whenever the client wants a token. */
  realtime(token: () => string, apikey?: string): Promise<RealtimeClient>
}

/** Who has it broadcasts over HTTP. */
export const serverKey = 'a key that only servers have'

/** What several gateways of one test have in common. */
export interface Shared {
  readonly bus?: Bus
  readonly clock?: FakeClock
  readonly rooms?: RoomReader
  readonly tokens?: FakeTokens
  readonly metrics?: Pick<Metrics, 'connectionClosed'>
  readonly admit?: GatewayDeps['admit']
  readonly sessions?: GatewayDeps['sessions']
  readonly isOwnOrigin?: GatewayDeps['isOwnOrigin']
}

/** A log that knows no room. */
const noRooms: RoomReader = {
  changesAfter: async () => undefined,
  roomHeads: async () => ({ log: '', rooms: [] }),
}

/** A clock moved by hand leaves no client the time to answer a ping: only a test about pings has them. */
const neverMs = 1_000_000_000

export async function startGateway(
  limits: Partial<GatewayLimits> = {},
  {
    bus,
    clock = createFakeClock(),
    rooms = noRooms,
    tokens = createFakeTokens(clock),
    metrics = noMetrics,
    admit,
    sessions,
    isOwnOrigin,
  }: Shared = {},
): Promise<GatewayFixture> {
  const access = createFakeAccess()
  const errors: unknown[] = []
  const gateway = createGateway({
    tokens,
    topics: access,
    clock,
    rooms,
    bus,
    metrics,
    onError: (error) => void errors.push(error),
    ...(admit && { admit }),
    ...(sessions && { sessions }),
    ...(isOwnOrigin && { isOwnOrigin }),
    serverKey,
    limits: { pingMs: neverMs, ...limits },
  })
  const sockets: Duplex[] = []
  const server = createServer((request, response) => {
    const [path = ''] = request.url?.split('?') ?? []
    if (gateway.handlesRequest(path)) void gateway.answerBroadcast(request, response)
    else response.writeHead(404).end()
  })
  server.on('upgrade', (request, socket, head) => {
    sockets.push(socket)
    gateway.handleUpgrade(request, socket, head)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  onTestFinished(async () => {
    const closed = gateway.close()
    clock.advance(60_000)
    await closed
    await new Promise((resolve) => server.close(resolve))
  })
  const base = `ws://127.0.0.1:${port}/realtime/v1`
  return {
    gateway,
    clock,
    tokens,
    access,
    errors,
    port,
    sockets,
    raw: (query = 'vsn=2.0.0') => connectRaw(`${base}/websocket?${query}`),
    async realtime(token, apikey = 'any') {
      const client = new RealtimeClient(base, {
        params: { apikey },
        // The types of `ws` and of the DOM differ in what an event's target is.
        transport: WebSocket as unknown as WebSocketLikeConstructor,
        heartbeatIntervalMs: 100,
        reconnectAfterMs: () => 10,
        accessToken: async () => token(),
      })
      onTestFinished(async () => void (await client.disconnect()))
      await client.setAuth()
      return client
    },
  }
}

export function createFakeTokens(clock: FakeClock): FakeTokens {
  const identities = new Map<string, Identity>()
  return {
    failure: undefined,
    issue(userId, lifeMs = 30_000, sessionId = `session-of-${userId}`) {
      const token = `token-${identities.size + 1}-${userId}`
      identities.set(token, {
        ...{ userId, sessionId, isGuest: false, name: undefined, expiresAt: clock.now() + lifeMs },
      })
      return token
    },
    async verify(token) {
      if (this.failure) throw this.failure
      const identity = identities.get(token)
      if (!identity || identity.expiresAt <= clock.now()) throw new ParleyError('UNAUTHORIZED')
      return identity
    },
  }
}

function createFakeAccess(): FakeAccess {
  let gate = Promise.resolve()
  return {
    failure: undefined,
    asked: 0,
    hold() {
      let release = () => {}
      gate = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
    async rights(_userId, topic) {
      this.asked += 1
      await gate
      if (this.failure) throw this.failure
      return { read: !topic.includes('secret'), write: topic.startsWith('peers:') }
    },
  }
}
