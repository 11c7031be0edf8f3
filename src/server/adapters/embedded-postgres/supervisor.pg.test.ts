import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findPostmaster } from './postmaster'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './supervisor'

const password = 'superuser-of-a-test'
const quick = { fsync: 'off' }
const running: EmbeddedPostgres[] = []
let dataFolder: string
let cluster: string

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'parley-supervisor-'))
  cluster = join(dataFolder, 'postgres')
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
  await rm(dataFolder, { recursive: true, force: true })
})

async function start(settings: Record<string, string> = quick): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, password, settings })
  running.push(server)
  return server
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(statement).finally(() => client.end())
  return rows
}

test('EP-01 the first start makes a UTF-8 cluster with a database parley, the same on every machine', async () => {
  const server = await start({})
  const settings = [
    'server_encoding',
    'lc_messages',
    'TimeZone',
    'fsync',
    'full_page_writes',
    'data_checksums',
  ]
  const rows = await query(
    server.url(),
    `SELECT name, setting FROM pg_settings WHERE name IN (${settings.map((name) => `'${name}'`)})`,
  )
  expect(rows).toEqual(
    expect.arrayContaining([
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'lc_messages', setting: 'C' },
      { name: 'TimeZone', setting: 'UTC' },
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'data_checksums', setting: 'on' },
    ]),
  )
  const databases = 'SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()'
  expect(await query(server.url(), databases)).toEqual([{ datlocprovider: 'b', datlocale: 'C.UTF-8' }])
  expect(new URL(server.url()).pathname).toBe('/parley')
})

test('EP-02 the server listens on the loopback address only, has no socket file, and asks for a password', async () => {
  const server = await start()
  const rows = await query(
    server.url(),
    "SELECT current_setting('listen_addresses') AS tcp, current_setting('unix_socket_directories') AS files",
  )
  expect(rows).toEqual([{ tcp: '127.0.0.1', files: '' }])
  await expect(query(server.url({ password: 'wrong' }), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
})

test('EP-05 a second start on the same data is refused, and the first goes on', async () => {
  const server = await start()
  await expect(start()).rejects.toMatchObject({
    code: 'ALREADY_RUNNING',
    message: expect.stringContaining('already running'),
  })
  expect(await query(server.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('EP-06 of starts at the same instant on an empty folder exactly one wins', async () => {
  const results = await Promise.allSettled([start(), start(), start()])
  const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason)
  expect(refused).toMatchObject([{ code: 'ALREADY_RUNNING' }, { code: 'ALREADY_RUNNING' }])
  expect(await query(running[0]?.url() ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(await readdir(dataFolder)).toEqual(expect.not.arrayContaining([expect.stringMatching(/\.new-/)]))
})

test('EP-09 a lock file whose process number now belongs to another program does not block', async () => {
  const server = await start()
  await query(server.url(), 'CREATE TABLE kept (id int)')
  const lockFile = await readFile(join(cluster, 'postmaster.pid'), 'utf8')
  await server.stop()
  await writeFile(join(cluster, 'postmaster.pid'), lockFile.replace(/^\d+/, String(process.ppid)))
  const next = await start()
  expect(await query(next.url(), 'SELECT * FROM kept')).toEqual([])
})

test('EP-08 a folder that holds something else is refused and left alone', async () => {
  await mkdir(cluster)
  await writeFile(join(cluster, 'holiday.txt'), 'mine')
  await expect(start()).rejects.toMatchObject({ code: 'DATA_DAMAGED' })
  expect(await readdir(dataFolder)).toEqual(['postgres'])
  expect(await readdir(cluster)).toEqual(['holiday.txt'])
})

test('EP-11 stop ends every process, busy sessions included, and may be called twice', async () => {
  const server = await start()
  const client = new pg.Client(server.url())
  client.on('error', () => undefined)
  await client.connect()
  const pids: { pid: number }[] = (await client.query('SELECT pid FROM pg_stat_activity')).rows
  const sleeping = client.query('SELECT pg_sleep(600)')
  await Promise.all([server.stop(), expect(sleeping).rejects.toThrow()])
  await server.stop()
  expect(await findPostmaster(cluster)).toBeUndefined()
  expect(pids.length).toBeGreaterThan(3)
  for (const { pid } of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

test('EP-12 when the server dies the application is told', async () => {
  const server = await start()
  const told = new Promise((resolve) => server.onExit(resolve))
  const postmaster = await findPostmaster(cluster)
  if (!postmaster) throw new Error('no server')
  process.kill(postmaster.pid, 'SIGKILL')
  expect(await told).toMatchObject({ code: 'STOPPED' })
  await expect(new Promise((resolve) => server.onExit(resolve))).resolves.toMatchObject({ code: 'STOPPED' })
})

test('EP-13 when one session crashes the application keeps its database and its lock', async () => {
  const server = await start()
  const told: unknown[] = []
  server.onExit((error) => told.push(error))
  const lockHolders = () =>
    query(server.url(), "SELECT pid FROM pg_stat_activity WHERE application_name = 'parley lock'")
  const [before] = await lockHolders()
  const client = new pg.Client(server.url())
  client.on('error', () => undefined)
  await client.connect()
  const [session] = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows
  if (!session) throw new Error('no session')
  process.kill(session.pid, 'SIGKILL')
  const renewed = async () => {
    const [present] = await lockHolders()
    return JSON.stringify(present ?? before) !== JSON.stringify(before)
  }
  await expect.poll(() => renewed().catch(() => false), { timeout: 20_000 }).toBe(true)
  await expect(start()).rejects.toMatchObject({ code: 'ALREADY_RUNNING' })
  expect(told).toEqual([])
})

test('EP-14 the log holds neither what people wrote nor a password', async () => {
  const server = await start()
  const secret = randomUUID()
  await query(
    server.url(),
    'CREATE TABLE note (id int PRIMARY KEY, content text CHECK (length(content) < 5))',
  )
  await expect(query(server.url(), `INSERT INTO note VALUES (1, '${secret}')`)).rejects.toThrow('note')
  await expect(query(server.url(), `ALTER ROLE missing PASSWORD '${secret}'`)).rejects.toThrow('missing')
  await server.stop()
  const log = join(dataFolder, 'postgres.log')
  expect((await stat(log)).mode & 0o777).toBe(0o600)
  expect(await readFile(log, 'utf8')).toContain('violates check constraint')
  expect(await readFile(log, 'utf8')).not.toContain(secret)
})

test('EP-15 data that does not accept the password is named as such, and no server is left behind', async () => {
  const server = await start()
  await server.stop()
  const other = startEmbeddedPostgres({ dataFolder, password: 'of-another-folder', settings: quick })
  await expect(other).rejects.toMatchObject({ code: 'WRONG_PASSWORD' })
  expect(await findPostmaster(cluster)).toBeUndefined()
})

test('EP-20 a server that cannot start says why, and does not try for ever', async () => {
  await expect(start({ shared_buffers: 'much' })).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringMatching(/FATAL.*shared_buffers/),
  })
})
