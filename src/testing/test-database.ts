// A fresh, migrated database for a test file, cloned from the run's template.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** The database that `postgres-cluster.ts` migrates once. */
export const templateDatabase = 'parley_template'

/** Roles belong to the whole server, so every test database has the same ones. */
export const rolePasswords = { api: 'api-of-a-test', auth: 'auth-of-a-test' }

/** Connection strings of the superuser and of the application's two roles. */
export type TestDatabase = {
  readonly superuserUrl: string
  readonly apiUrl: string
  readonly authUrl: string
  /** Deletes the database, and ends whatever is still connected to it. */
  drop(): Promise<void>
}

/** Clones the migrated template under a name of its own. Note: settings of a database are not cloned, only its content. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await runAsSuperuser(`CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`)
  return {
    superuserUrl: urlTo(name),
    apiUrl: urlTo(name, { user: 'parley_api', password: rolePasswords.api }),
    authUrl: urlTo(name, { user: 'parley_auth', password: rolePasswords.auth }),
    drop: () => runAsSuperuser(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

function urlTo(database: string, account?: { user: string; password: string }): string {
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${database}`
  if (account) [url.username, url.password] = [account.user, account.password]
  return url.href
}

async function runAsSuperuser(statement: string): Promise<void> {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
