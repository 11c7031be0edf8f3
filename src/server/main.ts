/** Starts everything, serves it, and stops it again in order. */
import { join } from 'node:path'
import { serverLimits } from '@/contract/server-limits'
import { EmbeddedPostgresError } from './adapters/embedded-postgres/errors'
import { createPinoLog } from './adapters/pino/log'
import { DatabaseError } from './adapters/postgres/check-server'
import { MigrationError } from './adapters/postgres/migrate'
import { createPrometheusMetrics } from './adapters/prometheus/metrics'
import { systemClock } from './adapters/system/clock'
import { createContainer, type Health } from './container'
import { EnvError, parseEnv } from './env'
import { createHttpServer } from './http/http-server'
import { createMetricsPage } from './http/metrics'
import { isOwnHost } from './http/own-host'
import { createPages } from './http/pages'
import { createRequestHandler } from './http/request-handler'
import { createSecurityHeaders, readInlineScripts } from './http/security-headers'
import { createWorkerFile } from './http/worker-file'
import { DataFolderError, openDatabase, startOwnDatabase } from './start-database'

/** Beside the built pages, in the folder that the server runs in. */
const workerFile = join(process.cwd(), '.build/service-worker.js')
const inlineScriptsFile = join(process.cwd(), '.build/inline-scripts.json')

/** After this long (ms) a stop no longer waits for anybody. */
const stopPatience = 10_000

// Next writes to them too: nobody reading, or a full disk, must not end the server.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
const write = (line: string) => console.log(line)
let log = createPinoLog('lines', write)
const say = (text: string) => log.say(text)

/** What has been started, in order; stopped in reverse. */
const stops: (() => Promise<void> | void)[] = []
let stopping: Promise<void> | undefined

function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    const giveUp = setTimeout(() => process.exit(1), stopPatience)
    for (const end of stops.reverse()) {
      try {
        await end()
      } catch (error) {
        log.error('stop_failed', error)
      }
    }
    clearTimeout(giveUp)
    process.exit(exitCode)
  })()
  return stopping
}

/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const sameSignalMs = 1_000
let stoppingSince = 0

function onSignal(): void {
  // The second one means: at once. An embedded database left behind is taken over by the next start.
  if (stopping && Date.now() - stoppingSince > sameSignalMs) process.exit(1)
  if (stopping) return
  stoppingSince = Date.now()
  say('Stopping.')
  void stop(0)
}

async function start(): Promise<void> {
  // better-auth lets its own variables override what the container tells it.
  for (const name of Object.keys(process.env)) if (name.startsWith('BETTER_AUTH_')) delete process.env[name]
  const env = parseEnv(process.env, process.cwd())
  log = createPinoLog(env.logFormat, write)
  const secure = createSecurityHeaders(readInlineScripts(env.dev ? undefined : inlineScriptsFile))
  const pages = createPages(env.dev)
  const starting = env.database
    ? openDatabase(env.database.url, env.database.secret, say)
    : startOwnDatabase(env.dataFolder, say)
  // Also when the stop comes while it starts.
  stops.push(pages.close, () =>
    starting.then(
      ({ stop }) => stop(),
      () => undefined,
    ),
  )
  const [database] = await Promise.all([starting, pages.prepare()])
  database.onExit((error) => {
    console.error(error.message)
    void stop(1)
  })

  const name = env.host === '0.0.0.0' || env.host === '::' ? 'localhost' : env.host
  let address = `http://${name}`
  const metrics = createPrometheusMetrics()
  const container = createContainer({
    databaseUrls: database.urls,
    authSecret: database.authSecret,
    redisUrl: env.redisUrl,
    alone: env.database === undefined,
    proxies: env.proxies,
    rateLimits: env.rateLimits,
    guests: env.guests,
    openRooms: env.openRooms,
    smtp: env.smtp,
    site: () => env.site ?? address,
    serverKey: env.serverKey,
    log,
    metrics,
  })
  stops.push(container.close)

  /** Whoever asks before sending people here shall send them elsewhere. */
  const health = async (): Promise<Health> =>
    stopping ? { status: 'unavailable', reasons: ['The server is stopping.'] } : container.health()
  const answering = { ...container, health }
  const http = createHttpServer({
    host: env.host,
    proxies: env.proxies,
    handle: createRequestHandler(answering, pages.handle, {
      metrics: createMetricsPage(metrics, env.metricsToken),
      worker: createWorkerFile(env.dev ? undefined : workerFile),
    }),
    secure,
    clock: systemClock,
    log,
    logRequests: env.logRequests,
    metrics,
  })
  http.server.on('upgrade', (request, socket, head) => {
    if (!isOwnHost(env.host, request.headers.host, env.proxies)) socket.destroy()
    else if (container.gateway.handles(request.url ?? ''))
      container.gateway.handleUpgrade(request, socket, head)
    else pages.handleUpgrade(request, socket, head)
  })
  const port = await http.listen(env.port)
  stops.push(async () => {
    if (env.proxies > 0) await http.drain(serverLimits.drainMs)
    pages.cutUpgraded()
    await Promise.all([container.gateway.close(), http.close()])
  })

  address = `http://${name}:${port}`
  say(`Parley is ready: ${address}`)
  if (env.host === '127.0.0.1') say('To open it to others on your network: HOST=0.0.0.0 npm start')
}

/** Errors whose message is written for the person who starts the server. */
const explained = [DataFolderError, DatabaseError, EmbeddedPostgresError, EnvError, MigrationError]

/** One clear line for what people can mend themselves. */
function explain(error: unknown): string | undefined {
  if (explained.some((type) => error instanceof type)) return (error as Error).message
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'EADDRINUSE') return 'The port is taken. Choose another: PORT=3001 npm start'
    if (error.code === 'EADDRNOTAVAIL') return 'HOST is not an address of this machine.'
    if (error.code === 'EACCES')
      return 'The port may not be used by this user. Choose one above 1023: PORT=3000 npm start'
  }
  return undefined
}

process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)
start().catch((error: unknown) => {
  if (stopping) return
  const line = explain(error)
  if (line) console.error(line)
  else log.error('start_failed', error)
  void stop(1)
})
