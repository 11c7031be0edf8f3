/** `npm run cluster`: starts several processes behind one address, and stops them again in order. */
import { parseArgs } from 'node:util'
import { EmbeddedPostgresError } from '@/server/adapters/embedded-postgres/errors'
import { systemClock } from '@/server/adapters/system/clock'
import { EnvError, parseEnv } from '@/server/env'
import { DataFolderError } from '@/server/start-database'
import { type Cluster, startCluster } from './cluster'
import { ClusterError } from './cluster-error'

/** After this long (ms) a stop no longer waits for anybody. */
const stopPatience = 15_000
/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const sameSignalMs = 1_000
const maxProcesses = 16
const usage = 'Use it like this: npm run cluster -- --processes 3 --port 3000'

// Nobody reading, or a full disk, must not end what runs.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
const say = (text: string) => console.log(text)
const abort = new AbortController()
let cluster: Cluster | undefined
let stoppingSince: number | undefined

/** @throws ClusterError naming what cannot be understood */
function readArguments(): { processes: number; port: string | undefined } {
  const options = { processes: { type: 'string', default: '2' }, port: { type: 'string' } } as const
  try {
    const { values } = parseArgs({ options })
    const processes = Number(values.processes)
    if (Number.isInteger(processes) && processes >= 1 && processes <= maxProcesses)
      return { processes, port: values.port }
  } catch (cause) {
    throw new ClusterError(
      `${cause instanceof Error ? cause.message.split('. ', 1).join('') : cause}. ${usage}`,
    )
  }
  throw new ClusterError(`--processes must be a number from 1 to ${maxProcesses}. ${usage}`)
}

async function start(): Promise<void> {
  const { processes, port } = readArguments()
  const variables = { ...process.env, ...(port === undefined ? {} : { PORT: port }) }
  const env = parseEnv(variables, process.cwd())
  cluster = await startCluster({
    ...env,
    processes,
    program: '.build/server.mjs',
    environment: process.env,
    clock: systemClock,
    say,
    abort: abort.signal,
  })
  cluster.onExit((error) => {
    console.error(error.message)
    void stop(1)
  })
  say(`Parley is ready: ${cluster.address} (${processes} process${processes === 1 ? '' : 'es'})`)
}

async function stop(exitCode: number): Promise<void> {
  if (stoppingSince !== undefined) return
  stoppingSince = Date.now()
  setTimeout(() => process.exit(1), stopPatience)
  abort.abort()
  await cluster?.close()
  if (cluster) process.exit(exitCode)
}

function onSignal(): void {
  // The second one means: at once. A database left behind is taken over by the next start.
  if (stoppingSince !== undefined && Date.now() - stoppingSince > sameSignalMs) process.exit(1)
  if (stoppingSince !== undefined) return
  say('Stopping.')
  void stop(0)
}

/** Errors whose message is written for the person who starts it. */
const explained = [ClusterError, DataFolderError, EmbeddedPostgresError, EnvError]

/** One clear line for what people can mend themselves. */
function explain(error: unknown): string | undefined {
  if (explained.some((type) => error instanceof type)) return (error as Error).message
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return 'The port is taken. Choose another: npm run cluster -- --port 3001'
  if (code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.'
  if (code === 'EACCES') return 'The port may not be used by this user. Choose one above 1023.'
  return undefined
}

process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)
start().catch((error: unknown) => {
  // By now everything has been stopped; when that was the wish, how far the start came does not matter.
  if (stoppingSince !== undefined) process.exit(0)
  console.error(explain(error) ?? error)
  process.exit(1)
})
