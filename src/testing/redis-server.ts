/** A real redis-server for tests, on a free port of this machine, that can be stopped, hung, emptied and filled. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Redis } from 'ioredis'

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
  const launched = () => launch(folder, port)
  let server = await launched().catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })

  async function command(name: string, ...args: string[]): Promise<unknown> {
    const redis = new Redis({ host: '127.0.0.1', port, retryStrategy: null })
    return redis.call(name, ...args).finally(() => redis.disconnect())
  }

  async function stop(): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    async restart() {
      await stop()
      server = await launched()
    },
    hang: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    flush: async () => void (await command('FLUSHALL')),
    setMaxMemory: async (bytes) => void (await command('CONFIG', 'SET', 'maxmemory', String(bytes))),
    command,
    async dispose() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when it accepts connections. */
async function launch(folder: string, port: number): Promise<ChildProcess> {
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    daemonize: 'no',
    'maxmemory-policy': 'noeviction',
  }
  const program = process.env.PARLEY_REDIS_SERVER || 'redis-server'
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (cause) => {
      const message = `${program} could not be started: install redis-server, or name one in PARLEY_REDIS_SERVER`
      reject(new Error(message, { cause }))
    })
  })
  await Promise.race([failed, accepting(child)])
  return child
}

async function accepting(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error('redis-server without output')
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    // Reads on after the start, so that the pipe never fills.
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      said.push(line)
      if (line.includes('Ready to accept connections')) resolve()
    })
    child.once('exit', () => reject(new Error(`redis-server ended:\n${said.join('\n')}`)))
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
