import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SupervisedProcess, spawnSupervisedProcess } from '@/testing/spawn-supervised-process'
import { findPostmaster, stopPostmaster } from './postmaster'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './supervisor'

const password = 'superuser-of-a-test'
const running: EmbeddedPostgres[] = []
let dataFolder: string
let cluster: string

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'parley-crash-'))
  cluster = join(dataFolder, 'postgres')
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
  const postmaster = await findPostmaster(cluster)
  if (postmaster) await stopPostmaster(postmaster, { cluster, pgCtl: '', patience: 5_000 })
  await rm(dataFolder, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, password })
  running.push(server)
  return server
}

function spawnApplication(): SupervisedProcess {
  return spawnSupervisedProcess({ dataFolder, password })
}

async function spawnReadyApplication(): Promise<{ application: SupervisedProcess; url: string }> {
  const application = spawnApplication()
  expect(await application.next()).toEqual({ event: 'starting' })
  const { event, port } = await application.next()
  expect(event).toBe('ready')
  return { application, url: `postgres://postgres:${password}@127.0.0.1:${port}/parley` }
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(statement).finally(() => client.end())
  return rows
}

test('EP-04 a first start that was killed half-way leaves nothing that looks like a cluster', async () => {
  const application = spawnApplication()
  const entries = async (recursive: boolean) => readdir(dataFolder, { recursive }).catch(() => [])
  const begun = async () => (await entries(true)).some((path) => path.endsWith('PG_VERSION'))
  await expect.poll(begun, { interval: 1, timeout: 20_000 }).toBe(true)
  process.kill(-application.pid, 'SIGKILL')
  // Until the system has buried it, it counts as a rival at work.
  await application.end('SIGKILL')
  expect(await entries(false)).toEqual([expect.stringMatching(/^postgres\.new-/)])
  const server = await start()
  expect(await query(server.url(), 'SELECT current_database() AS name')).toEqual([{ name: 'parley' }])
  expect((await entries(false)).sort()).toEqual(['postgres', 'postgres.log'])
})

test('EP-07 the orphan of a killed application is taken over', async () => {
  const { application, url } = await spawnReadyApplication()
  await query(url, 'CREATE TABLE kept AS SELECT 7 AS id')
  await application.end('SIGKILL')
  expect(await findPostmaster(cluster)).toBeDefined()
  const server = await start()
  expect(await query(server.url(), 'SELECT id FROM kept')).toEqual([{ id: 7 }])
  await server.stop()
  expect(await findPostmaster(cluster)).toBeUndefined()
})

test('EP-10 nothing acknowledged is lost when application and database are killed while writing', async () => {
  const { application, url } = await spawnReadyApplication()
  await query(url, 'CREATE TABLE note (id int PRIMARY KEY)')
  const acknowledged: number[] = []
  const write = async (writer: number) => {
    const client = new pg.Client(url)
    client.on('error', () => undefined)
    await client.connect()
    for (let id = writer; ; id += 4) {
      await client.query('INSERT INTO note VALUES ($1)', [id])
      acknowledged.push(id)
    }
  }
  const writers = Promise.allSettled([0, 1, 2, 3].map(write))
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(100)
  const sessions = await query(url, 'SELECT pid FROM pg_stat_activity')
  const postmaster = await findPostmaster(cluster)
  const pids = [postmaster?.pid, ...sessions.map((row) => (row as { pid: number }).pid), application.pid]
  for (const pid of pids) kill(pid)
  await Promise.all([application.end('SIGKILL'), writers])
  const server = await start()
  const rows = (await query(server.url(), 'SELECT id FROM note')) as { id: number }[]
  const stored = new Set(rows.map(({ id }) => id))
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
})

test('EP-11 a server that does not react is ended by force after a bound', async () => {
  const { application } = await spawnReadyApplication()
  const postmaster = await findPostmaster(cluster)
  if (!postmaster) throw new Error('no server')
  process.kill(postmaster.pid, 'SIGSTOP')
  await stopPostmaster(postmaster, { cluster, pgCtl: '', patience: 50 })
  expect(await findPostmaster(cluster)).toBeUndefined()
  expect(await application.next()).toEqual({ event: 'exit', code: 'STOPPED' })
  await application.end('SIGKILL')
})

test('EP-16 Ctrl-C at the terminal reaches the application only, which ends the database itself', async () => {
  const { application, url } = await spawnReadyApplication()
  process.kill(-application.pid, 'SIGINT')
  expect(await application.next()).toEqual({ event: 'interrupted' })
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(await readFile(join(dataFolder, 'postgres.log'), 'utf8')).not.toContain('shutdown request')
  await application.end('SIGTERM')
  expect(await application.next()).toEqual({ event: 'stopped' })
  expect(await findPostmaster(cluster)).toBeUndefined()
})

/** A process that already ended with the others is no failure. */
function kill(pid: number | undefined) {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } catch {}
}
