/** Starts what a stage's CMD says, asks its HEALTHCHECK, and stops it with its STOPSIGNAL. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DockerfileError } from './dockerfile-parse.mjs'

/** The user `node` of the image. Only root can become another user. */
const userIds = { uid: 1_000, gid: 1_000 }
export const mayChangeUser = process.getuid?.() === 0

const healthyWithinMs = 60_000
/** As in docker-compose.yml: after that it would be killed. */
const stopGraceMs = 15_000

/**
 * @param {import('./dockerfile-stage.mjs').BuiltStage} stage
 * @param {Record<string, string>} environment what its user gives it
 * @param {{ uid?: number, gid?: number }} [ids] who runs it here
 * @returns the running container
 * @throws DockerfileError when it runs as root, or has nothing that tells whether it works
 */
export function startContainer(stage, environment, ids = mayChangeUser ? userIds : {}) {
  const { root, workdir, command, healthCheck } = stage
  if (['root', '0'].includes(stage.user)) throw new DockerfileError('The last stage runs as root.')
  if (command.length === 0 || healthCheck.length === 0)
    throw new DockerfileError('The last stage needs CMD and HEALTHCHECK.')
  const options = {
    cwd: join(root, workdir),
    env: { ...stage.environment, ...environment },
    ...ids,
  }
  const child = spawn(command[0] ?? '', command.slice(1), { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = collect(child)
  let over = false
  const ended = once(child, 'close')
    .then(
      ([code]) => Number(code ?? 1),
      () => 1,
    )
    .finally(() => {
      over = true
    })

  return {
    /** What it has written so far. */
    output,
    /** Resolves when the health check succeeds. */
    async untilHealthy() {
      const deadline = Date.now() + healthyWithinMs
      while (Date.now() < deadline && !over) {
        const check = spawn(healthCheck[0] ?? '', healthCheck.slice(1), { ...options, stdio: 'ignore' })
        const [code] = await once(check, 'close')
        if (code === 0) return
        await delay(500)
      }
      throw new DockerfileError('It did not become healthy.')
    },
    /** Asks it to stop. @returns its exit code */
    async stop() {
      if (over) return ended
      const insist = setTimeout(() => child.kill('SIGKILL'), stopGraceMs)
      child.kill(/** @type {NodeJS.Signals} */ (stage.stopSignal))
      return ended.finally(() => clearTimeout(insist))
    },
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function collect(child) {
  let text = ''
  const add = (/** @type {unknown} */ more) => {
    text += more
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  child.on('error', add)
  return () => text
}

/**
 * Every file and folder below one, with its size and the time of its last change.
 * @param {string} folder
 * @returns {Map<string, { bytes: number, changedAt: number }>}
 */
export function survey(folder) {
  const found = new Map()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const stat = lstatSync(join(folder, name))
    found.set(name, { bytes: stat.isDirectory() ? 0 : stat.size, changedAt: stat.mtimeMs })
  }
  return found
}

/**
 * @param {ReturnType<typeof survey>} before
 * @param {ReturnType<typeof survey>} after
 * @returns {string[]} what was made, changed or deleted in between
 */
export function differences(before, after) {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => before.get(name)?.changedAt !== after.get(name)?.changedAt)
}
