// Surroundings in which Parley cannot start: one clear line, a failing exit code, and nothing damaged.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { runServer } from './fixtures/raw-server'
import { test } from './fixtures/test'

/** Runs the server until it gives up. */
async function giveUp(variables: Record<string, string>, prefix: readonly string[] = []) {
  const { code, errors } = await runServer(variables, prefix).ended
  return { code, lines: errors }
}

/** Root may read everything; in a user namespace it may read what a user may. */
const asUser = process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=1000', '--map-group=1000'] : []

test('SV-12 what stands in the way of a start is said in one line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-refusals-'))
  const data = join(folder, 'data')
  await writeFile(join(folder, 'a file'), '')
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo

  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: 'eighty', PARLEY_DATA: data }, /^PORT must be a port number\.$/],
    [{ PORT: `${port}`, PARLEY_DATA: data }, /^The port is taken\./],
    [{ HOST: '203.0.113.7', PARLEY_DATA: data }, /^HOST is not an address of this machine\.$/],
    [{ PARLEY_DATA: join(folder, 'a file', 'data') }, /^The data folder .* cannot be used/],
    [
      { DATABASE_URL: 'postgres://user:hidden@127.0.0.1:1/chat', PARLEY_SECRET: 'x'.repeat(32) },
      /^No PostgreSQL answers at 127\.0\.0\.1:1/,
    ],
    [{ DATABASE_URL: 'postgres://user:hidden@127.0.0.1:1/chat' }, /^PARLEY_SECRET must/],
  ]
  for (const [variables, line] of cases) {
    const { code, lines } = await giveUp(variables)
    expect(lines, JSON.stringify(variables)).toEqual([expect.stringMatching(line)])
    expect(code).toBe(1)
    expect(lines.join()).not.toContain('hidden')
  }
  taken.close()
  await rm(folder, { recursive: true, force: true })
})

test('SV-12 data that is not a database is named and left alone, and so are damaged secrets', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-refusals-'))
  await mkdir(join(folder, 'postgres'))
  await writeFile(join(folder, 'postgres', 'holiday.txt'), 'pictures')
  const refused = await giveUp({ PARLEY_DATA: folder })
  expect(refused).toMatchObject({ code: 1, lines: [expect.stringMatching(/holds no database/)] })
  expect(await readFile(join(folder, 'postgres', 'holiday.txt'), 'utf8')).toBe('pictures')

  await writeFile(join(folder, 'secrets.json'), '{"superuserPassword":')
  const damaged = await giveUp({ PARLEY_DATA: folder })
  expect(damaged).toMatchObject({ code: 1, lines: [expect.stringMatching(/secrets\.json is damaged/)] })
  expect(await readFile(join(folder, 'secrets.json'), 'utf8')).toBe('{"superuserPassword":')
  await rm(folder, { recursive: true, force: true })
})

test('SV-18 what this user may not read or write is said in one line, and keeps its rights', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-refusals-'))
  const secrets = join(folder, 'secrets.json')
  await writeFile(secrets, 'not for you', { mode: 0o000 })
  const line = /^The data folder .* cannot be used: this user may not read and write all of it\./
  const refused = { code: 1, lines: [expect.stringMatching(line)] }
  expect(await giveUp({ PARLEY_DATA: folder }, asUser)).toEqual(refused)
  expect((await stat(secrets)).mode & 0o777).toBe(0)
  await rm(secrets)
  await chmod(folder, 0o500)
  expect(await giveUp({ PARLEY_DATA: folder }, asUser)).toEqual(refused)
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true, force: true })
})

test('SV-12 a second server on the same data is refused, and the first goes on', async ({ startServer }) => {
  const server = await startServer()
  const { code, lines } = await giveUp({ PARLEY_DATA: server.dataFolder })
  expect(lines).toEqual([expect.stringMatching(/already running/)])
  expect(code).toBe(1)
  expect((await fetch(`${server.address}/api/health`)).status).toBe(200)
})
