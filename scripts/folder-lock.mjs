/**
 * A lock in a folder, for processes that may be killed at any moment. Node has no file locks that the system
 * releases by itself, so the lock is a file with the pids of its holder and of all that the holder has
 * started, written again every second. It is stale when all of these are gone: what a killed holder left
 * running is still at work. And it is stale when nobody wrote it for long: the pids are somebody else's now.
 */
import { readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { descendants } from './process-tree.mjs'

const heartbeatMs = 1_000
const abandonedMs = 60_000
/** What a killed holder left running writes nothing, and may need longer. */
const orphanedMs = 300_000
/** A file is created first and filled just after; an empty one is given this long. */
const unfilledMs = 5_000

/**
 * Runs `work` while holding the lock file; waits for another holder, telling `onWait` once.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{ onWait?: (pid: number) => void, pollMs?: number, beatMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withFolderLock(file, work, { onWait, pollMs = 300, beatMs = heartbeatMs } = {}) {
  let told = false
  while (!tryCreate(file)) {
    if (isStale(file)) {
      removeStale(file)
      continue
    }
    if (!told) onWait?.(pidsIn(file)[0] ?? 0)
    told = true
    await delay(pollMs)
  }
  const heartbeat = setInterval(() => beat(file), beatMs)
  const release = () => remove(file)
  process.once('exit', release)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    process.removeListener('exit', release)
    release()
  }
}

/**
 * Only one process may judge and remove at a time: otherwise the slower of two that saw the same dead
 * holder would remove the lock that the faster one has just taken.
 * @param {string} file
 */
function removeStale(file) {
  const judge = `${file}.judge`
  if (!tryCreate(judge)) {
    if (isStale(judge)) remove(judge)
    return
  }
  try {
    if (isStale(file)) remove(file)
  } finally {
    remove(judge)
  }
}

/** @param {string} file */
function tryCreate(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** @param {string} file */
function isStale(file) {
  try {
    const age = Date.now() - statSync(file).mtimeMs
    const [pid, ...started] = pidsIn(file)
    if (!pid) return age > unfilledMs
    if (isAlive(pid)) return age > abandonedMs
    return !started.some(isAlive) || age > orphanedMs
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/**
 * @param {string} file
 * @returns the holder's pid and those of what it started; none when they are not written yet
 */
function pidsIn(file) {
  try {
    return readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** @param {string} file */
function beat(file) {
  try {
    writeFileSync(file, [process.pid, ...descendants(process.pid)].join(' '))
  } catch {
    // The folder was deleted under us; the work itself will say so.
  }
}

/** @param {string} file */
function remove(file) {
  try {
    unlinkSync(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
