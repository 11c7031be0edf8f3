import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTestCluster, type TestCluster } from '@/testing/test-cluster'
import { openDatabase } from './start-database'

let cluster: TestCluster
let client: pg.Client
let number = 0

beforeAll(async () => {
  // Roles and the server's read-only state belong to all databases: not the server other files are using.
  cluster = await startTestCluster()
  client = new pg.Client(cluster.server.url({ database: 'postgres' }))
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await cluster.dispose()
})

let database: string
beforeEach(async () => {
  database = `chat_${++number}`
  await client.query(`create database ${database}`)
})

const refusal = async (user?: string) => {
  const url = cluster.server.url({ database, ...(user && { user, password: 'hidden' }) })
  const error = await openDatabase(url, 'one secret of many words', () => undefined).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(String(error)).not.toMatch(/hidden|\n/)
  return error
}
const schemas = async () => {
  const reader = new pg.Client(cluster.server.url({ database }))
  await reader.connect()
  const { rows } = await reader.query(
    `select nspname from pg_namespace where nspname !~ '^(pg_|information)'`,
  )
  await reader.end()
  return rows.map(({ nspname }: { nspname: string }) => nspname).sort()
}

it('SV-17 a user who may not create roles is told what Parley needs, and given it goes on', async () => {
  await client.query(`create role tenant login password 'hidden'; alter database ${database} owner to tenant`)
  expect(await refusal('tenant')).toMatchObject({
    name: 'DatabaseError',
    message: expect.stringMatching(
      /^The user of DATABASE_URL may not prepare \S+\. Parley needs a superuser, or one with CREATEROLE/,
    ),
  })
  expect(await schemas()).not.toContain('chat')
  await client.query('alter role tenant createrole bypassrls')
  expect(await refusal('tenant')).toBeUndefined()
})

it('SV-17 a user who may not create schemas is told what Parley needs', async () => {
  await client.query(`create role visitor login createrole password 'hidden'`)
  expect(await refusal('visitor')).toMatchObject({
    name: 'DatabaseError',
    message: expect.stringMatching(/^The user of DATABASE_URL may not prepare/),
  })
  expect(await schemas()).toEqual(['public'])
})

it('SV-17 a database that is read-only is named as such', async () => {
  await client.query(`alter database ${database} set default_transaction_read_only = on`)
  expect(await refusal()).toMatchObject({
    name: 'DatabaseError',
    message: expect.stringMatching(/is read-only: a standby, or set so\. DATABASE_URL must name one/),
  })
  expect(await schemas()).toEqual(['public'])
})

it('SV-17 a server without a free connection is named as such', async () => {
  await client.query(`create role crowd login connection limit 0 password 'hidden'`)
  expect(await refusal('crowd')).toMatchObject({
    name: 'DatabaseError',
    message: expect.stringMatching(/has no connection left/),
  })
})

it('SV-17 a database of a newer Parley is refused, naming the migration', async () => {
  expect(await refusal()).toBeUndefined()
  const owner = new pg.Client(cluster.server.url({ database }))
  await owner.connect()
  await owner.query(
    `insert into parley_migrations.kysely_migration (name, timestamp) values ('9999_later', now()::text)`,
  )
  await owner.end()
  expect(await refusal()).toMatchObject({
    name: 'MigrationError',
    message: expect.stringMatching(/newer than this program: it has the migration 9999_later/),
  })
})
