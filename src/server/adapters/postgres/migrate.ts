/** Brings a database to the newest schema (or back), under a lock, all of it or nothing. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kysely, type Migration, type MigrationResultSet, Migrator, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { serverLimits } from '@/contract/server-limits'

/** Every command of this project runs in its root folder. */
const migrationsFolder = join(process.cwd(), 'database', 'migrations')

/** A folder of `NNNN_name/{up,down}.sql`, in the order of their names. */
async function sqlMigrations(folder: string): Promise<Record<string, Migration>> {
  const entries = await readdir(folder, { withFileTypes: true })
  const read = (name: string, file: string) => readFile(join(folder, name, file), 'utf8')
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [
        name,
        {
          up: async (db) => void (await sql.raw(await read(name, 'up.sql')).execute(db)),
          down: async (db) => void (await sql.raw(await read(name, 'down.sql')).execute(db)),
        } satisfies Migration,
      ]),
  )
}

async function withMigrator<T>(
  url: string,
  folder: string,
  use: (migrator: Migrator) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', () => undefined)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    // A schema of its own: migrating all the way down must not take the record of it along.
    return await use(
      new Migrator({
        db,
        provider: { getMigrations: () => sqlMigrations(folder) },
        migrationTableSchema: 'parley_migrations',
        // Kysely orders what has been applied by time, and a machine's clock may have been set back since.
        allowUnorderedMigrations: true,
      }),
    )
  } finally {
    await db.destroy()
  }
}

/** A database that this program cannot use. The message says why, for people. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

function orThrow({ error, results }: MigrationResultSet): string[] {
  if (error) {
    const [, missing] = /previously executed migration (\S+) is missing/.exec(String(error)) ?? []
    if (!missing) throw error
    throw new MigrationError(
      `The database is newer than this program: it has the migration ${missing}, which is unknown here. ` +
        'Start the program that made it, or restore a backup from before.',
      { cause: error },
    )
  }
  return (results ?? []).map((result) => result.migrationName)
}

/**
 * Applies what is missing, then names the history (see `chat.log`) and forgets what the audit log keeps no longer. Processes that start at the same moment wait for
 * each other; when one migration fails, none of this call's is applied.
 *
 * @param url a connection string of the role that owns the schema
 * @returns the names of the migrations applied
 */
export async function migrateToLatest(url: string, folder = migrationsFolder): Promise<string[]> {
  const applied = await withMigrator(url, folder, async (migrator) =>
    orThrow(await migrator.migrateToLatest()),
  )
  await withClient(url, async (client) => {
    await client.query('select chat.renew_log_if_restored()')
    const days = `${serverLimits.auditDays} days`
    await client.query('select chat.audit_forget(now() - $1::interval, $2)', [
      days,
      serverLimits.auditEntries,
    ])
  })
  return applied
}

/** Takes the newest migration back. Its data goes with it. */
export function migrateDown(url: string, folder = migrationsFolder): Promise<string[]> {
  return withMigrator(url, folder, async (migrator) => orThrow(await migrator.migrateDown()))
}

/** Every migration in order, with the time it was applied. Changes nothing. */
export function migrationStatus(
  url: string,
  folder = migrationsFolder,
): Promise<{ name: string; appliedAt: Date | undefined }[]> {
  return withMigrator(url, folder, async (migrator) =>
    (await migrator.getMigrations()).map(({ name, executedAt }) => ({ name, appliedAt: executedAt })),
  )
}

/** Gives the two login roles their passwords. */
export async function setRolePasswords(url: string, passwords: { api: string; auth: string }): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('begin')
    // Roles belong to the cluster: without the lock, two starts would trip over each other's catalog row.
    await client.query(`select pg_advisory_xact_lock(hashtext('parley roles'))`)
    await client.query(`alter role parley_api password ${client.escapeLiteral(passwords.api)}`)
    await client.query(`alter role parley_auth password ${client.escapeLiteral(passwords.auth)}`)
    await client.query('commit')
  })
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
