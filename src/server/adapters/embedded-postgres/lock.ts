// The application's hold on its database: an advisory lock of a session of its own. It ends with the process,
// however that dies; so a server that runs unlocked is an orphan.
import pg from 'pg'
import { codeOf, damaged, EmbeddedPostgresError } from './errors'

/** Any number will do that nothing else locks in the database `postgres`; this one spells "parley". */
const lockKey = '123613813990777'

/** How to reach the server of a cluster as its superuser. */
export type ServerAddress = { readonly port: number; readonly password: string; readonly cluster: string }

/** SQLSTATE classes of a server that is starting, ending or busy. */
const passing = new Set(['08', '53', '57'])

/**
 * Connects and takes the lock; resolves to undefined while the server is not ready for that.
 * @throws EmbeddedPostgresError `ALREADY_RUNNING` when another process holds it, `WRONG_PASSWORD`, `DATA_DAMAGED`.
 */
export async function takeLock({ port, password, cluster }: ServerAddress): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    password,
    user: 'postgres',
    database: 'postgres',
    application_name: 'parley lock',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  // The end of the connection is what counts; without a listener its error would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    // A session of a process that was just killed needs a moment to end.
    await client.query("SET lock_timeout = '2s'")
    await client.query(`SELECT pg_advisory_lock(${lockKey})`)
    return client
  } catch (cause) {
    void client.end().catch(() => undefined)
    const code = codeOf(cause)
    if (code === '55P03') throw alreadyRunning(cause)
    if (code === '28P01' || code === '28000') throw wrongPassword(cause)
    if (cause instanceof pg.DatabaseError && !passing.has(code?.slice(0, 2) ?? ''))
      throw damaged(cluster, cause.message, cause)
    return undefined
  }
}

function alreadyRunning(cause: unknown) {
  return new EmbeddedPostgresError(
    'ALREADY_RUNNING',
    'Parley is already running on this data folder. Stop it first, or choose another folder with PARLEY_DATA.',
    { cause },
  )
}

function wrongPassword(cause: unknown) {
  return new EmbeddedPostgresError(
    'WRONG_PASSWORD',
    'The database does not accept the password in secrets.json: the two do not belong together. Restore the file.',
    { cause },
  )
}
