/** Starts child processes and ends them with everything they have started themselves. */
import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const graceMs = 8_000
const exitCodes = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })
const signals = /** @type {(keyof typeof exitCodes)[]} */ (Object.keys(exitCodes))

/**
 * Runs a command to its end. Without `capture` it writes to our terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, capture?: boolean, shell?: boolean, timeoutMs?: number }} options
 * @returns {Promise<{ code: number, output: string }>} code 1 too when the command could not be started or
 *   was ended by a signal
 */
export function run(command, args, { cwd, env = process.env, capture = false, shell = false, timeoutMs }) {
  return new Promise((resolve) => {
    const stdio = capture ? 'pipe' : 'inherit'
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      windowsHide: true,
      stdio: ['ignore', stdio, stdio],
    })
    let output = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
    })
    child.stderr?.on('data', (chunk) => {
      output += chunk
    })
    const limit = timeoutMs && setTimeout(() => endTree(child.pid ?? 0), timeoutMs)
    child.once('error', (error) => {
      clearTimeout(limit)
      resolve({ code: 1, output: `${output}${error.message}\n` })
    })
    child.once('close', (code) => {
      clearTimeout(limit)
      resolve({ code: code ?? 1, output })
    })
  })
}

/**
 * From now on a signal ends all that we have started, and then us.
 * @returns a function that takes this back
 */
export function endChildrenOnSignal() {
  let ending = false
  /** @param {keyof typeof exitCodes} signal */
  const onSignal = async (signal) => {
    // Ctrl-C arrives twice: from the terminal, and passed on by npm.
    if (ending) return
    ending = true
    await endProcesses(descendants(process.pid))
    process.exit(exitCodes[signal])
  }
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.removeListener(signal, onSignal)
  }
}

/**
 * A signal to npm alone often ends only the shell between npm and us. So when npm started us and our parent
 * is gone, that counts as SIGTERM, unless a signal has reached us as well.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
  for (const signal of signals) {
    process.once(signal, () => {
      clearInterval(watch)
      // Having a listener takes away the default, which is to end.
      if (process.listenerCount(signal) === 0) process.exit(exitCodes[signal])
    })
  }
}

/** @param {number} pid */
async function endTree(pid) {
  await endProcesses([pid, ...descendants(pid)])
}

/**
 * Asks first and insists after a while. The list is made before the first signal: a process whose parent
 * has ended can no longer be found by descent.
 * @param {readonly number[]} pids
 */
async function endProcesses(pids) {
  for (const pid of pids) signalProcess(pid, 'SIGTERM')
  const deadline = Date.now() + graceMs
  let left = stillRunning(pids)
  while (left.length && Date.now() < deadline) {
    await delay(100)
    left = stillRunning(left)
  }
  for (const pid of left) signalProcess(pid, 'SIGKILL')
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalProcess(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself.
  }
}

/** @param {readonly number[]} pids */
function stillRunning(pids) {
  const running = new Set(processes().map(([pid]) => pid))
  return pids.filter((pid) => running.has(pid))
}

/**
 * @param {number} root
 * @returns {number[]} every process below `root`
 */
export function descendants(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map()
  for (const [pid, parent] of processes()) children.set(parent, [...(children.get(parent) ?? []), pid])
  /** @param {number} pid @returns {number[]} */
  const below = (pid) => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)])
  return below(root)
}

/** @returns {[pid: number, parent: number][]} without those that have ended and wait to be buried */
function processes() {
  // Slim containers have no `ps`.
  if (process.platform === 'linux') return readdirSync('/proc').flatMap(readProcess)
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
  return (stdout ?? '').split('\n').flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/)
    return state && !state.startsWith('Z') ? [[Number(pid), Number(parent)]] : []
  })
}

/**
 * @param {string} name
 * @returns {[pid: number, parent: number][]}
 */
function readProcess(name) {
  if (!/^\d+$/.test(name)) return []
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
    // "pid (name) state parent …", where the name may itself hold spaces and brackets.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? [] : [[Number(name), Number(parent)]]
  } catch {
    return []
  }
}
