/** Several application processes on one PostgreSQL and one Redis, behind one address, all on this machine. */
import type { Clock } from '@/server/ports/clock'
import { type OwnServer, startOwnServer } from '@/server/start-database'
import { type Balancer, createBalancer } from './balancer'
import { type KeptRunning, keepRunning } from './keep-running'
import { launchOwnRedis } from './own-redis'
import { launchServerProcess } from './server-process'

export interface ClusterOptions {
  /** How many application processes. */
  processes: number
  /** Where embedded data and secrets lie; absolute. The same as a single server's. */
  dataFolder: string
  /** The address to listen on. */
  host: string
  /** 0 lets the system choose. */
  port: number
  /** A database that somebody else runs, instead of one of our own; see `Env`. */
  database?: { url: string; secret: string } | undefined
  /** A Redis that somebody else runs, instead of one of our own. */
  redisUrl?: string | undefined
  /** The program of our own Redis. */
  redisServer: string
  /** Proxies in front of the cluster. */
  proxies: number
  /** The bundled server. */
  program: string
  /** What the application processes get besides their own settings. */
  environment: Record<string, string | undefined>
  clock: Clock
  /** Gets what happens, and each line of the application processes, as `[1] …`. */
  say(text: string): void
  /** Stops also what has only begun to start. */
  abort?: AbortSignal
}

/** A part that runs; its number changes when it was started again. */
export type Part = Pick<KeptRunning, 'pid' | 'signal'>

/** An application process; it has no port while it is not ready. */
export interface ServerPart extends Part {
  readonly port: number | undefined
}

export interface Cluster {
  /** Where people come in: `http://localhost:3000`. */
  address: string
  processes: readonly ServerPart[]
  /** Undefined when it is not ours. */
  redis: Part | undefined
  /** Its first process. Without a number, and deaf to signals, when it is not ours. */
  postgres: Part
  /** Tells once when the database ended by itself: without it there is nothing left to do but to close. */
  onExit(listener: (error: Error) => void): void
  /** Stops all in order; again is harmless. */
  close(): Promise<void>
}

/** How long (ms) a part may take to stop. A server takes up to 10 s by itself. */
const serverPatienceMs = 11_000
const redisPatienceMs = 2_000

/** Connections to the database: of one process (two pools, and what a start needs), and for everybody else. */
const connectionsPerProcess = 25
const otherConnections = 25

const words = {
  well: 'is well again',
  unwell: 'takes no requests at the moment',
  silent: 'does not answer: its connections come back through the others',
}

/**
 * Resolves when every process takes requests (CR-01).
 * @throws ClusterError, DataFolderError, EmbeddedPostgresError, and what listening throws; nothing is left running
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { dataFolder, host, proxies, redisUrl, abort, clock } = options
  const balancer = createBalancer({ host, proxies, clock })
  const stops: (() => Promise<void>)[] = [balancer.close]
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= (async () => {
      balancer.stopAccepting()
      for (const stop of stops.reverse()) await stop()
    })()
    return closing
  }
  abort?.addEventListener('abort', () => void close())

  try {
    // First, since most often it is the port that is taken. Whoever calls meanwhile is told to try again.
    const port = await balancer.listen(options.port)
    const own = options.database ? undefined : await startPostgres(options, stops)
    const database = options.database ?? own?.access
    abort?.throwIfAborted()

    // A note in a data folder that nobody has locked could lead another cluster to end a Redis in use.
    const launching =
      redisUrl === undefined ? launchOwnRedis({ ...options, noteIn: own && dataFolder }) : undefined
    // Also when the stop comes while it is launched.
    if (launching) stops.push(() => launching.then((redis) => redis.stop(redisPatienceMs)).catch(() => {}))
    const redis = await launching
    abort?.throwIfAborted()
    await redis?.ready

    const environment = {
      ...options.environment,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: database?.url,
      PARLEY_SECRET: database?.secret,
      REDIS_URL: redisUrl ?? redis?.url,
      PARLEY_PROXIES: String(proxies + 1),
    }
    const processes = Array.from({ length: options.processes }, (_, index) =>
      runProcess(index + 1, options, environment, balancer),
    )
    stops.push(async () => {
      await Promise.all(processes.map(({ stop }) => stop(serverPatienceMs)))
    })
    await Promise.all(processes.map(({ ready }) => ready))

    const name = /^(127\.|0\.0\.0\.0$|::1?$)/.test(host) ? 'localhost' : host
    return {
      address: `http://${name}:${port}`,
      processes,
      redis,
      postgres: { pid: own?.pid, signal: (signal) => void (own && process.kill(own.pid, signal)) },
      onExit: own?.onExit ?? (() => {}),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** PostgreSQL on the data folder, and how the processes get in: with the secret of a single server there. */
async function startPostgres(
  { dataFolder, processes, say }: ClusterOptions,
  stops: (() => Promise<void>)[],
): Promise<OwnServer & { access: { url: string; secret: string } }> {
  const starting = startOwnServer(dataFolder, say, otherConnections + processes * connectionsPerProcess)
  // Also when the stop comes while it starts.
  stops.push(() => starting.then(({ stop }) => stop()).catch(() => undefined))
  const own = await starting
  return { ...own, access: { url: own.url, secret: own.secrets.authSecret } }
}

/** One application process, in rotation whenever it is ready. */
function runProcess(
  number: number,
  { program, clock, say }: ClusterOptions,
  environment: Record<string, string | undefined>,
  balancer: Balancer,
): KeptRunning & ServerPart {
  const name = `Process ${number}`
  let current: number | undefined
  const kept = keepRunning<number>({
    name,
    launch: () =>
      launchServerProcess({ name, program, environment, onLine: (line) => say(`[${number}] ${line}`) }),
    onReady(port) {
      current = port
      const remove = balancer.add(port, (answer) => say(`${name} ${words[answer]}.`))
      return () => {
        current = undefined
        remove()
      }
    },
    clock,
    say,
  })
  return {
    get pid() {
      return kept.pid
    },
    get port() {
      return current
    },
    signal: kept.signal,
    ready: kept.ready,
    stop: kept.stop,
  }
}
