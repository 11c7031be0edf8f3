/** Requests for procedures and for everything else: identity, broadcasts, other paths; and bytes that are hardly HTTP. */
import { serverLimits } from '@/contract/server-limits'
import { accountEndpoints } from '@/server/adapters/better-auth/identity-provider'
import { type Asking, hostileCall, oddHeaders, twist } from './hostile-calls'
import type { HostileBytes, HostileRequest } from './send-request'
import { spoil } from './spoil'
import { idsOf, validInput } from './valid-input'

const own = Object.keys(accountEndpoints)
/** What the library would answer, and what nobody would. */
const others = [
  ...(['sign-in/anonymous', 'token', 'jwks', 'policy', 'sign-out', 'get-session', 'sign-in/email'] as const),
  ...[
    'sign-up/email',
    'sign-in/social',
    'list-sessions',
    'delete-user',
    'update-user',
    'delete-anonymous-user',
  ],
  ...['change-email', 'reset-password/x', 'verify-email', 'two-factor/enable', 'callback/x', 'error', 'ok'],
  ...[
    '',
    '/',
    '../trpc/rooms.list',
    '..%2f..%2fmetrics',
    '%',
    '%00',
    'TOKEN',
    'token/',
    'token;x',
    '__proto__',
  ],
  ...['constructor', 'x'.repeat(3_000)],
] as const
const usual = {
  email: 'eve@evil.example',
  password: 'a long passphrase',
  name: 'Eve',
  token: 'x',
  code: '123456',
}

function hostileIdentity(asking: Asking, sessions: readonly string[]): HostileRequest {
  const { random, ids } = asking
  const session = sessions[random.int(sessions.length)] ?? ''
  const headers = random.pick<Record<string, string>>([
    {},
    { authorization: `Bearer ${session}` },
    { cookie: `session_token=${session}`, host: 'localhost', origin: 'http://localhost' },
    { cookie: `__Secure-parley.session_token=${session}` },
    { authorization: `Bearer ${random.pick(asking.badTokens)}` },
    { authorization: `Bearer ${session}.${'A'.repeat(43)}=` },
  ])
  const name = (random.next() < 0.6 ? own[random.int(own.length)] : undefined) ?? random.pick(others)
  const { method = random.pick(['GET', 'POST']), input } = accountEndpoints[name] ?? {}
  const good = (input && validInput(input, random, ids)) ?? usual
  const bodies = ['', '{}', JSON.stringify(good), JSON.stringify(good), spoil(good, random, ids)] as const
  const query =
    random.next() < 0.2 ? `?userId=${ids.foreign.userId[0]}&callbackURL=//evil.example&token=%00` : ''
  const request: HostileRequest = {
    kind: 'http',
    method,
    path: `/api/auth/${name}${query}`,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' ? { body: random.pick(bodies) } : {}),
  }
  if (random.next() < 0.75) return request
  const twisted = twist(request, asking)
  return twisted.path.startsWith('/api/trpc') ? request : twisted
}

const paths = [
  ...([
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/../../../etc/passwd',
    '//',
    '///evil.example/',
  ] as const),
  ...[
    '/\\..\\..\\secrets',
    '/_next/../../package.json',
    '/_next/static/%2e%2e/%2e%2e',
    '/.env',
    '/api',
    '/api/',
  ],
  ...[
    '/api/trpc',
    '/api/trpc/',
    '/api/auth',
    '/api/health',
    '/api/health?x',
    '/api//health',
    '/metrics',
    '/metrics/',
  ],
  ...[
    '/service-worker.js',
    '/service-worker.js%00',
    '/realtime/v1/websocket',
    '/realtime/v1/websocket?vsn=2.0.0',
  ],
  ...[
    '/realtime/v1/api/broadcast/',
    '/realtime/v1',
    'http://evil.example/',
    'http://evil.example/api/trpc/rooms.list',
  ],
  ...['http://a:b@127.0.0.1/metrics', '*', '/%', '/%ff', '/%00', '/?%', '/#', '/ä', `/${'a'.repeat(9_000)}`],
  ...[
    `/?${'q'.repeat(20_000)}`,
    '/http:%2f%2fx',
    '/;/../x',
    '/.git/config',
    '/%c0%ae%c0%ae/',
    'api/health',
    '?',
  ],
] as const

/** Pages, files, health, metrics, and broadcasts without the server's key. */
function hostilePath(asking: Asking): HostileRequest {
  const { random, ids, token } = asking
  const foreign = idsOf(ids.foreign)
  const id = foreign[random.int(foreign.length)] ?? ''
  const chance = random.next()
  const authorization = random.pick([`Bearer ${token}`, 'Bearer ', `Bearer ${random.pick(asking.badTokens)}`])
  if (chance < 0.3) {
    const topic = `room:${ids.foreign.roomId[0]}:1`
    const message = { topic, event: 'change', payload: { forged: 'forged-change' }, private: true }
    const single = `/${encodeURIComponent(topic)}/events/${random.pick(['change', '%', '%E0%A4%A', 'x'])}?private=true`
    return {
      kind: 'http',
      method: random.pick(['POST', 'POST', 'GET', 'PUT']),
      path: `/realtime/v1/api/broadcast${random.pick(['', single])}`,
      headers: { authorization, 'content-type': 'application/json', apikey: random.pick(['', 'x', token]) },
      body:
        random.next() < 0.05
          ? 'x'.repeat(serverLimits.frameBytes + 1)
          : spoil({ messages: [message] }, random, ids),
      mayBeCut: true,
    }
  }
  const path =
    chance < 0.45
      ? `/rooms/${id}${random.pick(['', '/', '?_rsc=x', '/../..', '%2f..'])}`
      : encode(random.pick(paths))
  return {
    kind: 'http',
    method: random.pick(['GET', 'GET', 'GET', 'POST', 'HEAD', 'DELETE', 'TRACE', 'OPTIONS']),
    path,
    headers: { authorization, ...(random.next() < 0.4 ? random.pick(oddHeaders) : {}) },
    mayBeCut: true,
  }
}

/** A first line is ASCII; what a client cannot say otherwise is said as bytes. */
function encode(path: string): string {
  return path.replace(/[^\x21-\x7e]/g, encodeURIComponent)
}

const host = 'host: 127.0.0.1\r\n'
const upgrade = `${host}connection: upgrade\r\nupgrade: websocket\r\n`
const key = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
const finished = [
  `GET /api/health HTTP/9.9\r\n${host}\r\n`,
  'GET /api/health HTTP/1.1\r\n\r\n',
  `GET /api/health HTTP/1.1\r\n${host}${host}\r\n`,
  `GET /api/trpc/rooms.list HTTP/1.1\r\n${host}x: a\0b\r\n\r\n`,
  `GET /api/trpc/rooms.list HTTP/1.1\r\n${host}x : a\r\n\r\n`,
  `GET /\xff\xfe HTTP/1.1\r\n${host}\r\n`,
  `GET /a b HTTP/1.1\r\n${host}\r\n`,
  `GET /api/health HTTP/1.1\n${host}\n`,
  `POST /api/trpc/rooms.join HTTP/1.1\r\n${host}content-length: -1\r\n\r\n`,
  `POST /api/trpc/rooms.join HTTP/1.1\r\n${host}content-length: 1\r\ncontent-length: 2\r\n\r\nab`,
  `POST /api/trpc/rooms.join HTTP/1.1\r\n${host}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  `POST /api/trpc/rooms.join HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n`,
  `POST /api/auth/token HTTP/1.1\r\n${host}transfer-encoding: gzip\r\n\r\n`,
  `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
  `BREW /pot HTTP/1.1\r\n${host}\r\n`,
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  `GET /api/health HTTP/1.1\r\n${host}\r\nGET /api/auth/jwks HTTP/1.1\r\n${host}\r\n`,
  `GET / HTTP/1.1\r\n${host}${'x: y\r\n'.repeat(3_000)}\r\n`,
  `GET / HTTP/1.1\r\n${host}x: ${'y'.repeat(20_000)}\r\n\r\n`,
  `GET /realtime/v1/websocket?vsn=2.0.0 HTTP/1.1\r\n${upgrade}\r\n`,
  `GET /realtime/v1/websocket?vsn=2.0.0 HTTP/1.1\r\n${upgrade}${key}sec-websocket-version: 99\r\n\r\n`,
  `GET /realtime/v1/websocket?vsn=2.0.0 HTTP/1.1\r\n${upgrade}sec-websocket-key: x\r\n\r\n`,
  `POST /realtime/v1/websocket HTTP/1.1\r\n${upgrade}${key}sec-websocket-version: 13\r\n\r\n`,
  `GET /api/trpc/rooms.list HTTP/1.1\r\n${upgrade}${key}sec-websocket-version: 13\r\n\r\n`,
  `GET /realtime/v1/websocket HTTP/1.1\r\n${upgrade.replace('127.0.0.1', 'evil.example')}${key}\r\n`,
  `GET http:// HTTP/1.1\r\n${upgrade}${key}sec-websocket-version: 13\r\n\r\n`,
  ...[
    '\x81\x05hello',
    '\x8f\x80\0\0\0\0',
    '\xff\xff\xff\xff',
    '\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\0\0\0\0',
  ].map(
    (frame) =>
      `GET /realtime/v1/websocket?vsn=2.0.0 HTTP/1.1\r\n${upgrade}${key}sec-websocket-version: 13\r\n\r\n${frame}`,
  ),
]
const unfinished = [
  'GET',
  `GET /api/health HTTP/1.1\r\n${host}`,
  `POST /api/trpc/rooms.join HTTP/1.1\r\n${host}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"ro`,
  `POST /api/auth/sign-out HTTP/1.1\r\n${host}content-length: 100\r\n\r\n{`,
  `POST /realtime/v1/api/broadcast HTTP/1.1\r\n${host}content-length: 9\r\n\r\n{`,
  `POST /api/trpc/rooms.join HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\n5\r\nab`,
  '',
]

function hostileBytes({ random, token }: Asking): HostileBytes {
  const cut = random.next() < 0.3
  const choices = cut ? unfinished : finished
  const bytes = choices[random.int(choices.length)] ?? ''
  const authorized = bytes.replace(/host:/i, `authorization: Bearer ${token}\r\nhost:`)
  return { kind: 'bytes', bytes: authorized, unfinished: cut }
}

/** @param sessions of people who are nobody's: some of them will be ended */
export function hostileRequest(asking: Asking, sessions: readonly string[]): HostileRequest | HostileBytes {
  const chance = asking.random.next()
  if (chance < 0.04) return hostileBytes(asking)
  if (chance < 0.12) return hostileIdentity(asking, sessions)
  return chance < 0.22 ? hostilePath(asking) : hostileCall(asking)
}
