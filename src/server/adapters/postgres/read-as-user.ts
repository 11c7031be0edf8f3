/** Reads as one user: row-level security shows what they may see. */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import type { Pool } from 'pg'
import { ParleyError } from '@/contract/errors'
import { type Metrics, noMetrics } from '@/server/ports/metrics'
import type { DB } from './database-types'
import { claimsOf, isUnavailable } from './pool'

/** Runs and measures a read; the claims last as long as its transaction. @throws ParleyError UNAVAILABLE */
export type ReadAs = <T>(
  name: string,
  userId: string,
  read: (tx: Transaction<DB>) => Promise<T>,
) => Promise<T>

export function readAsUser(pool: Pool, metrics: Pick<Metrics, 'databaseQuery'> = noMetrics): ReadAs {
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return async (name, userId, read) => {
    const answered = metrics.databaseQuery(name)
    try {
      return await db
        .transaction()
        .setAccessMode('read only')
        .execute(async (tx) => {
          await sql`select set_config('request.jwt.claims', ${JSON.stringify(claimsOf(userId))}, true)`.execute(
            tx,
          )
          return read(tx)
        })
    } catch (cause) {
      if (isUnavailable(cause)) throw new ParleyError('UNAVAILABLE', { cause })
      throw cause
    } finally {
      answered()
    }
  }
}
