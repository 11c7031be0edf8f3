// Three processes, a database and a Redis under the steady load of fifty people with the real client, while each part is
// killed and hung in turn. Everything acknowledged is there once, without a gap, and everybody sees the same.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type Cluster, startCluster } from '../src/cluster/cluster'
import type { Change } from '../src/contract/message'
import { startEmbeddedPostgres } from '../src/server/adapters/embedded-postgres/supervisor'
import { systemClock } from '../src/server/adapters/system/clock'
import { createGuest, type Guest } from '../src/testing/guest'
import { createSeededRandom } from '../src/testing/seeded-random'
import { type SimulatedUser, simulateUser } from '../src/testing/simulated-user'
import { createTcpProxy } from '../src/testing/tcp-proxy'
import { signalFamily } from './fixtures/process-family'

const people = 50
const roomCount = 5
/** Between two messages of all of them together (ms). */
const pauseMs = 40
/** What the promise allows after a part is well again. */
const healed = { timeout: 30_000, intervals: [250] }

interface Place {
  cluster: Cluster
  killPostgres(): Promise<void>
  hangPostgres(): void
  resumePostgres(): void
  lines: string[]
  close(): Promise<void>
}

/** A cluster on a database that comes back at the same address. */
async function startPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-'))
  const database = {
    dataFolder: join(folder, 'database'),
    password: 'superuser-of-a-test',
    settings: { max_connections: '150' },
  }
  let postgres = await startEmbeddedPostgres(database)
  const switchboard = await createTcpProxy(postgres.port)
  const url = new URL(postgres.url())
  url.port = String(switchboard.port)
  const lines: string[] = []
  const cluster = await startCluster({
    ...{ processes: 3, host: '127.0.0.1', port: 0, proxies: 0, clock: systemClock },
    dataFolder: join(folder, 'cluster'),
    redisServer: process.env.PARLEY_REDIS_SERVER ?? 'redis-server',
    program: '.build/server.mjs',
    environment: process.env,
    database: { url: url.href, secret: 'the secret of a test, long enough for it' },
    say: (line) => void lines.push(line),
  })
  return {
    cluster,
    lines,
    async killPostgres() {
      signalFamily(postgres.pid, 'SIGKILL')
      postgres = await startEmbeddedPostgres(database)
      switchboard.leadTo(postgres.port)
    },
    hangPostgres: () => signalFamily(postgres.pid, 'SIGSTOP'),
    resumePostgres: () => signalFamily(postgres.pid, 'SIGCONT'),
    async close() {
      await cluster.close()
      await switchboard.close()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The positions that somebody sees in a room, and whether anything of their own is not acknowledged. */
function seen(user: SimulatedUser, roomId: string) {
  const { items } = user.room(roomId).view()
  const seqs = items.flatMap((item) => ('seq' in item ? [item.seq] : []))
  return { items, seqs, unsent: items.length - seqs.length }
}

/** How far somebody has a room without a gap. */
function completeUpTo(user: SimulatedUser, roomId: string): number {
  const { seqs } = seen(user, roomId)
  return seqs.every((seq, index) => seq === index + 1) ? seqs.length : -1
}

/** The whole room, as somebody reads it who has just come. */
async function readAll(guest: Guest, roomId: string): Promise<Change[]> {
  const all: Change[] = []
  for (let after = 0; ; ) {
    const page = await guest.call.rooms.rejoin.query({ roomId, after, limit: 500 })
    all.push(...page.changes)
    after = page.cursor
    if (!page.hasMore) return all.sort((one, other) => one.seq - other.seq)
  }
}

/** Asks again while a process is getting well: that all is well was said by another one. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const answers: Answer[] = []
  await expect(async () => {
    answers.push(await ask())
  }).toPass(healed)
  return answers[0] as Answer
}

const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test('LV-08 SV-03 each part killed and hung under load: everything acknowledged once, gapless, and everybody complete within 30 s', async () => {
  test.setTimeout(420_000)
  const seed = Date.now() % 1_000_000
  const random = createSeededRandom(seed)
  const place = await startPlace()
  const { cluster, lines } = place
  const part = (index: number) => cluster.processes[index] ?? cluster.postgres
  try {
    const guests = await Promise.all(Array.from({ length: people }, () => createGuest(cluster.address)))
    const [host] = guests
    if (!host) throw new Error('nobody came')
    const rooms = Array.from({ length: roomCount }, (): string => randomUUID())
    for (const id of rooms) await host.call.rooms.create.mutate({ id, name: 'Under load' })
    const roomsOf = (index: number) => [0, 1].map((offset) => rooms[(index + offset) % roomCount] ?? '')
    await Promise.all(
      guests.map(async ({ call }, index) => {
        for (const roomId of roomsOf(index)) await call.rooms.join.mutate({ roomId })
      }),
    )
    const users = guests.map((guest, index) => simulateUser(cluster.address, guest, roomsOf(index)))
    const everybodyIn = users.flatMap((user, index) => roomsOf(index).map((roomId) => ({ user, roomId })))
    const sent = new Set<string>()
    let loading = true
    const load = (async () => {
      for (let n = 0; loading; n += 1) {
        const { user, roomId } = everybodyIn[Math.floor(random.next() * everybodyIn.length)] ?? {}
        const content = `message ${n}`
        if (user && roomId && (await user.room(roomId).actions.send(content))) sent.add(content)
        await pass(pauseMs)
      }
    })()

    /** Everybody has everything that was there when it was well again. */
    const allComplete = async (what: string): Promise<void> => {
      const heads = new Map<string, number>()
      for (const roomId of rooms) {
        const { head } = await patiently(() =>
          host.call.rooms.rejoin.query({ roomId, after: 2 ** 50, limit: 1 }),
        )
        heads.set(roomId, head)
      }
      await expect(async () => {
        const behind = everybodyIn.filter(
          ({ user, roomId }) => completeUpTo(user, roomId) < (heads.get(roomId) ?? 0),
        )
        expect(behind.length, `${what}: clients that are not complete`).toBe(0)
      }).toPass(healed)
    }

    await allComplete('at first')
    const health = async () => (await fetch(`${cluster.address}/api/health`)).json() as Promise<unknown>
    const isSaid = (words: RegExp) => async () => expect(lines.join('\n')).toMatch(words)
    const isIll = async () => expect(await health()).not.toEqual({ status: 'ok' })
    /** Hangs until it is noticed. */
    const hang = async (stop: () => void, noticed: () => Promise<void>, go: () => void) => {
      stop()
      await expect(noticed).toPass(healed)
      go()
    }
    const events: [string, () => Promise<void> | void][] = [
      ['a process is killed', () => part(0).signal('SIGKILL')],
      [
        'a process hangs',
        () =>
          hang(
            () => part(1).signal('SIGSTOP'),
            isSaid(/Process 2 does not answer/),
            () => part(1).signal('SIGCONT'),
          ),
      ],
      ['Redis is killed', () => cluster.redis?.signal('SIGKILL')],
      [
        'Redis hangs',
        () =>
          hang(
            () => cluster.redis?.signal('SIGSTOP'),
            isIll,
            () => cluster.redis?.signal('SIGCONT'),
          ),
      ],
      ['PostgreSQL is killed', place.killPostgres],
      ['PostgreSQL hangs', () => hang(place.hangPostgres, isIll, place.resumePostgres)],
    ]
    for (const [what, happen] of events) {
      await happen()
      await expect(async () => {
        expect(await health()).toEqual({ status: 'ok' })
      }).toPass({ timeout: 60_000, intervals: [100] })
      await allComplete(what)
    }
    loading = false
    await load

    await expect(async () => {
      expect(everybodyIn.filter(({ user, roomId }) => seen(user, roomId).unsent > 0)).toHaveLength(0)
    }).toPass(healed)
    await allComplete('at the end')
    const contents: string[] = []
    const positions = new Map<string, number>()
    for (const [index, roomId] of rooms.entries()) {
      const guest = guests[index] ?? host
      const log = await patiently(() => readAll(guest, roomId))
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
      contents.push(...log.filter(({ event }) => !event).map(({ content }) => content))
      const ids = log.map(({ id }) => id)
      for (const { user } of everybodyIn.filter((one) => one.roomId === roomId)) {
        expect(seen(user, roomId).items.map(({ id }) => id)).toEqual(ids)
      }
      for (const { id, seq } of log) positions.set(id, seq)
    }
    for (const { acknowledged } of users) {
      for (const [id, position] of acknowledged) expect(positions.get(id)).toBe(position)
    }
    // Every text that was typed is there, once: so is everything that was acknowledged.
    expect(contents.toSorted()).toEqual([...sent].toSorted())
    for (const user of users) user.close()
  } catch (error) {
    console.log(`seed ${seed}\n${lines.slice(-60).join('\n')}`)
    throw error
  } finally {
    await place.close()
  }
})
