/** The composition root of the server: the only place that chooses adapters. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { limits } from '@/contract/limits'
import { createIdentityProvider } from './adapters/better-auth/identity-provider'
import { createTokenVerifier } from './adapters/jose/token-verifier'
import { createAccessCache } from './adapters/memory/access-cache'
import { createMemoryDeliveryTracker } from './adapters/memory/delivery-tracker'
import { createMemoryLimiter } from './adapters/memory/limiter'
import { createAccess } from './adapters/postgres/access'
import { createMessageLog } from './adapters/postgres/message-log'
import { createDatabase, createPool } from './adapters/postgres/pool'
import { createRoomDirectory } from './adapters/postgres/room-directory'
import { systemClock } from './adapters/system/clock'
import { createGateway, type Gateway } from './gateway/gateway'
import type { TokenVerifier } from './ports/token-verifier'
import { createAppendQueue } from './services/append-queue'
import { createReceiptWriter } from './services/receipt-writer'
import type { Services } from './services/services'

export interface ContainerOptions {
  /** Connection strings of the two login roles. */
  databaseUrls: { api: string; auth: string }
  /** Signs sessions and encrypts the token keys. */
  authSecret: string
  onError(error: unknown): void
}

export interface Container {
  services: Services
  tokens: TokenVerifier
  gateway: Gateway
  /** Answers `/api/auth/*`. */
  handleAuth(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** What does not work just now; empty when all is well. */
  troubles(): Promise<string[]>
  /** Stores what is still in memory and lets go of the database. The gateway is closed by itself, before. */
  close(): Promise<void>
}

const issuer = 'parley'

export function createContainer(options: ContainerOptions): Container {
  const { databaseUrls, authSecret, onError } = options
  const clock = systemClock
  const pool = createPool({ url: databaseUrls.api, max: 10 })
  const database = createDatabase(pool)
  const databaseAccess = createAccess(database)

  const identity = createIdentityProvider({
    databaseUrl: databaseUrls.auth,
    secret: authSecret,
    issuer,
    // Pages are served by this same server: the origin a request was sent to is the only one.
    trustedOrigins: [],
    limiter: createMemoryLimiter(clock),
    guestsPerMinute: limits.guestsPerMinute,
    onError,
  })
  const tokens = createTokenVerifier({ keys: identity.keys, issuer, audience: issuer, clock })
  const gateway = createGateway({ tokens, topics: databaseAccess, clock })

  const access = createAccessCache(databaseAccess, clock)
  const messageLog = createMessageLog(database)
  const tracker = createMemoryDeliveryTracker()
  const receiptWriter = createReceiptWriter({ messageLog, clock, onError })
  const services: Services = {
    access,
    forgetAccess: access.forget,
    messageLog,
    tracker,
    receiptWriter,
    broadcaster: gateway,
    directory: createRoomDirectory(pool, database),
    appendQueue: createAppendQueue({ messageLog, broadcaster: gateway, tracker, onError }),
  }

  return {
    services,
    tokens,
    gateway,
    handleAuth: identity.handle,
    async troubles() {
      const alive = await pool.query('select 1').then(
        () => true,
        () => false,
      )
      return alive ? [] : ['The database does not answer.']
    },
    async close() {
      await receiptWriter.flush().catch(onError)
      await identity.close()
      await pool.end()
    },
  }
}
