import {
  appendFile,
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestCluster } from '@/testing/test-cluster'
import { findPostmaster } from './postmaster'
import { loadOrCreateSecrets } from './secrets'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './supervisor'

const password = 'superuser-of-a-test'
const running: EmbeddedPostgres[] = []
let sound: string
let dataFolder: string
let cluster: string

beforeAll(async () => {
  sound = await mkdtemp(join(tmpdir(), 'parley-sound-'))
  const { server, options, dispose } = await startTestCluster()
  await server.stop()
  await cp(options.dataFolder, sound, { recursive: true })
  await dispose()
})

afterAll(() => rm(sound, { recursive: true, force: true }))

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'parley-damaged-'))
  cluster = join(dataFolder, 'postgres')
  await cp(sound, dataFolder, { recursive: true })
})

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
  await rm(dataFolder, { recursive: true, force: true })
})

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, password, settings: { fsync: 'off' } })
  running.push(server)
  return server
}

/** Name and content of every file; not of those that each try to start writes anew. */
async function contents(): Promise<Map<string, string>> {
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true })
  const own = ['postgres.log', 'postmaster.pid', 'postmaster.opts']
  const files = entries.filter((entry) => entry.isFile() && !own.includes(entry.name))
  const read = async (path: string) => [path, await readFile(path, 'latin1')] as const
  return new Map(await Promise.all(files.map(({ parentPath, name }) => read(join(parentPath, name)))))
}

const inCluster = (...path: string[]) => join(cluster, ...path)
const remove = (...path: string[]) => rm(inCluster(...path), { recursive: true })
const nonsense = Buffer.alloc(8192, 'nonsense')

/** What happened to the data, and what the person hears of it. */
const untouched: [string, () => Promise<unknown>, string, RegExp][] = [
  [
    'a cut control file',
    () => truncate(inCluster('global', 'pg_control'), 100),
    'DATA_DAMAGED',
    /pg_control.*backup/,
  ],
  [
    'a control file of nonsense',
    () => writeFile(inCluster('global', 'pg_control'), nonsense),
    'DATA_DAMAGED',
    /backup/,
  ],
  ['no folder global', () => remove('global'), 'DATA_DAMAGED', /pg_control.*backup/],
  ['no journal', () => remove('pg_wal'), 'DATA_DAMAGED', /pg_wal.*backup/],
  [
    'an empty version',
    () => writeFile(inCluster('PG_VERSION'), ''),
    'DATA_DAMAGED',
    /not a valid data dir.*backup/,
  ],
  [
    'another version',
    () => writeFile(inCluster('PG_VERSION'), '17\n'),
    'OTHER_VERSION',
    /by PostgreSQL 17, and this is 18/,
  ],
  [
    'a lock file of nonsense',
    () => writeFile(inCluster('postmaster.pid'), 'nonsense'),
    'DATA_DAMAGED',
    /postmaster\.pid is damaged.*delete that file/,
  ],
  [
    'settings of nonsense',
    () => appendFile(inCluster('postgresql.auto.conf'), 'nonsense'),
    'DATA_DAMAGED',
    /postgresql\.auto\.conf/,
  ],
  [
    'rules of nonsense',
    () => writeFile(inCluster('pg_hba.conf'), 'nonsense'),
    'DATA_DAMAGED',
    /pg_hba\.conf/,
  ],
]

test.each(untouched)(
  'EP-30 of %s is told in one line, and nothing is changed',
  async (_, damage, code, line) => {
    await damage()
    const before = await contents()
    const error = await start().catch((refusal: unknown) => refusal)
    expect(error).toMatchObject({ code, message: expect.stringMatching(line) })
    expect(String(error)).not.toContain('\n')
    expect(await contents()).toEqual(before)
    expect(await findPostmaster(cluster)).toBeUndefined()
  },
)

test.each([
  ['database', () => remove('base', '5')],
  ['table of users', () => remove('global', '1260')],
])('EP-31 a server that runs but lacks its %s is told as damage, and not waited for', async (_, damage) => {
  await damage()
  await expect(start()).rejects.toMatchObject({
    code: 'DATA_DAMAGED',
    message: expect.stringMatching(/backup/),
  })
  expect(await findPostmaster(cluster)).toBeUndefined()
})

test('EP-32 data that a copy left open to others is closed to them, and used', async () => {
  await chmod(cluster, 0o777)
  const server = await start()
  expect((await stat(cluster)).mode & 0o777).toBe(0o700)
  const client = new pg.Client(server.url())
  await client.connect()
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await client.end()
})

test('EP-33 where there is a database its lost secrets are asked for, and none are made', async () => {
  await expect(loadOrCreateSecrets(dataFolder)).rejects.toMatchObject({
    code: 'SECRETS_DAMAGED',
    message: expect.stringMatching(/secrets\.json is missing.*restore it from a backup/),
  })
  expect((await readdir(dataFolder)).sort()).toEqual(['postgres', 'postgres.log'])
})

test('EP-34 a log that cannot be moved aside does not stop a start', async () => {
  await truncate(join(dataFolder, 'postgres.log'), 5_000_000)
  await mkdir(join(dataFolder, 'postgres.log.1'))
  const server = await start()
  expect(server.port).toBeGreaterThan(0)
})
