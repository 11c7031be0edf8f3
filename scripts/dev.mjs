/**
 * `npm run dev`, after the install: runs the server from its TypeScript and restarts it when a file of the
 * server, the contract or the database changes. Pages and components are reloaded by Next itself.
 */
import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { root } from './stages.mjs'

const watched = ['src/server', 'src/contract', 'database/migrations']
const settleMs = 150

/** When the person asked us to stop, 0 before. */
let stopAskedAt = 0
let restartWanted = false
/** @type {NodeJS.Timeout | undefined} */
let settling
let server = start()

for (const folder of watched.map((path) => join(root, path)).filter((path) => existsSync(path))) {
  watch(folder, { recursive: true }, (_event, file) => {
    if (!/\.(ts|tsx|sql)$/.test(file ?? '') || /\.test\.tsx?$/.test(file ?? '')) return
    // Editors write a file in several steps.
    clearTimeout(settling)
    settling = setTimeout(() => restart(file ?? folder), settleMs)
  })
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop)

function start() {
  // In a process group of its own, the server hears of Ctrl-C once, from us, and has the time it needs to
  // stop PostgreSQL; a file saved during a stop waits for the stop to end.
  const child = spawn(process.execPath, ['--import', 'tsx', '--enable-source-maps', 'src/server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  })
  child.once('exit', (code) => {
    if (stopAskedAt) process.exit(code ?? 1)
    if (restartWanted) {
      restartWanted = false
      server = start()
    } else {
      console.log(`Parley: the server ended (code ${code}); waiting for a change …`)
    }
  })
  return child
}

/** @param {string} file */
function restart(file) {
  if (stopAskedAt || restartWanted) return
  console.log(`Parley: ${file} changed, restarting …`)
  if (server.exitCode !== null || server.signalCode !== null) {
    server = start()
    return
  }
  restartWanted = true
  server.kill('SIGTERM')
}

function stop() {
  // One Ctrl-C arrives twice, from the terminal and through npm; a later one means "at once", which the
  // server understands too.
  const isEcho = Date.now() - stopAskedAt < 1_000
  stopAskedAt = stopAskedAt || Date.now()
  if (server.exitCode !== null || server.signalCode !== null) process.exit(0)
  if (!isEcho) server.kill('SIGTERM')
}
