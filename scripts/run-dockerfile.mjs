/**
 * `npm run docker:steps`: does what the Dockerfile says where there is no Docker, and says what that cannot show.
 * DATABASE_URL (with PARLEY_SECRET) and REDIS_URL are used when they are set; otherwise the embedded PostgreSQL is.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differences, mayChangeUser, startContainer, survey } from './dockerfile-container.mjs'
import { listContext } from './dockerfile-ignore.mjs'
import { DockerfileError, parseDockerfile } from './dockerfile-parse.mjs'
import { buildStage } from './dockerfile-stage.mjs'
import { root } from './stages.mjs'

const say = (/** @type {string} */ line) => console.log(line)
const read = (/** @type {string} */ name) => readFileSync(join(root, name), 'utf8')
/** Stops what runs when somebody stops us; what has been made is deleted all the same. */
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopping.abort())

/** From this machine: its programs, and its way to the network (to which Docker helps a RUN as well). */
const passedOn = ['PATH', 'HOME', 'NODE_EXTRA_CA_CERTS', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']
const ours = Object.fromEntries(
  passedOn.map((name) => [name, process.env[name]]).filter(([, value]) => value),
)

const folder = mkdtempSync(join(tmpdir(), 'parley-dockerfile-'))
try {
  // Another user will run what lies here.
  chmodSync(folder, 0o755)
  const last = await build()
  await tryOut(last)
} catch (error) {
  if (stopping.signal.aborted) console.error('Stopped.')
  else if (error instanceof DockerfileError) console.error(error.message)
  else console.error(error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** @returns {Promise<import('./dockerfile-stage.mjs').BuiltStage>} the last stage */
async function build() {
  const stages = parseDockerfile(read('Dockerfile'))
  const contextFiles = listContext(root, read('.dockerignore'))
  say(`${contextFiles.length} files reach the build.`)
  const built = new Map()
  for (const stage of stages) {
    const stageRoot = join(folder, stage.name)
    mkdirSync(stageRoot)
    const surroundings = { context: root, contextFiles, buildArguments: {}, run, say }
    built.set(stage.name, await buildStage(stage, stageRoot, built, surroundings))
  }
  return built.get(stages.at(-1)?.name)
}

/**
 * @param {string} command
 * @param {{ cwd: string, environment: Record<string, string> }} options
 */
async function run(command, { cwd, environment }) {
  const env = /** @type {NodeJS.ProcessEnv} */ ({ ...ours, ...environment })
  const options = { cwd, env, signal: stopping.signal }
  const child = spawn('/bin/sh', ['-c', command], { ...options, stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new DockerfileError(`This RUN failed with code ${code}: ${command}`)
}

/** @param {import('./dockerfile-stage.mjs').BuiltStage} stage */
async function tryOut(stage) {
  const app = join(stage.root, stage.workdir)
  const files = survey(app)
  tellSizes(files)
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  chmodSync(temporary, 0o777)
  const database = await openDatabase()
  try {
    await serve(stage, { ...database.environment, TMPDIR: temporary, HOME: temporary })
  } finally {
    await database.stop()
  }
  const changed = [...differences(files, survey(app)), ...survey(temporary).keys()]
  if (changed.length > 0) throw new DockerfileError(`It wrote files: ${changed.slice(0, 5).join(', ')}`)
  say(
    'It wrote nothing, neither into its folder nor into a temporary one, and complained of nothing it could not write.',
  )
  tellLimits(stage)
}

/**
 * From the start to the stop.
 * @param {import('./dockerfile-stage.mjs').BuiltStage} stage
 * @param {Record<string, string>} environment
 */
async function serve(stage, environment) {
  const port = String(await freePort())
  const { PATH = '', REDIS_URL } = process.env
  const container = startContainer(stage, {
    ...environment,
    ...(REDIS_URL ? { REDIS_URL } : {}),
    PATH,
    HOST: '127.0.0.1',
    PORT: port,
    PARLEY_LOG: 'json',
  })
  try {
    await container.untilHealthy()
    say('The health check succeeds.')
    await visit(`http://127.0.0.1:${port}`)
    const code = await container.stop()
    if (code !== 0) throw new DockerfileError(`${stage.stopSignal} ended it with code ${code}.`)
    say(`${stage.stopSignal} ended it with code 0.`)
    // What it could not write it also did not.
    if (/EACCES|EPERM|EROFS/.test(container.output())) throw new DockerfileError('It tried to write a file.')
  } catch (error) {
    say(container.output())
    throw error
  } finally {
    await container.stop()
  }
}

/** @param {ReturnType<typeof survey>} files */
function tellSizes(files) {
  /** @type {Record<string, number>} */
  const sizes = {}
  for (const [name, { bytes }] of files) {
    const top = name.split('/', 1)[0] ?? name
    sizes[top] = (sizes[top] ?? 0) + bytes
  }
  const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`
  for (const [name, bytes] of Object.entries(sizes).sort((a, b) => b[1] - a[1]))
    say(`${megabytes(bytes).padStart(10)}  ${name}`)
  const total = Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0)
  say(`${megabytes(total).padStart(10)}  on top of the base image`)
}

/** @returns {Promise<{ environment: Record<string, string>, stop(): Promise<void> }>} */
async function openDatabase() {
  const { DATABASE_URL, PARLEY_SECRET = randomBytes(32).toString('hex') } = process.env
  if (DATABASE_URL) return { environment: { DATABASE_URL, PARLEY_SECRET }, stop: async () => {} }
  const { tsImport } = await import('tsx/esm/api')
  /** @type {typeof import('../src/testing/test-cluster')} */
  const { startTestCluster } = await tsImport('../src/testing/test-cluster.ts', import.meta.url)
  const cluster = await startTestCluster()
  return { environment: { DATABASE_URL: cluster.server.url(), PARLEY_SECRET }, stop: cluster.dispose }
}

/**
 * The first page, and the scripts it names.
 * @param {string} address
 */
async function visit(address) {
  const page = await fetch(address)
  const html = await page.text()
  const paths = [...html.matchAll(/src="(\/_next\/static\/[^"]+)"/g)].map(([, path]) => path)
  const answers = await Promise.all(paths.map((path) => fetch(address + path)))
  const refused = [page, ...answers].filter(({ ok }) => !ok)
  if (paths.length === 0 || refused.length > 0)
    throw new DockerfileError(`The page is broken: ${refused.map(({ url, status }) => `${status} ${url}`)}`)
  say(`The page and its ${paths.length} scripts are served.`)
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** @param {import('./dockerfile-stage.mjs').BuiltStage} stage */
function tellLimits({ image, user }) {
  const { uid, platform, version } = {
    uid: process.getuid?.(),
    platform: process.platform,
    version: process.version,
  }
  say(
    [
      `Not run under Docker. Not shown: the base image ${image} (all of this ran on this machine's ${platform} with Node ${version}),`,
      'a file system of its own (a RUN sees the whole machine), networks, limits of memory and rights.',
      mayChangeUser
        ? `The user ${user} was played by number 1000, to whom nothing there belongs.`
        : `The user ${user} was played by ${uid}, to whom the files belong: that it may not write there is not shown, only that it does not.`,
      'HOST and PORT were replaced by an address of this machine only.',
    ].join('\n'),
  )
}
