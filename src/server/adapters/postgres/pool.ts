/** Connections to PostgreSQL, and what its errors mean to Parley. */
import pg from 'pg'
import { ParleyError } from '@/contract/errors'
import { type Metrics, noMetrics } from '@/server/ports/metrics'

/** Positions are bigint in the database and stay far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

export interface PoolOptions {
  url: string
  /** Most connections at once. */
  max: number
  /** How long (ms) a caller waits for a connection, and how long a statement may take. */
  connectionTimeoutMs?: number
  statementTimeoutMs?: number
}

/** A pool whose lost idle connections are replaced silently. */
export function createPool({
  url,
  max,
  connectionTimeoutMs = 5_000,
  statementTimeoutMs = 15_000,
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    connectionTimeoutMillis: connectionTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 2_000,
    application_name: 'parley',
    keepAlive: true,
  })
  // Without listeners, a connection that breaks would end the process, be it idle or between two statements.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** SQLSTATE classes that say "the server, not the request": connection, resources, operator intervention, system. */
const unavailableClasses = new Set(['08', '53', '57', '58'])

/** Whether an error means that the database could not be asked, or that its answer is not known. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isUnavailable)
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (/^[0-9A-Z]{5}$/.test(code) && error instanceof pg.DatabaseError) {
    return unavailableClasses.has(code.slice(0, 2))
  }
  return code.startsWith('E') || /terminated|timeout|not queryable|after calling end/i.test(error.message)
}

/** The statements the adapters run: a function call that answers one JSON value. */
export interface Database {
  /**
   * Calls `chat.<name>(...)` in a transaction of its own.
   *
   * @param casts the SQL type of each argument
   * @throws ParleyError UNAVAILABLE when the database cannot be asked; UNAUTHORIZED for whoever has no account any more
   */
  call<T>(name: string, casts: readonly string[], values: readonly unknown[]): Promise<T | null>
  /** What keeps it from taking anything new, as a sentence for operators; undefined while it does. */
  trouble(): string | undefined
}

/** SQLSTATE `disk_full`. */
const diskFull = '53100'

/** What the schema's functions raise for somebody whose account has been deleted. */
const forgotten = 'PA401'

/** @param onTrouble told once when the database cannot be asked any more, not for each call */
export function createDatabase(
  pool: pg.Pool,
  metrics: Pick<Metrics, 'databaseQuery'> = noMetrics,
  onTrouble: (error: unknown) => void = () => {},
): Database {
  let isAway = false
  /** The functions for which there was no room. */
  const refused = new Set<string>()
  return {
    trouble: () =>
      refused.size > 0
        ? "The database's disk is full: nothing can be sent until there is space. Reading goes on."
        : undefined,
    async call<T>(name: string, casts: readonly string[], values: readonly unknown[]) {
      const parameters = casts.map((cast, index) => `$${index + 1}::${cast}`).join(', ')
      const answered = metrics.databaseQuery(name)
      try {
        const { rows } = await pool.query<{ value: T | null }>(
          `select chat.${name}(${parameters}) as value`,
          values.map((value) =>
            typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
          ),
        )
        if (refused.has(name)) refused.clear()
        isAway = false
        return rows[0]?.value ?? null
      } catch (cause) {
        if (cause instanceof pg.DatabaseError && cause.code === forgotten) {
          throw new ParleyError('UNAUTHORIZED', { cause })
        }
        if (cause instanceof pg.DatabaseError && cause.code === diskFull) refused.add(name)
        if (!isUnavailable(cause)) throw cause
        if (!isAway) onTrouble(cause)
        isAway = true
        throw new ParleyError('UNAVAILABLE', { cause })
      } finally {
        answered()
      }
    },
  }
}

/** The verified claims that row-level security reads. */
export function claimsOf(userId: string): { sub: string; role: 'authenticated' } {
  return { sub: userId, role: 'authenticated' }
}
