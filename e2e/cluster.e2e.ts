// Several processes on one PostgreSQL and one Redis behind one address, as `npm run cluster` runs them.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { type Cluster, startCluster } from '../src/cluster/cluster'
import { systemClock } from '../src/server/adapters/system/clock'
import { createGuest, type Guest } from '../src/testing/guest'

const redisServer = process.env.PARLEY_REDIS_SERVER || 'redis-server'

interface Program {
  program: ChildProcess
  address: string
}

const test = base.extend<{
  dataFolder: string
  /** Runs one of the built programs on the data folder; what still runs at the end of the test is stopped. */
  run(file: string, ...args: string[]): Promise<Program>
}>({
  dataFolder: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-cluster-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  run: async ({ dataFolder }, use) => {
    const programs: ChildProcess[] = []
    await use(async (file, ...args) => {
      const program = spawn(process.execPath, [file, ...args], {
        env: {
          ...process.env,
          NODE_ENV: 'production',
          HOST: '127.0.0.1',
          PORT: '0',
          PARLEY_DATA: dataFolder,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      programs.push(program)
      return { program, address: await readAddress(program) }
    })
    await Promise.all(programs.map(stop))
  },
})

/** As Ctrl-C does. @returns its exit code; null after a signal */
async function stop(program: ChildProcess): Promise<number | null> {
  if (program.exitCode !== null || program.signalCode !== null) return program.exitCode
  const ended = once(program, 'exit')
  program.kill('SIGINT')
  const [code] = await ended
  return code
}

/** Waits until it says that it is ready. */
function readAddress(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    program.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
      const address = /^Parley is ready: (\S+)/m.exec(said)?.[1]
      if (address) resolve(address)
    })
    program.once('exit', () => reject(new Error(`It ended:\n${said}`)))
  })
}

/** Sends under one id until it is acknowledged, as a client does. */
async function send(guest: Guest, roomId: string, content: string): Promise<string> {
  const message = { id: randomUUID(), roomId, content, sentAt: new Date().toISOString() }
  await expect(() => guest.call.messages.send.mutate(message)).toPass({ timeout: 60_000 })
  return content
}

async function contents(guest: Guest, roomId: string): Promise<string[]> {
  const { changes } = await guest.call.rooms.rejoin.query({ roomId, after: 0 })
  return changes.filter(({ event }) => !event).map(({ content }) => content)
}

const isAlive = (pid: number | undefined) => {
  try {
    return pid !== undefined && process.kill(pid, 0)
  } catch {
    return false
  }
}

test('CR-01 CR-07 people on different processes share a room, also while one process is killed and replaced', async ({
  dataFolder,
}) => {
  const said: string[] = []
  const cluster: Cluster = await startCluster({
    ...{ processes: 2, host: '127.0.0.1', port: 0, proxies: 0, program: '.build/server.mjs' },
    ...{ dataFolder, redisServer, environment: process.env, clock: systemClock },
    say: (text) => said.push(text),
  })
  try {
    const [first, second] = cluster.processes
    const on = (port: number | undefined) => createGuest(`http://127.0.0.1:${port}`)
    const [ada, ben, cem] = [
      await on(first?.port),
      await on(second?.port),
      await createGuest(cluster.address),
    ]
    const roomId = randomUUID()
    await ada.call.rooms.create.mutate({ id: roomId, name: 'Everywhere' })
    await ben.call.rooms.join.mutate({ roomId })
    await cem.call.rooms.join.mutate({ roomId })
    const all = [await send(ada, roomId, 'from one'), await send(ben, roomId, 'from the other')]
    for (const guest of [ada, ben, cem]) expect(await contents(guest, roomId)).toEqual(all)

    const [killed, redis] = [first?.pid, cluster.redis?.pid]
    first?.signal('SIGKILL')
    cluster.redis?.signal('SIGKILL')
    for (let n = 0; n < 20; n++) all.push(await send(cem, roomId, `meanwhile ${n}`))
    expect(await contents(ben, roomId)).toEqual(all)
    await expect.poll(() => first?.port, { timeout: 60_000 }).toBeDefined()
    await expect.poll(() => isAlive(cluster.redis?.pid)).toBe(true)
    expect(first?.pid).not.toBe(killed)
    expect(cluster.redis?.pid).not.toBe(redis)
    expect(said).toContain('Process 1 ended (SIGKILL). It is started again in 0.25 s.')
    expect(said).toContain('Redis ended (SIGKILL). It is started again in 0.25 s.')
    expect(await contents(await rejoined(first?.port, roomId), roomId)).toEqual(all)
  } finally {
    const parts = [...cluster.processes, cluster.redis, cluster.postgres]
    await cluster.close()
    // A server that has stopped is a process for a moment longer.
    await expect(async () => expect(parts.filter((part) => isAlive(part?.pid))).toEqual([])).toPass({
      timeout: 10_000,
    })
  }
})

/** A new member, who comes in at this port. */
async function rejoined(port: number | undefined, roomId: string): Promise<Guest> {
  const guest = await createGuest(`http://127.0.0.1:${port}`)
  await guest.call.rooms.join.mutate({ roomId })
  return guest
}

/** Whether anybody listens there. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return once(socket, 'connect').then(
    () => Boolean(socket.destroy()),
    () => false,
  )
}

test('CR-08 CR-09 CR-10 it stops in order, ends what a killed one left behind, and keeps sessions beside a single server', async ({
  dataFolder,
  run,
}) => {
  const redisPort = async () => {
    const note = JSON.parse(await readFile(join(dataFolder, 'redis.json'), 'utf8')) as { port: number }
    return note.port
  }
  const startCluster = () => run('.build/cluster.mjs', '--processes', '2')
  const killed = await startCluster()
  const signedIn = await fetch(`${killed.address}/api/auth/sign-in/anonymous`, { method: 'POST' })
  const [cookie = ''] = (signedIn.headers.getSetCookie()[0] ?? '').split(';')
  const orphan = await redisPort()
  const gone = once(killed.program, 'exit')
  killed.program.kill('SIGKILL')
  await gone
  expect(await listens(orphan)).toBe(true)

  const again = await startCluster()
  expect(await listens(orphan)).toBe(false)
  const token = (address: string) => fetch(`${address}/api/auth/token`, { headers: { cookie } })
  expect((await token(again.address)).status).toBe(200)
  const present = await redisPort()
  expect(await stop(again.program)).toBe(0)
  expect(await listens(present)).toBe(false)
  await expect(readFile(join(dataFolder, 'postgres/postmaster.pid'))).rejects.toThrow('ENOENT')

  const alone = await run('.build/server.mjs')
  expect((await token(alone.address)).status).toBe(200)
})
