/** Looks at a database server before anything is done to it, and says in one line what is wrong with it. */
import pg from 'pg'
import { isUnavailable } from './pool'

/** A database that cannot be used as it is. The message says what to do, and holds no password. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}

/** The oldest version that has everything the schema uses (`security_invoker`). */
const oldestVersion = 15

const patienceMs = 10_000

/** SQLSTATEs of a refused login: which of the URL's parts is wrong, or that the server cannot just now. */
const refusals: Record<string, string> = {
  '28P01': 'does not accept the user or the password. Check DATABASE_URL',
  '28000': 'does not let this user in. Check DATABASE_URL',
  '3D000': 'has no database of this name. Check DATABASE_URL',
  '42501': 'does not let this user into the database. Check DATABASE_URL',
  '53300': 'has no connection left. Raise its max_connections, or start again later',
  '57P03': 'is starting or stopping. Start Parley again later',
}

/**
 * @param url a connection string, from DATABASE_URL
 * @throws DatabaseError when it is no PostgreSQL URL, does not answer, refuses the login, or is too old
 */
export async function checkServer(url: string): Promise<void> {
  const place = placeOf(url)
  const client = createClient(url)
  // A server that goes away while we look is told by the query.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string; readOnly?: string }>(
      `select current_setting('server_version_num') as version,
         current_setting('transaction_read_only') as "readOnly"`,
    )
    const version = Math.floor(Number(rows[0]?.version) / 10_000)
    if (version < oldestVersion) {
      throw new DatabaseError(
        `The PostgreSQL at ${place} is version ${version}. Parley needs ${oldestVersion} or newer.`,
      )
    }
    if (rows[0]?.readOnly === 'on') throw new DatabaseError(readOnly(place))
  } catch (cause) {
    throw cause instanceof DatabaseError ? cause : explain(cause, place)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/**
 * Names what stands in the way of preparing a server that was let through.
 *
 * @returns a DatabaseError, or the cause where it is nothing that the server's owner can mend
 */
export function explainPreparation(cause: unknown, url: string): unknown {
  const place = placeOf(url)
  const line = cause instanceof pg.DatabaseError ? obstacles[cause.code ?? '']?.(place) : undefined
  return line ? new DatabaseError(line, { cause }) : explain(cause, place)
}

const readOnly = (place: string) =>
  `The PostgreSQL at ${place} is read-only: a standby, or set so. DATABASE_URL must name one that can be written.`

/** SQLSTATEs of a refused change. */
const obstacles: Record<string, (place: string) => string> = {
  '25006': readOnly,
  '42501': (place) =>
    `The user of DATABASE_URL may not prepare ${place}. Parley needs a superuser, or one with CREATEROLE, BYPASSRLS and CREATE on the database.`,
  '53100': (place) => `The disk of the PostgreSQL at ${place} is full. Make space there and start again.`,
}

function explain(cause: unknown, place: string): unknown {
  if (!(cause instanceof Error) || cause instanceof DatabaseError) return cause
  const code = 'code' in cause ? String(cause.code) : ''
  const refusal = cause instanceof pg.DatabaseError ? refusals[code] : undefined
  if (refusal) return new DatabaseError(`The PostgreSQL at ${place} ${refusal}.`, { cause })
  if (/CERT|SIGNATURE|ISSUER/.test(code) || / SSL /.test(cause.message)) {
    return new DatabaseError(
      `TLS with the PostgreSQL at ${place} does not come about. Check sslmode in DATABASE_URL.`,
      { cause },
    )
  }
  if (!isUnavailable(cause)) return cause
  return new DatabaseError(
    `No PostgreSQL answers at ${place}. Check DATABASE_URL, and whether it is running.`,
    { cause },
  )
}

/** @throws DatabaseError for a URL that names a certificate which is not there */
function createClient(url: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMs })
  } catch (cause) {
    throw new DatabaseError('DATABASE_URL names a certificate or key that cannot be read.', { cause })
  }
}

/** Host, port and database of the URL, without the login. */
function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new DatabaseError('DATABASE_URL must be of the form postgres://user:password@host:5432/database.')
  }
  return `${parsed.host}${parsed.pathname}`
}
