/**
 * The table of rights in docs/access.md, measured cell by cell: over the API, in the database itself, through PostgREST, and
 * on the live channel. The file is what is promised; this compares, and writes nothing.
 */
import { readFile } from 'node:fs/promises'
import { REALTIME_SUBSCRIBE_STATES } from '@supabase/realtime-js'
import { TRPCClientError } from '@trpc/client'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Act, apiActs, liveActs, tableActs } from '@/testing/access/access-acts'
import {
  createWorld,
  everybody,
  type Kind,
  type Who,
  type World,
  type WorldRoom,
} from '@/testing/access/access-world'
import { connectLive } from '@/testing/live-client'
import { startPostgrest, type TestPostgrest } from '@/testing/postgrest'
import { claims } from '@/testing/test-chat'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { startTestServer, type TestServer } from '@/testing/test-server'

let database: TestDatabase
let server: TestServer
let rest: TestPostgrest
let superuser: pg.Client
let world: World
/** The tables of the file, by their heading. */
let promised: Map<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startTestServer(database, { openRooms: false, rateLimits: false })
  rest = await startPostgrest(database.superuserUrl)
  superuser = new pg.Client(database.superuserUrl)
  await superuser.connect()
  world = await createWorld(server.address)
  const file = await readFile('docs/access.md', 'utf8')
  promised = new Map(
    file
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.split('\n', 1).join(''), (part.match(/^\|.*$/gm) ?? []).join('\n')]),
  )
})
afterAll(async () => {
  await superuser.end()
  await rest.stop()
  await server.close()
  await database.drop()
})

type Cells = Record<string, Partial<Record<Who, string>>>

/** As the file's formatter has it: columns of one width. */
function render(what: string, cells: Cells): string {
  const rows = [
    [what, ...everybody],
    ...Object.entries(cells).map(([act, row]) => [act, ...everybody.map((who) => row[who] ?? '')]),
  ]
  const widths = [what, ...everybody].map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  )
  const line = (row: string[]) => `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

const words: Record<string, string> = {
  FORBIDDEN: 'no',
  ROOM_NOT_FOUND: 'unknown',
  WORKSPACE_NOT_FOUND: 'unknown',
  UNAUTHORIZED: 'sign in',
}

async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return 'yes'
  } catch (error) {
    const code = error instanceof TRPCClientError ? error.data?.parley?.code : undefined
    if (code === undefined) throw error
    return words[code] ?? code
  }
}

async function measureApi(kind: Kind): Promise<Cells> {
  const cells: Cells = {}
  let room: WorldRoom | undefined
  for (const [name, act] of Object.entries<Act>(apiActs)) {
    const row: Cells[string] = {}
    for (const who of everybody) {
      room ??= await world.room(kind)
      row[who] = await outcomeOf(act(world.of(who), room, world))
      // What nobody did has changed nothing: the next one finds the same room.
      if (row[who] === 'yes') room = undefined
    }
    cells[name] = row
  }
  return cells
}

test.each(['public', 'private'] as const)('AC-06 over the API, in a %s room', async (kind) => {
  expect(render('', await measureApi(kind))).toBe(promised.get(`Over the API: a ${kind} room`))
})

const insufficientPrivilege = '42501'

/** With somebody's claims, as a forgotten check would ask: `nobody` is the role for whoever is not signed in. */
async function bySql(who: Who, table: string, where: string): Promise<string> {
  const conditions = where.split('&').map((part) => part.split('=eq.'))
  const text = conditions.map(([column], n) => `${column}::text = $${n + 1}`).join(' and ')
  await superuser.query('begin')
  try {
    const user = who === 'nobody' ? '' : claims(world.of(who).userId)
    await superuser.query(`select set_config('request.jwt.claims', $1, true)`, [user])
    await superuser.query(`set local role ${who === 'nobody' ? 'anon' : 'authenticated'}`)
    const { rows } = await superuser.query(
      `select 1 from chat.${table} where ${text}`,
      conditions.map(([, value]) => value),
    )
    return rows.length > 0 ? 'yes' : 'no row'
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === insufficientPrivilege) return 'no'
    throw error
  } finally {
    await superuser.query('rollback')
  }
}

async function overRest(who: Who, table: string, where: string): Promise<string> {
  const headers = who === 'nobody' ? {} : { authorization: `Bearer ${rest.tokenOf(world.of(who).userId)}` }
  const response = await fetch(`${rest.url}/${table}?${where}`, { headers })
  const answer = await response.json()
  if (response.ok) return answer.length > 0 ? 'yes' : 'no row'
  expect(answer.code).toBe(insufficientPrivilege)
  return 'no'
}

async function measureTables(kind: Kind, ask: typeof bySql): Promise<Cells> {
  const room = await world.room(kind)
  const cells: Cells = {}
  for (const [name, where] of Object.entries(tableActs)) {
    const asked = where(room, world)
    const row: Cells[string] = {}
    for (const who of everybody) row[who] = await ask(who, asked.table, asked.where)
    cells[name] = row
  }
  return cells
}

test.each(['public', 'private'] as const)(
  'AC-06 in the database, with their own claims and through PostgREST: reading of a %s room',
  async (kind) => {
    const table = promised.get(`In the database, and through PostgREST: a ${kind} room`)
    expect(render('read', await measureTables(kind, bySql))).toBe(table)
    expect(render('read', await measureTables(kind, overRest))).toBe(table)
  },
)

async function live(who: Who, name: string, room: WorldRoom): Promise<string> {
  const { topic, says } = liveActs[name] ?? expect.unreachable()
  const client = await connectLive(server.address, world.of(who))
  try {
    const channel = client.channel(topic(room, world), {
      config: { private: true, broadcast: { ack: true, self: false } },
    })
    const joined = await new Promise<boolean>((resolve) => {
      channel.subscribe((status) => resolve(status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED))
    })
    if (!joined || !says) return joined ? 'yes' : 'no'
    return (await channel.send({ type: 'broadcast', ...says })) === 'ok' ? 'yes' : 'no'
  } finally {
    await client.disconnect()
  }
}

test.each(['public', 'private'] as const)('AC-06 on the live channel of a %s room', async (kind) => {
  const room = await world.room(kind)
  const cells: Cells = {}
  for (const name of Object.keys(liveActs)) {
    const row = await Promise.all(everybody.map(async (who) => [who, await live(who, name, room)]))
    cells[name] = Object.fromEntries(row)
  }
  expect(render('', cells)).toBe(promised.get(`On the live channel: a ${kind} room`))
})
