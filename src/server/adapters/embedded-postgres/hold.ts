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

const launchAttempts = 40
const launchPause = 200
const recoveryPatience = 300_000
const stopPatience = 20_000

/** Launches where nothing runs, takes the lock, and restarts an orphan, whose programs may be gone or outdated. */
export async function hold(place: Place, progress: (text: string) => void): Promise<Held> {
  const startedAt = Math.floor(Date.now() / 1000)
  const deadline = Date.now() + recoveryPatience
  let launched: Postmaster | undefined
  while (Date.now() < deadline) {
    let postmaster = await findPostmaster(place.cluster)
    if (!postmaster) postmaster = launched = await launch(place)
    const connection = await takeLock({ port: postmaster.port, password: place.password }).catch(
      async (error: EmbeddedPostgresError) => {
        // Nobody can use a server that this start launched on data with another password.
        if (error.code === 'WRONG_PASSWORD' && launched) await stop(place, launched)
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
async function launch(place: Place): Promise<Postmaster> {
  const before = await logSize(place.logPath)
  for (let attempt = 0; attempt < launchAttempts; attempt++) {
    await removeStaleLockFile(place.cluster)
    const server = launchPostgres({ ...place, port: await findFreePort() })
    while (!server.hasEnded()) {
      const postmaster = await findPostmaster(place.cluster)
      if (postmaster) return postmaster
      await sleep(10)
    }
    const output = await readLogAfter(place.logPath, before)
    // The port was taken since, a rival was faster, or sessions of a killed server have not ended yet.
    const passes = /could not bind|lock file .* already exists|shared memory block .* still in use/i
    if (!passes.test(output)) break
    await sleep(launchPause)
  }
  const lines = (await readLogAfter(place.logPath, before)).split('\n')
  const reason = lines.find((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1)
  throw new EmbeddedPostgresError(
    'START_FAILED',
    `The database did not start: ${reason} (see ${place.logPath})`,
  )
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
