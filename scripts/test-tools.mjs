/**
 * The two programs that tests need and npm does not carry: a Chromium and a redis-server. In order: what
 * the environment names, what the machine has, Playwright's own download, and apt as root on Debian.
 */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './process-tree.mjs'

/**
 * @typedef {object} Tools
 * @property {string | undefined} chromium path of the program
 * @property {string | undefined} redisServer
 */

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const downloadMs = 180_000
const aptMs = 300_000

/**
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {Promise<Tools>}
 */
export async function prepareTools(root, say) {
  const mayInstall = process.env.PARLEY_TEST_INSTALL !== '0'
  let tools = await findTools(root)
  if (!tools.chromium && mayInstall) {
    say("no Chromium here: downloading Playwright's own …")
    const args = [join(root, 'node_modules/@playwright/test/cli.js'), 'install', '--no-shell', 'chromium']
    await run(process.execPath, args, { cwd: root, capture: true, timeoutMs: downloadMs })
    tools = await findTools(root)
  }
  const wanted = [!tools.chromium && 'chromium', !tools.redisServer && 'redis-server'].filter(
    (name) => name !== false,
  )
  if (wanted.length && mayInstall && isRootOnDebian()) {
    say(`installing ${wanted.join(' and ')} with apt-get (PARLEY_TEST_INSTALL=0 forbids it) …`)
    // RUNLEVEL=1: install the program, start no service.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
    const options = { cwd: root, env, capture: true, timeoutMs: aptMs }
    await run('apt-get', ['update'], options)
    for (const name of wanted)
      await run('apt-get', ['install', '-y', '--no-install-recommends', name], options)
    tools = await findTools(root)
  }
  return tools
}

/** @param {Tools & { postgrest: string | undefined }} tools */
export function missingTools({ chromium, redisServer, postgrest }) {
  return [
    ...(chromium ? [] : ['a Chromium (PARLEY_CHROMIUM may name one): the browser tests did not run']),
    ...(redisServer
      ? []
      : ['redis-server (PARLEY_REDIS_SERVER may name one): tests against Redis did not run']),
    ...(postgrest
      ? []
      : ['PostgREST (PARLEY_POSTGREST may name one): the database was not tried from outside']),
  ]
}

/**
 * @param {string} root
 * @returns {Promise<Tools>}
 */
async function findTools(root) {
  return {
    chromium: await firstThatRuns(root, [
      process.env.PARLEY_CHROMIUM,
      ...browserNames.flatMap(onPath),
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      await playwrightChromium(),
    ]),
    redisServer: await firstThatRuns(root, [process.env.PARLEY_REDIS_SERVER, ...onPath('redis-server')]),
  }
}

async function playwrightChromium() {
  try {
    const { chromium } = await import('@playwright/test')
    return chromium.executablePath()
  } catch {
    return undefined
  }
}

/**
 * A file is not enough: Ubuntu's `chromium-browser` may only say that there is a snap, and a downloaded
 * browser may lack the system's libraries.
 * @param {string} root
 * @param {(string | undefined)[]} paths
 */
async function firstThatRuns(root, paths) {
  for (const path of paths) {
    if (!path || !existsSync(path)) continue
    const { code } = await run(path, ['--version'], { cwd: root, capture: true, timeoutMs: 20_000 })
    if (code === 0) return path
  }
  return undefined
}

/** @param {string} name */
function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, process.platform === 'win32' ? `${name}.exe` : name))
}

function isRootOnDebian() {
  return (
    process.getuid?.() === 0 &&
    existsSync('/etc/debian_version') &&
    onPath('apt-get').some((path) => existsSync(path))
  )
}
