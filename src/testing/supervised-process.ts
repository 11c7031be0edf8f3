// An application process that owns an embedded PostgreSQL, for tests that kill it or run it as another user.
// Arguments: the data folder, the superuser's password, and optionally a working folder, which is closed to everybody
// before the start. Prints one line of JSON an event.
import { chmodSync } from 'node:fs'
import { startEmbeddedPostgres } from '../server/adapters/embedded-postgres/supervisor'

const [dataFolder = '', password = '', closedFolder] = process.argv.slice(2)
const print = (event: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(event)}\n`)

if (closedFolder) {
  process.chdir(closedFolder)
  chmodSync(closedFolder, 0)
}
print({ event: 'starting' })
try {
  const server = await startEmbeddedPostgres({ dataFolder, password })
  server.onExit(({ code }) => print({ event: 'exit', code }))
  process.on('SIGINT', () => print({ event: 'interrupted' }))
  process.on('SIGTERM', () => server.stop().then(() => print({ event: 'stopped' })))
  print({ event: 'ready', port: server.port })
} catch (error) {
  print({ event: 'failed', message: error instanceof Error ? error.message : String(error) })
}
