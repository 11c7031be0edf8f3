/** A real redis-server for tests, on a free port of this machine, that can be stopped, hung, emptied and filled. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort, launchRedisServer } from '@/cluster/redis-server'

export interface TestRedis {
  readonly url: string
  /** Ends it at once, as a crash would; what it held is lost. */
  stop(): Promise<void>
  /** Starts it again, empty, on the same port. */
  restart(): Promise<void>
  /** It keeps its port and its connections and answers nothing any more. */
  hang(): void
  resume(): void
  /** Forgets everything. */
  flush(): Promise<void>
  /** In bytes; 1 refuses every write, 0 is no limit. */
  setMaxMemory(bytes: number): Promise<void>
  /** Sends any command. */
  command(name: string, ...args: string[]): Promise<unknown>
  /** Ends it for good and deletes its folder. */
  dispose(): Promise<void>
}

/** @throws Error when this machine has no redis-server; PARLEY_REDIS_SERVER may name one */
export async function startTestRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-redis-'))
  const port = await freePort()
  const program = process.env.PARLEY_REDIS_SERVER || 'redis-server'
  const launched = async () => {
    const { child, ready } = launchRedisServer({ program, folder, port })
    await ready
    return child
  }
  let server = await launched().catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })

  async function command(name: string, ...args: string[]): Promise<unknown> {
    const redis = new Redis({ host: '127.0.0.1', port, retryStrategy: null })
    return redis.call(name, ...args).finally(() => redis.disconnect())
  }

  async function stop(): Promise<void> {
    server.signal('SIGKILL')
    await server.ended
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    async restart() {
      await stop()
      server = await launched()
    },
    hang: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    flush: async () => void (await command('FLUSHALL')),
    setMaxMemory: async (bytes) => void (await command('CONFIG', 'SET', 'maxmemory', String(bytes))),
    command,
    async dispose() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
