/** Calls of every procedure there is, most of them spoilt: the input, the token, the way they are sent. */
import type { z } from 'zod/mini'
import { limits } from '@/contract/limits'
import { appRouter } from '@/server/trpc/app-router'
import type { SeededRandom } from '../seeded-random'
import type { HostileRequest } from './send-request'
import { spoil } from './spoil'
import { type KnownIds, validInput } from './valid-input'

interface Procedure {
  readonly _def: { readonly type: 'query' | 'mutation'; readonly inputs: readonly z.core.$ZodType[] }
}

/** By name. */
const procedures = appRouter._def.procedures as unknown as Readonly<Record<string, Procedure>>
export const procedureNames = Object.keys(procedures)

export interface Asking {
  readonly random: SeededRandom
  readonly ids: KnownIds
  readonly token: string
  readonly badTokens: readonly [string, ...string[]]
}

/** A good input of the procedure; undefined where it takes none. @throws when none could be made */
export function inputOf(name: string, random: SeededRandom, ids: KnownIds): unknown {
  const [schema] = procedures[name]?._def.inputs ?? []
  if (schema === undefined) return undefined
  const input = validInput(schema, random, ids)
  if (input === undefined)
    throw new Error(`No input of ${name} is accepted: src/testing/hostile/valid-input.ts lacks a text`)
  return input
}

function call(name: string, inputs: string, token: string, batch = ''): HostileRequest {
  const isQuery = procedures[name.split(',', 1).join('')]?._def.type === 'query'
  const path = `/api/trpc/${name}`
  const authorization = `Bearer ${token}`
  if (!isQuery) {
    const headers = { authorization, 'content-type': 'application/json' }
    return { kind: 'http', method: 'POST', path: path + batch.replace('&', '?'), headers, body: inputs }
  }
  const query = inputs === '' ? batch.replace('&', '?') : `?input=${encodeURIComponent(inputs)}${batch}`
  return {
    kind: 'http',
    method: 'GET',
    path: path + query,
    headers: { authorization },
    mayBeCut: query.length > 8_000,
  }
}

/** One of them alone, or some together in one request. */
export function hostileCall(asking: Asking): HostileRequest {
  const { random, ids, token } = asking
  const some = () => procedureNames[random.int(procedureNames.length)] ?? ''
  const input = (name: string, good: number) => {
    const value = inputOf(name, random, ids)
    if (random.next() < good) return value === undefined ? '' : JSON.stringify(value)
    return spoil(value ?? null, random, ids)
  }
  if (random.next() < 0.9) {
    const name = some()
    const request = call(name, input(name, 0.35), token)
    return random.next() < 0.35 ? twist(request, asking) : request
  }
  const count = random.pick([1, 2, 3, 5, limits.callsPerRequest, limits.callsPerRequest + 1, 400])
  const first = some()
  const type = procedures[first]?._def.type
  const fitting = procedureNames.filter((name) => procedures[name]?._def.type === type)
  const alike = random.next() < 0.5
  const names = Array.from({ length: count }, () =>
    alike ? first : (fitting[random.int(fitting.length)] ?? first),
  )
  if (random.next() < 0.1) names.push(some(), '', '__proto__')
  const inputs = new Map(names.map((name) => [name, input(name, 0.6)]))
  let body = ''
  for (const [index, name] of names.entries()) {
    const text = inputs.get(name)
    // The server reads no further either; four hundred times the largest input would be the asker's own gigabyte.
    if (text && body.length <= limits.requestBytes) body += `${body && ','}"${index}":${text}`
  }
  return call(names.join(','), `{${body}}`, token, '&batch=1')
}

const methods = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'PROPFIND',
  'CONNECT',
] as const
const contentTypes = [
  ...(['text/plain', 'application/jsonp', 'APPLICATION/JSON', 'multipart/form-data', 'x'] as const),
  ...['multipart/form-data; boundary=x', 'application/octet-stream', 'application/x-www-form-urlencoded'],
  ...['application/json; charset=utf-16', 'application/json, text/html', ';;;', 'application/json\tx'],
] as const
const oddPaths = [
  ...(['__proto__', 'constructor', 'rooms', 'rooms.', '.rooms', 'rooms.list.x', 'rooms.__proto__'] as const),
  ...[
    'rooms%2Elist',
    'rooms.list%00',
    '%E0%A4%A',
    '%',
    'rooms.list%',
    '..%2fauth/token',
    '../auth/token',
    ',',
  ],
  ...[
    ',,,,',
    'rooms.list,',
    'rooms/list',
    'then',
    'rooms.toString',
    'x'.repeat(5_000),
    ',x'.repeat(2_000),
    '%2C%2C',
  ],
  ...[
    '_def',
    '_def.procedures',
    'rooms.list;x=1',
    'rooms.list/',
    '/rooms.list',
    '%F0%9F%98%80',
    'createCaller',
  ],
] as const
const oddQueries = [
  ...(['?batch=1', '?batch=2', '?batch=1&batch=1', '?input', '?input=%', '?input=%00', '?input={}'] as const),
  ...[
    '?input=%7B%22__proto__%22%3A%7B%7D%7D&batch=1',
    '?connectionParams={}',
    '?connectionParams=%7B',
    '?input=[]',
  ],
  ...[
    '?lastEventId=1',
    `?${'a=b&'.repeat(1_000)}`,
    '??',
    '?batch=1&input=[]',
    '?batch=1&input=null',
    '#input=1',
  ],
] as const
export const oddHeaders: readonly [Record<string, string>, ...Record<string, string>[]] = [
  { 'trpc-accept': 'application/jsonl' },
  { 'trpc-accept': 'application/jsonl', accept: 'text/event-stream' },
  { 'content-encoding': 'gzip' },
  { expect: '100-continue' },
  { expect: 'miracles' },
  { 'x-forwarded-for': '127.0.0.1, ::1, x', forwarded: 'for=127.0.0.1', 'x-real-ip': '10.0.0.1' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https, javascript' },
  { 'x-http-method-override': 'DELETE', 'x-method-override': 'PUT' },
  { host: 'evil.example' },
  { host: '' },
  { host: 'localhost:99999999' },
  { host: '127.0.0.1@evil.example' },
  { host: '[::1' },
  { origin: 'https://evil.example' },
  { origin: 'null', referer: 'javascript:1' },
  { cookie: `a=${'b'.repeat(7_000)}` },
  { cookie: '=;=;__proto__=1;;;a' },
  { range: 'bytes=0-0', 'if-none-match': '*', 'if-modified-since': 'x' },
  { accept: '*/*;q=-1', 'accept-language': '*'.repeat(2_000), 'accept-encoding': 'gzip, br;q=x' },
  { 'last-event-id': '1', 'next-action': 'x', rsc: '1', 'next-router-state-tree': '%' },
  { 'x-middleware-subrequest': 'middleware:middleware:middleware', 'x-invoke-path': '/api/trpc/rooms.list' },
  { 'user-agent': 'x\u0080\u00ff', apikey: 'x' },
  { 'transfer-encoding': 'chunked', trailer: 'authorization' },
]
const oddTokens = [
  '',
  'x',
  'Bearer',
  'Bearer ',
  'Basic YTpi',
  'bearer a b',
  'Bearer \u00e9',
  'Digest x="',
] as const

/** Spoils how a request is sent. */
export function twist(request: HostileRequest, { random, badTokens }: Asking): HostileRequest {
  const headers = { ...request.headers }
  const body = request.body?.toString() ?? ''
  const chance = random.next()
  if (chance < 0.12) {
    const method = random.pick(methods)
    return { ...request, method, mayBeCut: method === 'CONNECT' || request.mayBeCut === true }
  }
  if (chance < 0.25) {
    const at = random.int(body.length + 1)
    const broken =
      body.slice(0, at) + random.pick(['', '"', '{', '\0', '\\', '}']) + body.slice(at + random.int(2))
    return { ...request, body: random.next() < 0.2 ? Buffer.from(random.bytes(50)) : broken }
  }
  if (chance < 0.4) {
    if (random.next() < 0.1) delete headers['content-type']
    else headers['content-type'] = random.pick(contentTypes)
    return { ...request, headers, method: random.pick(['POST', request.method]) }
  }
  if (chance < 0.405) {
    const large = 'x'.repeat(limits.requestBytes + random.pick([0, 1, 100_000]))
    return { ...request, method: 'POST', headers, body: JSON.stringify(large), mayBeCut: true }
  }
  if (chance < 0.6) {
    headers.authorization = random.next() < 0.3 ? random.pick(oddTokens) : `Bearer ${random.pick(badTokens)}`
    if (random.next() < 0.1) delete headers.authorization
    return { ...request, headers }
  }
  if (chance < 0.8) {
    const odd = random.pick(oddHeaders)
    return {
      ...request,
      headers: { ...headers, ...odd },
      mayBeCut: 'expect' in odd || request.mayBeCut === true,
    }
  }
  if (chance < 0.9)
    return { ...request, path: `/api/trpc/${random.pick(oddPaths)}${request.path.replace(/^[^?]*/, '')}` }
  return { ...request, path: request.path.replace(/\?.*$/, '') + random.pick(oddQueries) }
}
