import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { createAuthDatabase } from '../better-auth/auth-database'
import { createPool } from './pool'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** Ends a connection from outside, as a database that restarts does. */
async function terminate(pid: number): Promise<void> {
  const client = new pg.Client(database.superuserUrl)
  await client.connect()
  await client.query('select pg_terminate_backend($1)', [pid])
  await client.end()
}

test('DB-46 a connection that breaks between two statements ends a transaction, and not the process', async () => {
  const pool = createPool({ url: database.apiUrl, max: 1 })
  const gone = new Promise<void>((resolve) => pool.once('connect', (client) => client.once('end', resolve)))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const auth = createAuthDatabase(database.authUrl)
  for (const each of [db, auth.db as unknown as typeof db]) {
    const work = each.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await terminate(rows[0]?.pid ?? 0)
      if (each === db) await gone
      await sql`select 1`.execute(tx)
    })
    await expect(work).rejects.toThrow()
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(each)
    expect(rows).toEqual([{ one: 1 }])
  }
  await db.destroy()
  await auth.close()
})
