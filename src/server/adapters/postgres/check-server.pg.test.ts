import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { checkServer } from './check-server'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const changed = (change: (url: URL) => void) => {
  const url = new URL(database.superuserUrl)
  change(url)
  return url.href
}

/** A PostgreSQL, as far as its greeting goes, of another version. */
async function oldServer(version: string): Promise<{ url: string; close(): void }> {
  const sockets: Socket[] = []
  const message = (type: string, body: string | Buffer) => {
    const content = Buffer.from(body)
    const head = Buffer.alloc(5)
    head.write(type)
    head.writeInt32BE(content.length + 4, 1)
    return Buffer.concat([head, content])
  }
  const ready = message('Z', 'I')
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]))
      socket.on('data', (data) => {
        if (data.toString('latin1', 0, 1) !== 'Q') return
        const column = Buffer.concat([Buffer.from([0, 1]), Buffer.from('version\0'), Buffer.alloc(18)])
        const value = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, version.length]), Buffer.from(version)])
        socket.write(
          Buffer.concat([message('T', column), message('D', value), message('C', 'SELECT 1\0'), ready]),
        )
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `postgres://user:secret@127.0.0.1:${port}/chat`,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

it('SV-10 a database that can be used is let through', async () => {
  await checkServer(database.superuserUrl)
})

it('SV-10 what is wrong with DATABASE_URL is said in one line, without the password', async () => {
  const cases: [string, RegExp][] = [
    ['mysql://user:hidden@127.0.0.1/chat', /^DATABASE_URL must be of the form/],
    ['nonsense', /^DATABASE_URL must be of the form/],
    [
      'postgres://user:hidden@127.0.0.1:1/chat',
      /^No PostgreSQL answers at 127\.0\.0\.1:1\/chat\. Check DATABASE_URL/,
    ],
    ['postgres://user:hidden@127.0.0.1/chat?sslrootcert=/nowhere', /^DATABASE_URL names a certificate/],
    ['postgres://user:hidden@host.invalid/chat', /^No PostgreSQL answers at host\.invalid\/chat/],
    [
      changed((url) => Object.assign(url, { password: 'hidden' })),
      /does not accept the user or the password/,
    ],
    [
      changed((url) => url.searchParams.set('sslmode', 'require')),
      /^TLS with the PostgreSQL at .* Check sslmode/,
    ],
    [changed((url) => Object.assign(url, { pathname: '/nowhere' })), /has no database of this name/],
  ]
  for (const [url, line] of cases) {
    const error = await checkServer(url).catch((refusal: unknown) => refusal)
    expect(error).toMatchObject({ name: 'DatabaseError', message: expect.stringMatching(line) })
    expect(String(error)).not.toContain('hidden')
  }
})

it('SV-10 a PostgreSQL that is too old is named with its version', async () => {
  const server = await oldServer('140011')
  await expect(checkServer(server.url)).rejects.toThrow(/is version 14\. Parley needs 15 or newer\.$/)
  server.close()
})
