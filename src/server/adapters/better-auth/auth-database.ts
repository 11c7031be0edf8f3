/** The identity provider's connection to its tables, which remembers failures that better-auth hides. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { ParleyError } from '@/contract/errors'
import type { AuthTables } from './auth-tables'

export interface AuthDatabase {
  db: Kysely<AuthTables>
  /**
   * Runs `work`, and rejects when any query in it failed, whatever `work` made of that. better-auth takes a session
   * that it could not read for none, and a failed sign-out for done: a guest who believed the first would start
   * over as somebody else.
   *
   * @throws ParleyError UNAVAILABLE
   */
  strictly<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** @param url a connection string of the role `parley_auth`, whose search path is the schema `better_auth` */
export function createAuthDatabase(url: string): AuthDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
  })
  // A connection that breaks is replaced at the next use. Unheard, its event would end the process: the pool hears of
  // idle ones, and nobody of one that is between two statements.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))

  const running = new AsyncLocalStorage<{ failure?: unknown }>()
  const note = (error: unknown) => {
    const work = running.getStore()
    if (work) work.failure ??= error
  }
  const connect = () =>
    pool.connect().catch((error: unknown) => {
      note(error)
      throw error
    })
  const db = new Kysely<AuthTables>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end() } }),
    log(event) {
      if (event.level === 'error') note(event.error)
    },
  })

  return {
    db,
    async strictly(work) {
      const state: { failure?: unknown } = {}
      try {
        const result = await running.run(state, work)
        if (state.failure === undefined) return result
      } catch (error) {
        if (state.failure === undefined) throw error
      }
      throw new ParleyError('UNAVAILABLE', { cause: state.failure })
    },
    close: () => db.destroy(),
  }
}
