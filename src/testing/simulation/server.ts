/**
 * The real router and services over a log, without a network: tokens that expire by a test's clock, and processes that
 * end and start again. Whose answers are heard is the network's business.
 */
import { TRPCError } from '@trpc/server'
import { ParleyError } from '@/contract/errors'
import type { Access, TopicAccess } from '@/server/ports/access'
import type { Broadcaster } from '@/server/ports/broadcaster'
import type { Clock } from '@/server/ports/clock'
import { type Limiter, noLimits } from '@/server/ports/limiter'
import type { MessageLog } from '@/server/ports/message-log'
import type { RoomDirectory } from '@/server/ports/room-directory'
import type { Identity } from '@/server/ports/token-verifier'
import type { Services } from '@/server/services/services'
import { createCaller } from '@/server/trpc/app-router'
import { describeError } from '@/server/trpc/errors'
import { createMemoryServices } from '../memory-services'

export type Caller = ReturnType<typeof createCaller>

export interface SimulatedServer {
  /** A token like the identity provider's, good for `tokenLife`. */
  issue(userId: string): string
  ownerOf(token: string): string
  /** @throws ParleyError what a client would hear, UNAUTHORIZED for an expired token among it */
  call<Answer>(token: string, run: (caller: Caller) => Promise<Answer>): Promise<Answer>
  /** Whether the bearer may join a topic. */
  mayJoin(token: string, topic: string): Promise<boolean>
  /** Calls without a token, for what a test does or asks itself. */
  as(userId: string): Caller
  /** Another process takes over: all that was only in memory is gone. Connections are the caller's to cut. */
  restart(): void
  /** Stores what is still in memory. */
  close(): Promise<void>
}

export interface SimulatedServerOptions {
  messageLog: MessageLog
  directory: RoomDirectory
  access: Access & TopicAccess
  clock: Clock
  /** Told of what is broadcast. */
  publish: Broadcaster['publish']
  /** How long a token is good, in milliseconds. */
  tokenLife: number
  /** Of what tokens' bearers call; nothing is limited without it. */
  limiter?: Limiter
}

export function createSimulatedServer(options: SimulatedServerOptions): SimulatedServer {
  const { messageLog, directory, access, clock, publish, tokenLife, limiter = noLimits } = options
  let services = start()

  /** What nobody hears of is a defect of the test or of the server. */
  function onError(error: unknown) {
    throw error
  }

  function start(): Services {
    return createMemoryServices({ messageLog, directory, access, clock, broadcaster: { publish }, onError })
  }

  const read = (token: string) => JSON.parse(atob(token.split('.')[1] ?? ''))

  function verify(token: string): Identity {
    const { sub, exp } = read(token)
    if (exp * 1_000 <= clock.now()) throw new ParleyError('UNAUTHORIZED')
    return { userId: sub, sessionId: sub, isGuest: true, name: undefined, expiresAt: exp * 1_000 }
  }

  return {
    issue(userId) {
      const iat = clock.now() / 1_000
      return `.${btoa(JSON.stringify({ sub: userId, iat, exp: iat + tokenLife / 1_000 }))}.`
    },
    ownerOf: (token) => read(token).sub,
    async call(token, run) {
      try {
        return await run(createCaller({ services, limiter, authenticate: async () => verify(token) }))
      } catch (error) {
        if (!(error instanceof TRPCError)) throw error
        const { code, retryAfter } = describeError(error)
        throw new ParleyError(code, retryAfter === undefined ? {} : { retryAfter })
      }
    },
    mayJoin: async (token, topic) => (await access.rights(verify(token).userId, topic)).read,
    as: (userId) =>
      createCaller({
        services,
        limiter: noLimits,
        authenticate: async () => ({
          ...{
            userId,
            sessionId: userId,
            isGuest: true,
            name: undefined,
            expiresAt: Number.POSITIVE_INFINITY,
          },
        }),
      }),
    restart() {
      services = start()
    },
    close: () => services.receiptWriter.flush(),
  }
}
