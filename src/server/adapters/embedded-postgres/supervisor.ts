// Runs PostgreSQL for one application process, from the first start on an empty folder to an orderly end.
import { mkdir, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { findBinaries } from './binaries'
import { ensureCluster } from './cluster'
import type { EmbeddedPostgresError } from './errors'
import { explainAnswer, explainLoss, findFailure } from './failure'
import { type Held, hold, type Place, recoveryPatience, stop } from './hold'
import type { Settings } from './launch'
import { findLauncher } from './launcher'
import { takeLock } from './lock'
import { boundLogFile, logSize, readLogAfter } from './log-file'
import { findPostmaster } from './postmaster'

/** Where the data lies, the superuser's password, and who hears about progress. */
export type EmbeddedPostgresOptions = {
  /** Made if missing. Holds the cluster in `postgres/` and its log in `postgres.log`. */
  readonly dataFolder: string
  readonly password: string
  readonly onProgress?: (text: string) => void
  /** Overrides of PostgreSQL's settings; with `fsync: 'off'` the first start does not flush either. */
  readonly settings?: Settings
}

/** A running server with a database `parley`. */
export type EmbeddedPostgres = {
  readonly port: number
  /** Of the server's first process. */
  readonly pid: number
  /** Connection string; by default the superuser's, to `parley`. It holds the password: never log it. */
  url(to?: { database?: string; user?: string; password?: string }): string
  /** Ends the server and waits for it; again is harmless. */
  stop(): Promise<void>
  /** Tells once when the server is gone, or lost to another process, without `stop()`. */
  onExit(listener: (error: EmbeddedPostgresError) => void): void
}

const logCheckInterval = 60_000
/** A server that said why it cannot go on is gone after this long (ms), or will not go by itself. */
const endPatience = 3_000

/**
 * Starts PostgreSQL on a data folder, creating the cluster at the first start (EP-01 … EP-20).
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { password, settings = {}, onProgress: progress = () => undefined } = options
  await mkdir(resolve(options.dataFolder), { recursive: true, mode: 0o700 })
  const dataFolder = await realpath(options.dataFolder)
  const binaries = await findBinaries()
  const launcher = await findLauncher(binaries.postgres, dataFolder)
  const cluster = join(dataFolder, 'postgres')
  const place = { binaries, launcher, cluster, logPath: join(dataFolder, 'postgres.log'), password, settings }
  progress('Preparing the database')
  await ensureCluster({ ...place, sync: settings.fsync !== 'off' })
  // What is wrong with the log is told where it is opened; too long a log alone stops nobody.
  await boundLogFile(place.logPath).catch(() => undefined)
  progress('Starting the database')
  const held = await hold(place, progress)
  try {
    await createDatabase(held.connection)
  } catch (error) {
    const explained = await explainAnswer(error, cluster)
    await stop(place, held.postmaster)
    throw explained
  }
  return supervise(place, held, await logSize(place.logPath))
}

/** Keeps the lock and the log's size until the end, and tells of an end that nobody asked for; `logged` is the log's. */
function supervise(place: Place, { postmaster, connection }: Held, logged: number): EmbeddedPostgres {
  const listeners = new Set<(error: EmbeddedPostgresError) => void>()
  let failure: EmbeddedPostgresError | undefined
  let isLost = false
  let stopping: Promise<void> | undefined
  const logTimer = setInterval(
    () => void boundLogFile(place.logPath).catch(() => undefined),
    logCheckInterval,
  )
  logTimer.unref()

  watch(connection)

  function watch(held: pg.Client) {
    held.once('end', () => void regain())
  }

  /**
   * When one session crashes PostgreSQL resets itself and lives on: without the lock until it is taken again. One whose
   * recovery fails, on a full disk for example, ends; sometimes it only says so and stays, good for nothing (EP-21).
   */
  async function regain() {
    const deadline = Date.now() + recoveryPatience
    const loggedBefore = await logSize(place.logPath)
    let failedAt: number | undefined
    while (!stopping) {
      const present = await findPostmaster(place.cluster)
      if (present?.pid !== postmaster.pid) return lose()
      const hasFailed = findFailure(await readLogAfter(place.logPath, loggedBefore)) !== undefined
      if (hasFailed) failedAt ??= Date.now()
      if (Date.now() > Math.min(deadline, (failedAt ?? deadline) + endPatience)) {
        await stop(place, postmaster)
        return lose()
      }
      try {
        const again = await takeLock({ ...place, port: postmaster.port })
        if (again) return watch(again)
      } catch (error) {
        return lose(error)
      }
      await sleep(50)
    }
  }

  async function lose(cause?: unknown) {
    if (stopping) return
    isLost = true
    clearInterval(logTimer)
    failure = await explainLoss(await readLogAfter(place.logPath, logged), place, cause)
    for (const listener of listeners) listener(failure)
  }

  return {
    port: postmaster.port,
    pid: postmaster.pid,
    url({ database = 'parley', user = 'postgres', password = place.password } = {}) {
      const account = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
      return `postgres://${account}@127.0.0.1:${postmaster.port}/${encodeURIComponent(database)}`
    },
    stop() {
      clearInterval(logTimer)
      // Once lost it may be another process's.
      stopping ??= isLost ? Promise.resolve() : stop(place, postmaster)
      return stopping
    },
    onExit(listener) {
      listeners.add(listener)
      if (failure) listener(failure)
    },
  }
}

/** Under the lock, so nobody else is creating it; a start that was killed before leaves it to the next. */
async function createDatabase(connection: pg.Client): Promise<void> {
  const found = await connection.query("SELECT 1 FROM pg_database WHERE datname = 'parley'")
  if (found.rowCount === 0) await connection.query('CREATE DATABASE parley')
}
