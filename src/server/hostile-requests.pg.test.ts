/**
 * Ten thousand requests of somebody hostile, against the whole server: every procedure, every frame, every other path.
 * A request is made from the seed and its number alone; `PARLEY_HOSTILE_SEED` chooses another seed.
 */
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { Agent } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { peersTopic, roomTopic, userTopic } from '@/contract/realtime'
import { type Asking, inputOf, procedureNames } from '@/testing/hostile/hostile-calls'
import { hostileFrame, ownTopics } from '@/testing/hostile/hostile-frames'
import { hostileRequest } from '@/testing/hostile/hostile-requests'
import { openLiveSocket } from '@/testing/hostile/live-socket'
import { type Answer, sendBytes, sendRequest } from '@/testing/hostile/send-request'
import { createTenants, type Tenants } from '@/testing/hostile/tenants'
import { createSeededRandom } from '@/testing/seeded-random'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { startTestServer, type TestServer } from '@/testing/test-server'

const seed = Number(process.env.PARLEY_HOSTILE_SEED ?? 1)
const requests = 10_000
/** One turn in so many is a live connection, which sends so many frames. */
const [socketEvery, framesEach] = [35, 10]
const turns = Math.ceil(requests / (1 + (framesEach - 1) / socketEvery))
const sideBySide = 32
/** The server that holds the rates of the contract gets one turn in so many. */
const limitedEvery = 5
/** When no turn has ended for so long (ms), somebody was never answered. How long all of them take is the machine's. */
const patience = 60_000
/** What the server may keep (bytes) of what it was sent. */
const mayGrow = 16 * 1024 * 1024
/** Failures that are told, of perhaps thousands. */
const shown = 20
const secret = 'a secret of at least thirty-two characters'

let database: TestDatabase
let servers: TestServer[]
let tenants: Tenants
let before: unknown[]
let after: unknown[]
let sent = 0
let grown = 0
const failures: string[] = []
const disclosures: string[] = []
/** What was heard where nobody may speak but the server. */
const heard: string[] = []
/** Per procedure, which statuses it answered with. */
const statuses = new Map<string, Set<number>>()

/** How much memory is in use (bytes) when nothing is left to be collected. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

const short = (text: string) => (text.length > 800 ? `${text.slice(0, 800)}… (${text.length})` : text)
const tell = (turn: number, request: unknown, answer: string) =>
  `seed ${seed}, turn ${turn}: ${short(JSON.stringify(request))}\n  answer: ${short(answer)}`

/** What the server's own trouble looks like, and what it would tell of its insides. */
const trouble =
  /"(INTERNAL|UNAVAILABLE|INTERNAL_SERVER_ERROR)"|"httpStatus":5|node_modules|\.ts:\d|ECONN|SQLSTATE|syntax error at/

function judge(turn: number, request: unknown, { status, headers, body }: Answer): void {
  const found = trouble.exec(body)
  const answer = `${status} ${body.slice(Math.max(0, (found?.index ?? 0) - 300))}`
  // Under all this a machine may be too busy for the moment in which health wants an answer: it says just that.
  const isBusy = status === 503 && body.includes('{"status":"unavailable","reasons":["The database does not')
  if (!isBusy && (status >= 500 || found)) failures.push(tell(turn, request, answer))
  const all = headers + body
  if ([tenants.word, ...tenants.hiddenIds].some((secret) => all.includes(secret))) {
    disclosures.push(tell(turn, request, answer))
  }
}

function askingIn(turn: number): Asking {
  const random = createSeededRandom(seed * 1_000_003 + turn)
  const { hostile, badTokens } = tenants
  return { random, ids: tenants.ids(turn, turns), token: hostile.token(), badTokens }
}

/** Where the victim is: on these topics the secret word is said, for whoever listens. */
const victimTopics = () => [
  roomTopic(tenants.victimRoomId, 1),
  peersTopic(tenants.victimRoomId, 1),
  userTopic(tenants.victim.userId),
]

async function sendFrames(turn: number, server: TestServer, signal: AbortSignal): Promise<void> {
  const { address, container } = server
  const asking = askingIn(turn)
  const own = ownTopics(tenants.liveRoomId, tenants.hostile.userId)
  let asked = ''
  const hear = (text: string) => judge(turn, asked, { status: 0, headers: '', body: text })
  let socket = await openLiveSocket(address, signal, hear)
  for (let n = 0; n < framesEach; n++, sent++) {
    const frame = hostileFrame(asking, own)
    asked += `\n${frame.toString('latin1')}`
    if (n === 0 && asking.random.next() < 0.7) {
      const payload = { config: { private: true, broadcast: { ack: true } }, access_token: asking.token }
      for (const topic of own)
        await socket?.send(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', payload]))
    }
    await socket?.send(frame)
    for (const topic of victimTopics()) container.gateway.publish(topic, 'change', { word: tenants.word })
    if (socket?.isOver()) socket = await openLiveSocket(address, signal, hear)
  }
  await socket?.close()
}

async function takeTurn(turn: number, agent: Agent, sessions: string[], signal: AbortSignal): Promise<void> {
  const server = servers[turn % limitedEvery === 0 ? 1 : 0] as TestServer
  if (turn % socketEvery === 0) return sendFrames(turn, server, signal)
  const { address } = server
  sent++
  const request = hostileRequest(askingIn(turn), sessions)
  try {
    const answer =
      request.kind === 'bytes'
        ? await sendBytes(address, request, signal)
        : await sendRequest(address, request, { agent, signal })
    judge(turn, request, answer)
    const name = request.kind === 'http' ? request.path.replace(/^\/api\/trpc\/|\?.*$/g, '') : ''
    if (procedureNames.includes(name))
      statuses.set(name, (statuses.get(name) ?? new Set()).add(answer.status))
  } catch (error) {
    failures.push(tell(turn, request, signal.aborted ? 'no answer' : String(error)))
  }
}

/** Joins, and from then on hears whatever is said there. */
async function listen(server: TestServer, token: string, topics: string[], signal: AbortSignal) {
  let joined = 0
  const socket = await openLiveSocket(server.address, signal, (text) => {
    if (text.includes('"phx_reply",{"status":"ok"')) joined++
    else if (!text.includes(tenants.word)) heard.push(text)
  })
  const payload = { config: { private: true }, access_token: token }
  for (const topic of topics) {
    await socket?.send(JSON.stringify(['1', '1', `realtime:${topic}`, 'phx_join', payload]))
  }
  await vi.waitFor(() => expect(joined).toBe(topics.length))
  return socket
}

beforeAll(async () => {
  database = await createTestDatabase()
  const options = { authSecret: secret, serverKey: 'a key that only servers of ours have' }
  servers = [
    await startTestServer(database, { ...options, rateLimits: false }),
    await startTestServer(database, options),
  ]
  const address = servers[0]?.address ?? ''
  tenants = await createTenants(address, database, secret)
  const sessions: string[] = []
  for (let n = 0; n < 5; n++) {
    const answer = await fetch(`${address}/api/auth/sign-in/anonymous`, { method: 'POST' })
    sessions.push(((await answer.json()) as { token: string }).token)
  }
  before = await tenants.snapshot()

  let ended = 0
  let endedBefore = -1
  const hopeless = new AbortController()
  const watch = setInterval(() => {
    if (ended === endedBefore) hopeless.abort()
    endedBefore = ended
  }, patience)
  const { signal } = hopeless
  setMaxListeners(0, signal)
  const { hostile, victim, liveRoomId, victimRoomId } = tenants
  const listeners = []
  for (const server of servers) {
    listeners.push(await listen(server, victim.token(), victimTopics(), signal))
    listeners.push(await listen(server, hostile.token(), [roomTopic(liveRoomId, 1)], signal))
  }

  const agent = new Agent({ keepAlive: true, maxSockets: sideBySide })
  let next = 0
  const work = async (end: number) => {
    while (next < end && !signal.aborted) {
      const turn = next++
      await takeTurn(turn, agent, sessions, signal).catch((error) => {
        failures.push(tell(turn, 'a live connection', String(error)))
      })
      ended++
    }
  }
  const until = (end: number) => Promise.all(Array.from({ length: sideBySide }, () => work(end)))
  await until(Math.floor(turns / 5))
  const memory = memoryInUse()
  await until(turns)
  grown = memoryInUse() - memory
  clearInterval(watch)
  agent.destroy()
  after = await tenants.snapshot()

  // Whoever was never answered has ended the listening too; that is told below.
  if (signal.aborted) return
  const unexpected = heard.splice(0)
  for (const [guest, roomId] of [[victim, victimRoomId] as const, [hostile, liveRoomId] as const]) {
    const message = { id: randomUUID(), roomId, content: 'still here', sentAt: new Date().toISOString() }
    await guest.call.messages.send.mutate(message)
    await vi.waitFor(() => expect(heard.some((text) => text.includes(message.id))).toBe(true))
  }
  heard.splice(0, heard.length, ...unexpected)
  for (const listener of listeners) await listener?.close()
}, 600_000)

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await tenants.close()
  await database.drop()
})

it('AP-50 every one of ten thousand hostile requests is answered, and none with a failure of the server', () => {
  expect(failures.slice(0, shown)).toEqual([])
  expect(servers.flatMap((server) => server.errors)).toEqual([])
  expect(sent).toBeGreaterThanOrEqual(requests)
})

it('AP-50 every procedure was reached with an input that it accepts', () => {
  const { random, ids } = askingIn(0)
  for (const name of procedureNames) inputOf(name, random, ids)
  const refusedBefore = [400, 401, 413, 429]
  const reached = procedureNames.filter((name) =>
    [...(statuses.get(name) ?? [])].some((status) => !refusedBefore.includes(status)),
  )
  expect(reached).toEqual(procedureNames)
  // The server with the contract's rates had to hold to them.
  expect([...statuses.values()].some((seen) => seen.has(429))).toBe(true)
})

it('AP-51 none is told a word or an id of people with whom the asker shares nothing', () => {
  expect(disclosures.slice(0, shown)).toEqual([])
})

it('AP-51 nothing of these people has changed, and nobody spoke to them in the server’s name', () => {
  expect(after).toEqual(before)
  expect(before.length).toBeGreaterThan(20)
  expect(heard).toEqual([])
})

it('AP-52 afterwards the server serves as before, and has let go of every socket and of what it was sent', async () => {
  for (const server of servers) {
    await vi.waitFor(async () => expect(await server.sockets()).toBe(0), 10_000)
    expect(server.container.gateway.stats()).toEqual({ connections: 0, users: 0, topics: 0 })
  }
  expect(grown).toBeLessThan(mayGrow)
  const { rooms } = await tenants.victim.call.rooms.list.query({})
  expect(rooms.map((room) => room.roomId)).toContain(tenants.victimRoomId)
})
