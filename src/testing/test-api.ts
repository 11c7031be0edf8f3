/** The API on a real database, without a network: typed callers for as many users as a test wants. */
import { randomUUID } from 'node:crypto'
import { createAccessCache } from '@/server/adapters/memory/access-cache'
import { createMemoryDeliveryTracker } from '@/server/adapters/memory/delivery-tracker'
import { createAccess } from '@/server/adapters/postgres/access'
import { createMessageLog } from '@/server/adapters/postgres/message-log'
import { createMessageSearch } from '@/server/adapters/postgres/message-search'
import { createDatabase, createPool } from '@/server/adapters/postgres/pool'
import { readAsUser } from '@/server/adapters/postgres/read-as-user'
import { createRoomDirectory } from '@/server/adapters/postgres/room-directory'
import { createRoomKeeper } from '@/server/adapters/postgres/room-keeper'
import { createThreads } from '@/server/adapters/postgres/threads'
import { createWorkspaceKeeper } from '@/server/adapters/postgres/workspace-keeper'
import { systemClock } from '@/server/adapters/system/clock'
import { noAuditLog } from '@/server/ports/audit-log'
import { noLimits } from '@/server/ports/limiter'
import { createAppendQueue } from '@/server/services/append-queue'
import { createReceiptWriter } from '@/server/services/receipt-writer'
import type { Services } from '@/server/services/services'
import { createCaller } from '@/server/trpc/app-router'
import { createTestDatabase, type TestDatabase } from './test-database'

export interface Published {
  topic: string
  event: string
  payload: object
}

export type Caller = ReturnType<typeof createCaller>

export interface TestUser {
  userId: string
  call: Caller
}

export interface TestApi {
  database: TestDatabase
  services: Services
  /** Everything broadcast so far, in order. */
  published: Published[]
  /** Errors that no caller heard of. */
  errors: unknown[]
  user(name?: string): Promise<TestUser>
  close(): Promise<void>
}

/**
 * @param replace services or ports to put in place of the real ones
 * @param openRooms whether everybody is in the first workspace
 */
export async function createTestApi(replace: Partial<Services> = {}, openRooms = true): Promise<TestApi> {
  const database = await createTestDatabase()
  const pool = createPool({ url: database.apiUrl, max: 10 })
  const sqlCalls = createDatabase(pool)
  const published: Published[] = []
  const errors: unknown[] = []
  const onError = (error: unknown) => void errors.push(error)
  const messageLog = createMessageLog(sqlCalls)
  const tracker = createMemoryDeliveryTracker()
  const broadcaster = replace.broadcaster ?? {
    publish: (topic: string, event: string, payload: object) =>
      void published.push({ topic, event, payload }),
  }
  const access = createAccessCache(createAccess(sqlCalls), systemClock)
  const services: Services = {
    access,
    endAccess: access.forget,
    auditLog: noAuditLog,
    messageLog,
    tracker,
    broadcaster,
    directory: createRoomDirectory(sqlCalls, readAsUser(pool), openRooms),
    workspaces: createWorkspaceKeeper(sqlCalls, readAsUser(pool)),
    keeper: createRoomKeeper(sqlCalls),
    messageSearch: createMessageSearch(readAsUser(pool)),
    threads: createThreads(sqlCalls, readAsUser(pool)),
    appendQueue: createAppendQueue({ messageLog, broadcaster, tracker, onError }),
    receiptWriter: createReceiptWriter({ messageLog, clock: systemClock, onError }),
    ...replace,
  }

  return {
    database,
    services,
    published,
    errors,
    async user(name = 'Somebody') {
      const userId = randomUUID()
      const sessionId = randomUUID()
      const identity = { userId, sessionId, isGuest: false, name, expiresAt: Number.POSITIVE_INFINITY }
      const call = createCaller({ services, limiter: noLimits, authenticate: async () => identity })
      await call.profiles.rename({ name })
      return { userId, call }
    },
    async close() {
      await services.receiptWriter.flush()
      await pool.end()
      await database.drop()
    },
  }
}
