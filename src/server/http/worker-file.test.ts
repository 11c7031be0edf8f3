import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createWorkerFile } from './worker-file'

let folder: string
let server: Server

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-worker-'))
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  await new Promise((resolve) => server.close(resolve))
})

async function serve(file: string | undefined): Promise<string> {
  server = createServer(createWorkerFile(file))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/service-worker.js`
}

it('IN-01 the service worker is asked about each time, and sent again only when it is another one', async () => {
  const file = join(folder, 'service-worker.js')
  writeFileSync(file, 'self.x = "é"')
  const address = await serve(file)
  const first = await fetch(address)
  expect(await first.text()).toBe('self.x = "é"')
  expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(first.headers.get('cache-control')).toBe('no-cache')
  const etag = first.headers.get('etag') ?? ''
  expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(304)
  expect((await fetch(address, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  const plain = await fetch(address, { headers: { 'accept-encoding': 'identity' } })
  expect(plain.headers.get('content-encoding')).toBe(null)
  expect(await plain.text()).toBe('self.x = "é"')
})

it('IN-02 development takes away the worker that a built application left at the same address', async () => {
  const text = await (await fetch(await serve(undefined))).text()
  expect(text).toContain('registration.unregister()')
})

it('IN-01 a server without its worker says so at its start', () => {
  server = createServer()
  expect(() => createWorkerFile(join(folder, 'none.js'))).toThrow('ENOENT')
})
