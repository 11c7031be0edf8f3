/** The environment, parsed once. Nothing else reads `process.env`. */
import { isAbsolute, resolve } from 'node:path'
import * as z from 'zod/mini'

export interface Env {
  /** Next's development mode, with reload. */
  dev: boolean
  host: string
  /** 0 lets the system choose. */
  port: number
  /** Readable lines, or one JSON object a line. */
  logFormat: 'json' | 'lines'
  /** Whether every request is logged. */
  logRequests: boolean
  /** Opens `/metrics` to other machines. */
  metricsToken: string | undefined
  /** A database that somebody else runs, instead of the embedded one. */
  database: { url: string; secret: string } | undefined
  /** What a caller of the broadcast endpoint has to show. */
  serverKey: string | undefined
  /** `redis://` or `rediss://`. */
  redisUrl: string | undefined
  /** The program that a cluster starts when it has no `redisUrl`. */
  redisServer: string
  /** Whether somebody may be here without an account. */
  guests: boolean
  /** Whether everybody who signs in is a member of the first workspace. */
  openRooms: boolean
  /** Where people reach this installation, without a slash at the end; undefined for the address it listens on. */
  site: string | undefined
  /** How mail goes out; without it, links are printed on the console. */
  smtp: { url: string; from: string } | undefined
  /** Whether users and addresses are held to the rates of the contract. */
  rateLimits: boolean
  /** Proxies in front of the server, each of which appends to X-Forwarded-For (SV-13). */
  proxies: number
  /** Where embedded data, secrets and logs lie; absolute. */
  dataFolder: string
}

const portMessage = 'must be a port number'
const port = z.number().check(z.lte(65_535, portMessage))

const schema = z.object({
  NODE_ENV: z.optional(z.string()),
  HOST: z._default(z.string().check(z.minLength(1, 'must name an address')), '127.0.0.1'),
  PORT: z._default(
    z.pipe(z.string().check(z.regex(/^\d{1,5}$/, portMessage)), z.pipe(z.transform(Number), port)),
    3000,
  ),
  PARLEY_DATA: z._default(z.string().check(z.minLength(1, 'must name a folder')), '.data'),
  DATABASE_URL: z.optional(z.string().check(z.minLength(1, 'must be a connection string'))),
  PARLEY_SECRET: z.optional(
    z.string().check(z.minLength(32, 'must have 32 characters or more: openssl rand -base64 32 makes one')),
  ),
  PARLEY_SERVER_KEY: z.optional(z.string().check(z.minLength(32, 'must have 32 characters or more'))),
  REDIS_URL: z.optional(
    z.string().check(z.regex(/^rediss?:\/\/\S+$/, 'must be of the form redis://host:6379')),
  ),
  PARLEY_REDIS_SERVER: z._default(z.string().check(z.minLength(1, 'must name a program')), 'redis-server'),
  PARLEY_PROXIES: z._default(
    z.pipe(z.string().check(z.regex(/^\d$/, 'must be a number from 0 to 9')), z.transform(Number)),
    0,
  ),
  PARLEY_GUESTS: z._default(z.enum(['on', 'off'], 'must be on or off'), 'on'),
  PARLEY_OPEN_ROOMS: z._default(z.enum(['on', 'off'], 'must be on or off'), 'on'),
  PARLEY_URL: z.optional(
    z.string().check(z.regex(/^https?:\/\/[^/\s]+$/, 'must be of the form https://chat.example.org')),
  ),
  PARLEY_SMTP_URL: z.optional(
    z.string().check(z.regex(/^smtps?:\/\/\S+$/, 'must be of the form smtp://user:password@host:587')),
  ),
  PARLEY_MAIL_FROM: z.optional(
    z.string().check(z.regex(/^[^\r\n]*[^\s@]+@[^\s@]+$/, 'must be an e-mail address')),
  ),
  PARLEY_RATE_LIMITS: z._default(z.enum(['on', 'off'], 'must be on or off'), 'on'),
  PARLEY_LOG: z._default(z.enum(['json', 'lines'], 'must be json or lines'), 'lines'),
  PARLEY_LOG_REQUESTS: z._default(z.enum(['0', '1'], 'must be 0 or 1'), '0'),
  PARLEY_METRICS_TOKEN: z.optional(
    z.string().check(z.regex(/^[\w.~+/-]{16,}=*$/, 'must be 16 characters or more, as in a bearer token')),
  ),
})

/** A setting that cannot be used. The message names it. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

/**
 * @param folder what a relative PARLEY_DATA is relative to
 * @throws EnvError naming the first wrong variable
 */
export function parseEnv(variables: Record<string, string | undefined>, folder: string): Env {
  const parsed = schema.safeParse(variables)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new EnvError(`${issue?.path.join('.')} ${issue?.message}.`)
  }
  const { NODE_ENV, HOST, PORT, PARLEY_DATA, PARLEY_LOG, PARLEY_LOG_REQUESTS, PARLEY_METRICS_TOKEN } =
    parsed.data
  const { DATABASE_URL: url, PARLEY_SECRET: secret } = parsed.data
  if (url !== undefined && secret === undefined) {
    throw new EnvError(
      'PARLEY_SECRET must be set with DATABASE_URL: the same 32 characters or more for every process.',
    )
  }
  return {
    dev: NODE_ENV === 'development',
    host: HOST,
    port: PORT,
    logFormat: PARLEY_LOG,
    logRequests: PARLEY_LOG_REQUESTS === '1',
    metricsToken: PARLEY_METRICS_TOKEN,
    database: url !== undefined && secret !== undefined ? { url, secret } : undefined,
    serverKey: parsed.data.PARLEY_SERVER_KEY,
    redisUrl: parsed.data.REDIS_URL,
    guests: parsed.data.PARLEY_GUESTS === 'on',
    openRooms: parsed.data.PARLEY_OPEN_ROOMS === 'on',
    site: parsed.data.PARLEY_URL,
    smtp: smtpOf(parsed.data),
    redisServer: parsed.data.PARLEY_REDIS_SERVER,
    rateLimits: parsed.data.PARLEY_RATE_LIMITS === 'on',
    proxies: parsed.data.PARLEY_PROXIES,
    dataFolder: isAbsolute(PARLEY_DATA) ? PARLEY_DATA : resolve(folder, PARLEY_DATA),
  }
}

/** @throws EnvError when what mail needs besides is not said */
function smtpOf(variables: z.infer<typeof schema>): Env['smtp'] {
  const { PARLEY_SMTP_URL: url, PARLEY_MAIL_FROM: from, PARLEY_URL: site } = variables
  if (url === undefined) return undefined
  if (from === undefined) {
    throw new EnvError('PARLEY_MAIL_FROM must be set with PARLEY_SMTP_URL: the address that mail comes from.')
  }
  if (site === undefined) {
    throw new EnvError(
      'PARLEY_URL must be set with PARLEY_SMTP_URL: the address that links in mails lead to.',
    )
  }
  return { url, from }
}
