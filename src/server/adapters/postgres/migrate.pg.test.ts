import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCluster, type TestCluster } from '@/testing/test-cluster'
import { describeSchema } from './describe-schema'
import { migrateDown, migrateToLatest, migrationStatus } from './migrate'

const run = promisify(execFile)
const migrations = [
  '0001_chat',
  '0002_identity',
  '0003_room_heads',
  '0004_withdraw',
  '0005_rooms',
  '0006_room_keeping',
  '0008_audit',
  '0009_accounts',
  '0010_workspaces',
  '0011_links',
  '0012_workspace_of_rooms',
  '0013_search',
  '0014_unread',
  '0015_threads',
  '0016_latest',
  '0017_member_receipts',
  '0018_message_seq',
]
/** A server of this file's own: nothing has been migrated in it, so the first migration also makes the roles. */
let cluster: TestCluster
let maintenance: pg.Client

beforeAll(async () => {
  cluster = await startTestCluster()
  maintenance = new pg.Client(cluster.server.url({ database: 'postgres' }))
  await maintenance.connect()
})
afterAll(async () => {
  await maintenance.end()
  await cluster.dispose()
})

/** The URL of a new, empty database. */
async function emptyDatabase(): Promise<string> {
  const name = `empty_${randomBytes(6).toString('hex')}`
  await maintenance.query(`create database ${name}`)
  return cluster.server.url({ database: name })
}

async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return withClient(url, async (client) => (await client.query<Row>(sql, values)).rows)
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  return use(client).finally(() => client.end())
}

const schemasOf = (url: string) =>
  query<{ name: string }>(
    url,
    `select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`,
  ).then((rows) => rows.map(({ name }) => name))

/** This project's migrations and one more, in a folder of their own. */
async function withMigration<T>(name: string, up: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-migrations-'))
  try {
    await cp('database/migrations', folder, { recursive: true })
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, 'up.sql'), up)
    await writeFile(join(folder, name, 'down.sql'), 'drop table chat.extra')
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `npm run db:migrate -- <action>`, in a process of its own. */
async function migrateCommand(url: string, action: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts', action], {
    env: { ...process.env, DATABASE_URL: url },
  })
  return stdout.trim()
}

test('DB-04 processes that migrate a new server at once, and two databases of it, apply everything once', async () => {
  const [url, other] = [await emptyDatabase(), await emptyDatabase()]
  const starts = [url, url, url, other].map((target) => migrateCommand(target, 'up'))
  const outputs = await Promise.all(starts)
  expect(outputs.toSorted()).toEqual([
    `Applied: ${migrations.join(', ')}.`,
    `Applied: ${migrations.join(', ')}.`,
    'Nothing to apply.',
    'Nothing to apply.',
  ])
  const logs = await query(url, 'select id from chat.log')
  expect(logs).toHaveLength(1)
  expect(await migrateCommand(url, 'status')).toMatch(
    /^0001_chat {2}\d{4}-\d\d-\d\dT.*Z\n0002_identity {2}\d{4}/,
  )
})

test.each([
  ['revoke authenticated from parley_api', 'grant authenticated to parley_api'],
  ['alter role parley_auth reset search_path', 'alter role parley_auth set search_path = better_auth'],
])(
  'DB-04 roles belong to the server: what another of its databases does to them is no failure (%s)',
  async (undo, redo) => {
    const url = await emptyDatabase()
    await migrateToLatest(await emptyDatabase())
    await maintenance.query(undo)
    await withClient(await emptyDatabase(), async (rival) => {
      await rival.query('begin')
      await rival.query(redo)
      const migrated = migrateToLatest(url)
      const waiting = `select 1 from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0`
      while ((await maintenance.query(waiting)).rows.length === 0) await setImmediate()
      await rival.query('commit')
      expect(await migrated).toEqual(migrations)
    })
  },
)

test('DB-03 migrating up, all the way down and up again gives the same schema', async () => {
  const url = await emptyDatabase()
  const before = await schemasOf(url)
  await migrateToLatest(url)
  const schema = await withClient(url, describeSchema)
  for (const name of migrations.toReversed()) expect(await migrateDown(url)).toEqual([name])
  expect(await migrateDown(url)).toEqual([])
  // Only the record of the migrations is left.
  expect(await schemasOf(url)).toEqual(['parley_migrations', ...before])
  await migrateToLatest(url)
  expect(await withClient(url, describeSchema)).toBe(schema)
})

test('DB-03 migrating again does nothing, and the history keeps its name', async () => {
  const url = await emptyDatabase()
  expect(await migrateToLatest(url)).toEqual(migrations)
  const before = [await withClient(url, describeSchema), await query(url, 'select * from chat.log')]
  expect(await migrateToLatest(url)).toEqual([])
  expect([await withClient(url, describeSchema), await query(url, 'select * from chat.log')]).toEqual(before)
})

test('DB-05 when a migration fails nothing of that start is applied, and the next start goes on', async () => {
  const url = await emptyDatabase()
  const bad = 'create table chat.extra (id integer); insert into chat.extra values (1 / 0);'
  await withMigration('0003_extra', bad, async (folder) => {
    const before = await schemasOf(url)
    await expect(migrateToLatest(url, folder)).rejects.toMatchObject({ code: '22012' })
    expect(await schemasOf(url)).toEqual(['parley_migrations', ...before])
    await migrateToLatest(url)
    const schema = await withClient(url, describeSchema)
    await expect(migrateToLatest(url, folder)).rejects.toMatchObject({ code: '22012' })
    expect(await withClient(url, describeSchema)).toBe(schema)

    await writeFile(join(folder, '0003_extra', 'up.sql'), 'create table chat.extra (id integer)')
    expect(await migrateToLatest(url, folder)).toEqual(['0003_extra'])
    expect(await query(url, 'select * from chat.extra')).toEqual([])
  })
})

test('DB-06 a database of a newer program is refused, by name, and left alone', async () => {
  const url = await emptyDatabase()
  await withMigration('0009_future', 'create table chat.extra ()', (folder) => migrateToLatest(url, folder))
  const schema = await withClient(url, describeSchema)
  const refusal = /newer than this program: it has the migration 0009_future/
  await expect(migrateToLatest(url)).rejects.toThrow(refusal)
  await expect(migrateDown(url)).rejects.toThrow(refusal)
  expect(await withClient(url, describeSchema)).toBe(schema)
})

test('DB-06 the command says what it lacks, what there is, and what it did', async () => {
  await expect(migrateCommand('', 'up')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('DATABASE_URL is not set'),
  })
  const url = await emptyDatabase()
  expect(await migrateCommand(url, 'status')).toBe(
    migrations.map((name) => `${name}  not applied`).join('\n'),
  )
  await migrateToLatest(url)
  expect(await migrateCommand(url, 'down')).toBe('Taken back: 0018_message_seq.')
  expect((await migrationStatus(url)).map(({ appliedAt }) => appliedAt !== undefined)).toEqual(
    migrations.map((name) => name !== migrations.at(-1)),
  )
})

test('DB-26 a clock that was set back between two upgrades does not stop the next start', async () => {
  const url = await emptyDatabase()
  await migrateToLatest(url)
  await query(
    url,
    `update parley_migrations.kysely_migration set timestamp = '2001-01-01T00:00:00.000Z' where name = '0002_identity'`,
  )
  expect(await migrateToLatest(url)).toEqual([])
})
