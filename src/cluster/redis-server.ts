/** A redis-server of our own: on this machine only, in memory only, behind a password. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { startChild } from './child'
import { ClusterError } from './cluster-error'
import type { Launched } from './keep-running'

export interface RedisServerOptions {
  /** The program: a path, or a name on PATH. */
  program: string
  /** Where it works; nothing is stored there. */
  folder: string
  port: number
  /** Without one, every user of this machine may use it. */
  password?: string
  /** See `startChild`. */
  apart?: boolean
}

/**
 * `ready` resolves when it accepts connections.
 * @throws ClusterError (in `ready`) when there is no such program, or when it ends at once
 */
export function launchRedisServer(options: RedisServerOptions): Launched<void> {
  const { program, folder, port, password, apart = false } = options
  const settings = [
    `port ${port}`,
    'bind 127.0.0.1',
    'save ""',
    'appendonly no',
    'daemonize no',
    'maxmemory-policy noeviction',
    ...(password === undefined ? [] : [`requirepass ${password}`]),
  ]
  const said: string[] = []
  let accept = () => {}
  const accepting = new Promise<void>((resolve) => {
    accept = resolve
  })
  const child = startChild(program, ['-'], {
    folder,
    apart,
    // Not as arguments: other users can read those.
    input: `${settings.join('\n')}\n`,
    onLine(line) {
      if (line.includes('Ready to accept connections')) accept()
      if (said.length < 50) said.push(line)
    },
  })
  const failed = child.ended.then((how) => {
    const reason = child.pid === undefined ? missing(program) : `${how}: ${said.at(-1) ?? 'it said nothing'}`
    throw new ClusterError(child.pid === undefined ? reason : `Redis ended (${reason})`)
  })
  const ready = Promise.race([accepting, failed])
  // Whoever waits for it no longer, does not want to hear of its end.
  ready.catch(() => undefined)
  return { child, ready }
}

function missing(program: string): string {
  return (
    `${program} could not be started. Install Redis (apt install redis-server, or brew install redis), ` +
    'name a redis-server in PARLEY_REDIS_SERVER, or name a running one in REDIS_URL.'
  )
}

/** A port of this machine that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
