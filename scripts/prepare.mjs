/** Brings a checkout to the state a command needs: each stage is done once, and again when its inputs change. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { withFolderLock } from './folder-lock.mjs'

/**
 * @typedef {object} Stage
 * @property {string} name what is being done, in plain words: "installing packages"
 * @property {string} stamp the file that remembers what the finished stage was made from
 * @property {readonly string[]} outputs files that exist after the stage has run
 * @property {() => string} fingerprint of everything that goes into the stage
 * @property {() => Promise<void>} run throws when the stage fails
 */

/** An error whose message is for the person at the terminal; its stack would only hide it. */
export class PreparationError extends Error {}

/**
 * Throws unless Node is recent enough to run Parley.
 * @param {string} [version]
 */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new PreparationError(
    `Parley needs Node 20.19 or newer, and this is Node ${version}. Get one from nodejs.org and try again.`,
  )
}

/**
 * Runs the stages that are not up to date, in order. Several processes may call this in one folder: one
 * works, the others wait and then find everything done.
 * @param {string} root
 * @param {readonly Stage[]} stages
 * @param {(line: string) => void} say
 */
export async function prepare(root, stages, say) {
  if (stages.every((stage) => isUpToDate(root, stage))) return
  mkdirIfPossible(join(root, '.build'))
  const locked = ['.', '.build', ...stages.map((stage) => dirname(stage.stamp))].find((path) =>
    isLocked(join(root, path)),
  )
  if (locked) {
    throw new PreparationError(
      `Parley installs and builds inside its own folder, and this user may not write to ${resolve(root, locked)}. ` +
        'Copy Parley to a folder of your own, or change the owner of this one.',
    )
  }
  /** @param {number} pid */
  const onWait = (pid) => say(`another start is preparing this folder (process ${pid}); waiting for it …`)
  await withFolderLock(join(root, '.build/prepare.lock'), () => runStages(root, stages, say), { onWait })
}

/**
 * @param {string} root
 * @param {Stage} stage
 */
export function isUpToDate(root, stage) {
  const stamp = join(root, stage.stamp)
  return (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === stage.fingerprint() &&
    stage.outputs.every((output) => existsSync(join(root, output)))
  )
}

/**
 * @param {string} root
 * @param {readonly Stage[]} stages
 * @param {(line: string) => void} say
 */
async function runStages(root, stages, say) {
  for (const stage of stages) {
    if (isUpToDate(root, stage)) continue
    // The stamp goes first and comes back last: a stage cut short in between is not taken for done. The
    // fingerprint is from before the work, so a file changed meanwhile makes the stage run again.
    const stamp = join(root, stage.stamp)
    rmSync(stamp, { force: true })
    const fingerprint = stage.fingerprint()
    await timed(stage.name, say, stage.run)
    writeFileSync(stamp, fingerprint)
  }
}

/**
 * @param {string} name
 * @param {(line: string) => void} say
 * @param {() => Promise<void>} work
 */
async function timed(name, say, work) {
  const start = Date.now()
  const seconds = () => Math.round((Date.now() - start) / 1000)
  say(`${name} …`)
  const still = setInterval(() => say(`still ${name}, ${seconds()} s …`), 15_000)
  try {
    await work()
  } finally {
    clearInterval(still)
  }
  say(`${name}: done in ${seconds()} s`)
}

/** @param {string} folder */
function mkdirIfPossible(folder) {
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    // `isLocked` says it better.
  }
}

/** @param {string} folder */
function isLocked(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return false
  } catch {
    return existsSync(folder) || !existsSync(dirname(folder))
  }
}
