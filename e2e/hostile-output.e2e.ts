// Nobody reads what the server says, or there is no room for it: it goes on all the same.
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type RawServer, runServer } from './fixtures/raw-server'
import { createSmallDisk } from './fixtures/small-disk'

async function findFreePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `${port}`
}

/** Whether it answers now; every question is a line that it cannot get rid of. */
const answers = (port: string) =>
  fetch(`http://127.0.0.1:${port}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  )

/** It serves for a while, and then stops in order. */
async function expectService({ process: server, ended }: RawServer, port: string): Promise<void> {
  await expect.poll(() => answers(port), { timeout: 30_000 }).toBe(true)
  for (let n = 0; n < 20; n++) expect(await answers(port)).toBe(true)
  server.kill('SIGINT')
  expect((await ended).code).toBe(0)
}

test('SV-16 a server whose lines nobody reads any more goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-output-'))
  const port = await findFreePort()
  const server = runServer({ PARLEY_DATA: folder, PORT: port, PARLEY_LOG_REQUESTS: '1' })
  const { stdout, stderr } = server.process
  // As `npm start | head -1` does.
  if (stdout) await once(stdout, 'data')
  stdout?.destroy()
  stderr?.destroy()
  await expectService(server, port)
  await rm(folder, { recursive: true, force: true })
})

test('SV-16 a server whose lines go to a full disk goes on, and writes again when there is room', async () => {
  const disk = await createSmallDisk('1m')
  if (!disk) return
  const folder = await mkdtemp(join(tmpdir(), 'parley-output-'))
  const port = await findFreePort()
  await disk.fill()
  const file = disk.outside(join(disk.folder, 'lines'))
  const lines = await open(file, 'a')
  const variables = { PARLEY_DATA: folder, PORT: port, PARLEY_LOG_REQUESTS: '1' }
  const server = runServer(variables, [], lines.fd)
  await lines.close()
  await expect.poll(() => answers(port), { timeout: 30_000 }).toBe(true)
  for (let n = 0; n < 20; n++) expect(await answers(port)).toBe(true)
  expect(await readFile(file, 'utf8')).toBe('')
  await disk.free()
  await expectService(server, port)
  expect(await readFile(file, 'utf8')).toMatch(/Stopping\.\n$/)
  await disk.dispose()
  await rm(folder, { recursive: true, force: true })
})
