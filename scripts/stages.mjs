/** The two stages of this project: the installed packages, and the built application. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint } from './fingerprint.mjs'
import { PreparationError } from './prepare.mjs'
import { run } from './process-tree.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Set for everything we start: no library reports anything to its makers. */
export const quietEnvironment = {
  BETTER_AUTH_TELEMETRY: '0',
  NEXT_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
}

/** The bundled server. */
export const serverFile = '.build/server.mjs'

/** The bundled head of a cluster, which starts the server several times. */
export const clusterFile = '.build/cluster.mjs'

/** The bundled service worker, which knows the built pages. */
export const workerFile = '.build/service-worker.js'

/** The inline scripts of the built pages, which the server lets run. */
export const inlineScriptsFile = '.build/inline-scripts.json'

/** @type {import('./prepare.mjs').Stage} */
export const packages = {
  name: 'installing packages',
  stamp: 'node_modules/.parley-installed',
  outputs: ['node_modules/.package-lock.json'],
  fingerprint: () => {
    // The commands in package.json install nothing; the platform decides which binaries do fit.
    const { scripts: _, ...manifest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const files = fingerprint(root, ['package-lock.json', '.npmrc'])
    return JSON.stringify({ manifest, files, platform: process.platform, arch: process.arch })
  },
  run: async () => {
    // What builds and tests Parley counts as development; NODE_ENV=production must not leave it out.
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    const npm = process.env.npm_execpath
    const result = npm?.endsWith('npm-cli.js')
      ? await run(process.execPath, [npm, ...args], { cwd: root, capture: true })
      : await run('npm', args, { cwd: root, capture: true, shell: process.platform === 'win32' })
    if (result.code !== 0) {
      throw new PreparationError(
        `${result.output.trimEnd()}\nThe packages could not be installed (npm's words are above). ` +
          'The first start needs the network; later ones do not.',
      )
    }
  },
}

/** @type {import('./prepare.mjs').Stage} */
export const application = {
  name: 'building the application',
  stamp: '.build/built',
  outputs: ['.next/BUILD_ID', serverFile, clusterFile, workerFile, inlineScriptsFile],
  fingerprint: () =>
    fingerprint(
      root,
      [
        'src',
        'database',
        'public',
        'next.config.mjs',
        'postcss.config.mjs',
        'tsconfig.json',
        'package-lock.json',
        'scripts/bundle-server.mjs',
        'scripts/bundle-worker.mjs',
        'scripts/hash-inline-scripts.mjs',
      ],
      (path) => /\.test\.tsx?$/.test(path),
    ),
  run: async () => {
    await runNode('The server', ['scripts/bundle-server.mjs'])
    await runNode('The pages', ['node_modules/next/dist/bin/next', 'build'])
    await runNode('The service worker', ['scripts/bundle-worker.mjs'])
  },
}

/**
 * @param {string} what
 * @param {readonly string[]} args
 */
async function runNode(what, args) {
  const env = { ...process.env, ...quietEnvironment, NODE_ENV: /** @type {const} */ ('production') }
  const [script = '', ...rest] = args
  const { code, output } = await run(process.execPath, [join(root, script), ...rest], {
    cwd: root,
    env,
    capture: true,
  })
  if (code !== 0)
    throw new PreparationError(`${output.trimEnd()}\n${what} could not be built (the reason is above).`)
}
