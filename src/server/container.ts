/** The composition root of the server: the only place that chooses adapters. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { serverLimits } from '@/contract/server-limits'
import { createIdentityProvider } from './adapters/better-auth/identity-provider'
import { createTokenVerifier } from './adapters/jose/token-verifier'
import { createConsoleMailer } from './adapters/mail/console-mailer'
import { createSmtpMailer, type SmtpOptions } from './adapters/mail/smtp-mailer'
import { createAccessCache } from './adapters/memory/access-cache'
import { createMemoryDeliveryTracker } from './adapters/memory/delivery-tracker'
import { createMemoryLimiter } from './adapters/memory/limiter'
import { createAccess } from './adapters/postgres/access'
import { createAuditLog } from './adapters/postgres/audit-log'
import { createMessageLog } from './adapters/postgres/message-log'
import { createMessageSearch } from './adapters/postgres/message-search'
import { createDatabase, createPool } from './adapters/postgres/pool'
import { readAsUser } from './adapters/postgres/read-as-user'
import { createRoomDirectory } from './adapters/postgres/room-directory'
import { createRoomKeeper } from './adapters/postgres/room-keeper'
import { createThreads } from './adapters/postgres/threads'
import { createWorkspaceKeeper } from './adapters/postgres/workspace-keeper'
import { createRedisBus } from './adapters/redis/bus'
import { createRedisDeliveryTracker } from './adapters/redis/delivery-tracker'
import { createRedisLimiter } from './adapters/redis/limiter'
import { systemClock } from './adapters/system/clock'
import { admit } from './admission'
import { createGateway, type Gateway } from './gateway/gateway'
import { noBus } from './ports/bus'
import { type Limiter, noLimits } from './ports/limiter'
import type { Log } from './ports/log'
import type { Metrics } from './ports/metrics'
import type { TokenVerifier } from './ports/token-verifier'
import { addressOf, isOwnOrigin, networkOf } from './request-source'
import { announce } from './services/announce'
import { createAppendQueue } from './services/append-queue'
import { guardTokens } from './services/guard-tokens'
import { createReceiptWriter } from './services/receipt-writer'
import type { Services } from './services/services'

export interface ContainerOptions {
  /** Connection strings of the two login roles. */
  databaseUrls: { api: string; auth: string }
  /** Signs sessions and encrypts the token keys. */
  authSecret: string
  /** Opens the broadcast endpoint to whoever has it; without it there is none. */
  serverKey: string | undefined
  /** Joins all processes: live frames, presence, how far everybody has received. Without it, each has its own. */
  redisUrl: string | undefined
  /** Whether no other process can use this database. */
  alone: boolean
  /** Where mail goes out; without it, links are printed on the server's console. */
  smtp: SmtpOptions | undefined
  /** Where people reach this installation, without a slash at the end: for links in mails. */
  site(): string
  /** Whether somebody may be a guest. */
  guests: boolean
  /** Whether everybody who signs in is a member of the first workspace. */
  openRooms: boolean
  /** Proxies in front: whose word counts for where a request comes from. */
  proxies: number
  /** Whether the rates of the contract are held; guests are counted all the same. */
  rateLimits: boolean
  log: Log
  metrics: Metrics
}

export interface Container {
  log: Log
  services: Services
  tokens: TokenVerifier
  gateway: Gateway
  limiter: Limiter
  /** The address a request came from (SV-13). */
  addressOf(request: IncomingMessage): string | undefined
  /** Answers `/api/auth/*`. */
  handleAuth(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** How all of it is doing just now. */
  health(): Promise<Health>
  /** Stores what is still in memory and lets go of the database. The gateway is closed by itself, before. */
  close(): Promise<void>
}

/** `degraded`: chat works, and something else does not. `unavailable`: chat does not work. */
export type Health = { status: 'ok' } | { status: 'degraded' | 'unavailable'; reasons: string[] }

const issuer = 'parley'

export function createContainer(options: ContainerOptions): Container {
  const { databaseUrls, authSecret, redisUrl, alone, proxies, rateLimits, serverKey, log, metrics } = options
  const { smtp, site, guests, openRooms } = options
  const onError = (error: unknown) => log.error('background_failure', error)
  const clock = systemClock
  const pool = createPool({ url: databaseUrls.api, max: 10 })
  /** Of its own: a pool that is merely busy is no illness. */
  const healthPool = createPool({ url: databaseUrls.api, max: 1 })
  const database = createDatabase(pool, metrics, (error) => log.error('database_ill', error))
  const databaseAccess = createAccess(database)
  const readAs = readAsUser(pool, metrics)

  const onTrouble = (error: unknown) => log.error('redis_ill', error)
  const meanwhile = createMemoryLimiter(clock)
  const redisLimiter = redisUrl
    ? createRedisLimiter({ url: redisUrl, clock, meanwhile, onTrouble })
    : undefined
  const counting = redisLimiter ?? meanwhile
  const limiter = rateLimits ? counting : noLimits
  const auditLog = createAuditLog({
    ...{ database, clock },
    onError: (error) => log.error('audit_failed', error),
    onLost: (entries) => log.warn('audit_lost', { entries }),
  })
  const identity = createIdentityProvider({
    databaseUrl: databaseUrls.auth,
    secret: authSecret,
    issuer,
    // Pages are served by this same server: the origin a request was sent to is the only one.
    trustedOrigins: [],
    limiter: counting,
    mailer: smtp ? createSmtpMailer(smtp) : createConsoleMailer((line) => log.say(line)),
    sendsMail: smtp !== undefined,
    ...{ site, guests, openRooms, clock },
    guestsPerMinute: serverLimits.guestsPerMinute,
    auditLog,
    proxies,
    onForgotten(userId, news) {
      for (const room of news) {
        services.endAccess(userId, room.roomId)
        announce(services, room)
      }
    },
    onError,
  })
  const { sessions } = identity
  const tokens = guardTokens({
    tokens: createTokenVerifier({ keys: identity.keys, issuer, audience: issuer, clock }),
    ...{ sessions, guests },
  })
  const messageLog = createMessageLog(database)
  const redisBus = redisUrl ? createRedisBus({ url: redisUrl, clock, onTrouble, onError }) : undefined
  const gateway = createGateway({
    tokens,
    sessions,
    topics: databaseAccess,
    clock,
    rooms: messageLog,
    bus: redisBus ?? (alone ? undefined : noBus),
    onError,
    serverKey,
    metrics,
    isOwnOrigin: (request) => isOwnOrigin(request, [site()]),
    admit: (request) => admit(limiter, 'connects', networkOf(addressOf(request, proxies))),
  })
  metrics.watch('parley_realtime_connections', 'Open connections.', () => gateway.stats().connections)
  metrics.watch('parley_realtime_users', 'Users with a connection.', () => gateway.stats().users)
  metrics.watch('parley_realtime_topics', 'Topics with a subscriber.', () => gateway.stats().topics)

  const access = createAccessCache(databaseAccess, clock)
  const redis = redisUrl ? createRedisDeliveryTracker({ url: redisUrl, clock, onTrouble }) : undefined
  if (redis) metrics.watch('parley_redis_memory_bytes', 'Memory that Redis uses.', redis.memory)
  const tracker = redis ?? createMemoryDeliveryTracker()
  const receiptWriter = createReceiptWriter({ messageLog, clock, onError })
  const services: Services = {
    access,
    endAccess(userId, roomId) {
      access.forget(userId, roomId)
      gateway.shutOut(userId, roomId)
    },
    auditLog,
    messageLog,
    tracker,
    receiptWriter,
    broadcaster: gateway,
    directory: createRoomDirectory(database, readAs, openRooms),
    keeper: createRoomKeeper(database),
    messageSearch: createMessageSearch(readAs),
    threads: createThreads(database, readAs),
    workspaces: createWorkspaceKeeper(database, readAs),
    appendQueue: createAppendQueue({ messageLog, broadcaster: gateway, tracker, metrics, onError }),
  }

  return {
    log,
    services,
    tokens,
    gateway,
    limiter,
    addressOf: (request) => addressOf(request, proxies),
    handleAuth: identity.handle,
    async health() {
      const alive = await new Promise<boolean>((resolve) => {
        // A database that hangs is as good as none to whoever asks.
        const cancel = clock.after(serverLimits.healthMs, () => resolve(false))
        healthPool
          .query('select 1')
          .then(
            () => resolve(true),
            () => resolve(false),
          )
          .finally(cancel)
      })
      if (!alive) return { status: 'unavailable', reasons: ['The database does not answer.'] }
      const trouble = database.trouble() ?? redis?.trouble() ?? redisBus?.trouble() ?? redisLimiter?.trouble()
      return trouble ? { status: 'degraded', reasons: [trouble] } : { status: 'ok' }
    },
    async close() {
      await receiptWriter.flush().catch(onError)
      await auditLog.close()
      await Promise.all([redis?.close(), redisBus?.close(), redisLimiter?.close()])
      await identity.close()
      await Promise.all([pool.end(), healthPool.end()])
    },
  }
}
