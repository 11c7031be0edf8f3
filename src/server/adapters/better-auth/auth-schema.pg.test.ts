import { getMigrations } from 'better-auth/db/migration'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { createAuthDatabase } from './auth-database'
import { authOptions } from './auth-options'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

async function tryAs(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client(url)
  await client.connect()
  const outcome = client.query(statement).then(
    ({ rows }) => rows,
    (error: pg.DatabaseError) => error.code,
  )
  return outcome.finally(() => client.end())
}

const insufficientPrivilege = '42501'

test('ID-09 the migrated tables are those that better-auth asks for', async () => {
  const { db, close } = createAuthDatabase(database.authUrl)
  try {
    const settings = { database: db, secret: 'x'.repeat(40), issuer: 'parley' }
    const { toBeCreated, toBeAdded, compileMigrations } = await getMigrations(authOptions(settings))
    expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] })
    expect(await compileMigrations()).toBe(';')
  } finally {
    await close()
  }
})

test.each([
  'user',
  'session',
  'account',
  'verification',
  'jwks',
  'twoFactor',
  'spent_codes',
  'ended_sessions',
])("ID-09 the API's role, and those it can act as, cannot read %s", async (table) => {
  for (const role of ['parley_api', 'authenticated']) {
    const statement = `set role ${role}; select * from better_auth."${table}"`
    expect(await tryAs(database.apiUrl, statement)).toBe(insufficientPrivilege)
  }
})

test("ID-09 the identity provider's role reads no messages, and cannot change its own tables' form", async () => {
  const { authUrl } = database
  expect(await tryAs(authUrl, 'select * from chat.messages')).toBe(insufficientPrivilege)
  expect(await tryAs(authUrl, 'drop table better_auth.session')).toBe(insufficientPrivilege)
  expect(await tryAs(authUrl, 'create table better_auth.more (id int)')).toBe(insufficientPrivilege)
})
