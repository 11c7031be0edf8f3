// Starts the server process: apart from the terminal, so that Ctrl-C reaches only the application, which then ends
// things in its own order.
import { spawn } from 'node:child_process'
import { appendFileSync, closeSync, openSync } from 'node:fs'
import type { Binaries } from './binaries'
import { type Launcher, neutralFolder, programEnvironment } from './launcher'

/** PostgreSQL settings by name. */
export type Settings = Readonly<Record<string, string>>

/** Durable, on the loopback address only, silent about what people write, fit for a small machine. */
const defaults: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  random_page_cost: '1.1',
  jit: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  // macOS flushes to its disk's own cache otherwise.
  ...(process.platform === 'darwin' ? { wal_sync_method: 'fsync_writethrough' } : {}),
}

/** What to run, on which data. */
export type LaunchOptions = {
  readonly binaries: Binaries
  readonly launcher: Launcher
  readonly cluster: string
  readonly logPath: string
  readonly port: number
  readonly settings: Settings
}

/** Starts the server and returns at once; `hasEnded()` tells when the process is gone. */
export function launchPostgres(options: LaunchOptions): { hasEnded: () => boolean } {
  const { binaries, launcher, cluster, logPath, port } = options
  const settings = Object.entries({ ...defaults, ...options.settings, port: String(port) })
  const args = ['-D', cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const [command = binaries.postgres, ...rest] = [...launcher.prefix, binaries.postgres, ...args]
  const log = openSync(logPath, 'a', 0o600)
  let ended = false
  const end = () => {
    ended = true
  }
  try {
    const child = spawn(command, rest, {
      cwd: neutralFolder,
      env: programEnvironment(),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
    })
    child.once('exit', end)
    child.once('error', (error) => {
      appendFileSync(logPath, `${error.message}\n`)
      end()
    })
    child.unref()
  } finally {
    closeSync(log)
  }
  return { hasEnded: () => ended }
}
