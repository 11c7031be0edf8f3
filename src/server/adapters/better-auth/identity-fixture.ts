/** Identity providers on real HTTP over one real database, and browsers that keep their cookies. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt } from 'jose'
import pg from 'pg'
import { expect, inject } from 'vitest'
import type { ErrorCode } from '@/contract/errors'
import type { AuditNote } from '@/server/ports/audit-log'
import { noLimits } from '@/server/ports/limiter'
import type { Mail } from '@/server/ports/mailer'
import type { RoomNews } from '@/server/ports/room-directory'
import { createTestDatabase } from '@/testing/test-database'
import { systemClock } from '../system/clock'
import { createIdentityProvider, type IdentityProviderOptions } from './identity-provider'

export type IdentityFixture = Awaited<ReturnType<typeof openIdentityFixture>>
export type StartedProvider = Awaited<ReturnType<IdentityFixture['start']>>
export type Caller = ReturnType<typeof callerOf>
export type Browser = ReturnType<typeof openBrowser>

export async function openIdentityFixture() {
  const database = await createTestDatabase()
  const closing: (() => Promise<unknown>)[] = []

  async function ask<T = Record<string, unknown>>(statement: string, values: unknown[] = []): Promise<T[]> {
    return asSuperuser(database.superuserUrl, (client) =>
      client.query(statement, values).then(({ rows }) => rows),
    )
  }

  return {
    database,
    /** As the superuser. */
    ask,
    async start(options: Partial<IdentityProviderOptions> = {}) {
      const errors: unknown[] = []
      const mails: Mail[] = []
      const notes: AuditNote[] = []
      const forgotten: [string, readonly RoomNews[]][] = []
      const provider = createIdentityProvider({
        databaseUrl: database.authUrl,
        secret: 'a secret of a test, long enough for all',
        issuer: 'parley',
        trustedOrigins: [],
        limiter: noLimits,
        clock: systemClock,
        mailer: { send: async (mail) => void mails.push(mail), close() {} },
        sendsMail: true,
        site: () => 'https://chat.example',
        guests: true,
        openRooms: true,
        guestsPerMinute: 300,
        auditLog: { note: async (note) => void notes.push(note) },
        onForgotten: (userId, news) => void forgotten.push([userId, news]),
        onError: (error) => errors.push(error),
        ...options,
      })
      const server = createServer((request, response) => void provider.handle(request, response))
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      closing.push(async () => {
        server.closeAllConnections()
        server.close()
        await provider.close()
      })
      const { port } = server.address() as AddressInfo
      const caller = callerOf(`http://127.0.0.1:${port}`)
      return {
        ...{ provider, errors, mails, notes, forgotten },
        ...caller,
        byName: callerOf(`http://localhost:${port}`),
        /** A browser without any cookie. */
        browser: () => openBrowser(caller),
      }
    },
    async stopProviders() {
      for (const close of closing.splice(0).reverse()) await close()
    },
    /** Closes the database, and whoever is in it, to everybody; or opens it again. */
    async allowConnections(allowed: boolean): Promise<void> {
      const name = new URL(database.superuserUrl).pathname.slice(1)
      await asSuperuser(inject('postgresUrl'), async (client) => {
        await client.query(`alter database ${name} allow_connections ${allowed}`)
        if (allowed) return
        const others = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1'
        await client.query(others, [name])
      })
    },
    close: () => database.drop(),
  }
}

function callerOf(origin: string) {
  return {
    origin,
    call: (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
      fetch(`${origin}/api/auth/${path}`, { method, headers, ...(body === undefined ? {} : { body }) }),
  }
}

/** Keeps cookies as a browser does, and calls as Parley's page does. */
function openBrowser({ call, origin }: Caller) {
  const cookies = new Map<string, string>()

  async function send(method: 'GET' | 'POST', path: string, body?: object) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { origin, ...(cookie === '' ? {} : { cookie }) }
    const response = await call(method, path, headers, body && JSON.stringify(body))
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0\b/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return { status: response.status, headers: response.headers, body: await response.json() }
  }

  const browser = {
    cookies,
    send,
    get: (path: string) => send('GET', path),
    post: (path: string, body: object = {}) => send('POST', path, body),
    /** @returns the answer to a request that succeeds */
    async done(path: string, body: object = {}) {
      const answer = await send('POST', path, body)
      expect([path, answer.status, answer.body]).toEqual([path, 200, expect.anything()])
      return answer.body
    },
    async refused(path: string, body: object, code: ErrorCode) {
      const answer = await send('POST', path, body)
      expect([path, answer.body.code]).toEqual([path, code])
      return answer
    },
    /** Of the token that the browser would show the API; undefined when it gets none. */
    async claims() {
      const { status, body } = await send('GET', 'token')
      return status === 200
        ? decodeJwt<{ sid: string; guest?: boolean; name?: string }>(body.token)
        : undefined
    },
    async becomeGuest(): Promise<string> {
      const { user } = await browser.done('sign-in/anonymous')
      return user.id
    },
  }
  return browser
}

/** What the link in a mail carries. */
export function tokenIn(mail: Mail | undefined): string {
  return mail?.link?.split('#')[1] ?? ''
}

/** Counts takes of all keys together; refuses beyond the limit, to be tried again after 1.5 s. */
export function countingLimiter() {
  const limiter = {
    keys: [] as string[],
    async take(key: string, limit: number) {
      limiter.keys.push(key)
      return limiter.keys.length > limit ? 1_500 : undefined
    },
  }
  return limiter
}

async function asSuperuser<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  return use(client).finally(() => client.end())
}
