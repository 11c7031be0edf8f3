/** A real PostgREST before a test's database: what anybody on the network could ask of a Supabase project. */
import { spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import pg from 'pg'
import { vi } from 'vitest'
import { freePort } from '@/cluster/redis-server'

export interface TestPostgrest {
  readonly url: string
  /** A token of this server's issuer, as `authenticated` unless told otherwise. */
  tokenOf(userId: string, role?: string): string
  stop(): Promise<void>
}

/**
 * @param superuserUrl of the database, whose schema `chat` it shows
 * @throws Error when it does not come up
 */
export async function startPostgrest(superuserUrl: string): Promise<TestPostgrest> {
  const program = process.env.PARLEY_POSTGREST
  if (!program) throw new Error('There is no PostgREST here; PARLEY_POSTGREST may name one.')
  const role = `test_authenticator_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  const secret = randomBytes(32).toString('hex')
  await asSuperuser(superuserUrl, [
    `create role ${role} login noinherit password '${password}'`,
    `grant anon, authenticated to ${role}`,
  ])
  const database = new URL(superuserUrl)
  ;[database.username, database.password] = [role, password]
  const [port, adminPort] = [await freePort(), await freePort()]
  const child = spawn(program, [], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      NODE_ENV: 'test',
      PGRST_DB_URI: database.href,
      PGRST_DB_SCHEMAS: 'chat',
      PGRST_DB_ANON_ROLE: 'anon',
      PGRST_DB_POOL: '4',
      PGRST_DB_CHANNEL_ENABLED: 'false',
      PGRST_JWT_SECRET: secret,
      PGRST_SERVER_HOST: '127.0.0.1',
      PGRST_SERVER_PORT: String(port),
      PGRST_ADMIN_SERVER_PORT: String(adminPort),
    },
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const ended = once(child, 'exit')
  // Ready once it knows the schema.
  const isReady = () =>
    fetch(`http://127.0.0.1:${adminPort}/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  await vi.waitFor(
    async () => {
      if (!(await isReady())) throw new Error(`PostgREST does not come up: ${said}`)
    },
    { timeout: 20_000, interval: 50 },
  )

  return {
    url: `http://127.0.0.1:${port}`,
    tokenOf(userId, claimed = 'authenticated') {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: userId, role: claimed, exp: 4_000_000_000 })}`
      return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
      await asSuperuser(superuserUrl, [`drop owned by ${role}`, `drop role ${role}`])
    },
  }
}

async function asSuperuser(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
