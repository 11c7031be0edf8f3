/** The Redis of a cluster that was given none: kept running on one port, so that the processes find it again. */
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import type { Clock } from '@/server/ports/clock'
import { type KeptRunning, keepRunning } from './keep-running'
import { endOrphanedRedis, noteRedis } from './orphaned-redis'
import { freePort, launchRedisServer } from './redis-server'

export interface OwnRedis extends KeptRunning {
  /** Holds the password: never log it. */
  url: string
}

interface Options {
  /** A data folder that this cluster has locked: one that a killed cluster of it left behind is ended first (CR-09). */
  noteIn: string | undefined
  /** The program. */
  redisServer: string
  clock: Clock
  say(text: string): void
}

export async function launchOwnRedis({ noteIn, redisServer, clock, say }: Options): Promise<OwnRedis> {
  if (noteIn !== undefined) await endOrphanedRedis(noteIn)
  const port = await freePort()
  const password = randomBytes(32).toString('base64url')
  const removeNote = noteIn === undefined ? undefined : await noteRedis(noteIn, { port, password })
  const settings = { program: redisServer, folder: tmpdir(), port, password, apart: true }
  const kept = keepRunning<void>({
    name: 'Redis',
    launch: () => launchRedisServer(settings),
    onReady: () => () => {},
    clock,
    say,
  })
  return {
    get pid() {
      return kept.pid
    },
    signal: kept.signal,
    ready: kept.ready,
    url: `redis://:${password}@127.0.0.1:${port}`,
    async stop(patienceMs) {
      await kept.stop(patienceMs)
      await removeNote?.()
    },
  }
}
