// Gets hold of the server of a data folder.
//
//   no server ──launch──▶ server ──lock──▶ held
//                           ▲   └─ lock held by another process ──▶ refused
//   orphan of a kill -9 ────┘ (locked, then restarted)
//
// Whoever holds the lock owns the server, whoever launched it: so of any number of starts exactly one wins.
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Binaries } from './binaries'
import { EmbeddedPostgresError } from './errors'
import { explainFailure, findFailure } from './failure'
import { launchPostgres, type Settings } from './launch'
import type { Launcher } from './launcher'
import { takeLock } from './lock'
import { logSize, readLogAfter } from './log-file'
import { findPostmaster, type Postmaster, removeStaleLockFile, stopPostmaster } from './postmaster'

/** One data folder, and how to run PostgreSQL on it. */
export type Place = {
  readonly binaries: Binaries
  readonly launcher: Launcher
  readonly cluster: string
  readonly logPath: string
  readonly password: string
  readonly settings: Settings
}

/** A server that this process owns as long as the connection lasts. */
export type Held = { readonly postmaster: Postmaster; readonly connection: pg.Client }

/** A server that a start launched itself; what it says in the log comes after `logged` (bytes). */
type Launched = { readonly postmaster: Postmaster; readonly logged: number }

const launchAttempts = 40
/** Launched servers that may vanish without a word; a rival's restart is one. */
const vanishings = 5
const launchPause = 200
/** How long (ms) a recovery may take, after a crash in the middle of heavy writing for example. */
export const recoveryPatience = 300_000
const stopPatience = 20_000

/** Launches where nothing runs, takes the lock, and restarts an orphan, whose programs may be gone or outdated. */
export async function hold(place: Place, progress: (text: string) => void): Promise<Held> {
  const startedAt = Math.floor(Date.now() / 1000)
  const deadline = Date.now() + recoveryPatience
  let launched: Launched | undefined
  let vanished = 0
  while (Date.now() < deadline) {
    let postmaster = await findPostmaster(place.cluster)
    if (!postmaster) {
      if (launched) await checkEnd(place, launched.logged, ++vanished)
      launched = await launch(place)
      postmaster = launched.postmaster
    }
    const connection = await takeLock({ ...place, port: postmaster.port }).catch(
      async (error: EmbeddedPostgresError) => {
        // Nobody can use a server that this start launched on damaged data or data with another password.
        if (error.code !== 'ALREADY_RUNNING' && launched) await stop(place, launched.postmaster)
        throw error
      },
    )
    if (connection && postmaster.startedAt >= startedAt) return { postmaster, connection }
    if (connection) {
      progress('Taking over the database of a start that was killed')
      await stop(place, postmaster)
    }
    await sleep(25)
  }
  throw new EmbeddedPostgresError('START_FAILED', `The database does not get ready (see ${place.logPath})`)
}

/** Ends the server of this place, waiting at most a minute. */
export function stop({ cluster, binaries }: Place, postmaster: Postmaster): Promise<void> {
  return stopPostmaster(postmaster, { cluster, pgCtl: binaries.pgCtl, patience: stopPatience })
}

/** Starts a server and waits for its lock file, which names the server that won when a rival was faster. */
async function launch(place: Place): Promise<Launched> {
  const logged = await logSize(place.logPath)
  for (let attempt = 0; attempt < launchAttempts; attempt++) {
    await removeStaleLockFile(place.cluster)
    const server = launchPostgres({ ...place, port: await findFreePort() })
    while (!server.hasEnded()) {
      const postmaster = await findPostmaster(place.cluster)
      if (postmaster) return { postmaster, logged }
      await sleep(10)
    }
    if (!passes.test(await readLogAfter(place.logPath, logged))) break
    await sleep(launchPause)
  }
  throw await explainEnd(place, logged)
}

/** The port was taken since, a rival was faster, or sessions of a killed server have not ended yet. */
const passes =
  /could not bind|lock file .* (already exists|is empty)|shared memory block .* still in use|received \w+ shutdown request/

/** Fails when a launched server ended by itself: it would do so for ever. */
async function checkEnd(place: Place, logged: number, vanished: number): Promise<void> {
  const output = await readLogAfter(place.logPath, logged)
  if (passes.test(output)) return
  if (findFailure(output) !== undefined || vanished > vanishings) throw await explainEnd(place, logged)
}

async function explainEnd(place: Place, logged: number): Promise<EmbeddedPostgresError> {
  const output = await readLogAfter(place.logPath, logged)
  return explainFailure(output, { ...place, postgres: place.binaries.postgres })
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', listening)
  })
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port')
  return address.port
}
