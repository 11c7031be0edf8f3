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

/** SQLSTATEs of a refused login: which of the URL's parts is wrong. */
const refusals: Record<string, string> = {
  '28P01': 'does not accept the user or the password',
  '28000': 'does not let this user in',
  '3D000': 'has no database of this name',
  '42501': 'does not let this user into the database',
}

/**
 * @param url a connection string, from DATABASE_URL
 * @throws DatabaseError when it is no PostgreSQL URL, does not answer, refuses the login, or is too old
 */
export async function checkServer(url: string): Promise<void> {
  const place = placeOf(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patienceMs })
  // A server that goes away while we look is told by the query.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(
      `select current_setting('server_version_num') as version`,
    )
    const version = Math.floor(Number(rows[0]?.version) / 10_000)
    if (version < oldestVersion) {
      throw new DatabaseError(
        `The PostgreSQL at ${place} is version ${version}. Parley needs ${oldestVersion} or newer.`,
      )
    }
  } catch (cause) {
    throw cause instanceof DatabaseError ? cause : explain(cause, place)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function explain(cause: unknown, place: string): unknown {
  const refusal = cause instanceof pg.DatabaseError ? refusals[cause.code ?? ''] : undefined
  if (refusal)
    return new DatabaseError(`The PostgreSQL at ${place} ${refusal}. Check DATABASE_URL.`, { cause })
  if (!isUnavailable(cause)) return cause
  return new DatabaseError(
    `No PostgreSQL answers at ${place}. Check DATABASE_URL, and whether it is running.`,
    {
      cause,
    },
  )
}

/** Host, port and database of the URL, without the login. */
function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new DatabaseError('DATABASE_URL must be of the form postgres://user:password@host:5432/database.')
  }
  return `${parsed.host}${parsed.pathname}`
}
