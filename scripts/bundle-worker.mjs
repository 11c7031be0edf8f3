/**
 * Bundles the service worker, with the list of all that the built pages consist of, and lists the inline scripts of these
 * pages for the server. Runs after `next build`.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { writeInlineScripts } from './hash-inline-scripts.mjs'
import { inlineScriptsFile, workerFile } from './stages.mjs'

/** Where the build lies: the folder it was made in. */
const root = process.cwd()
const staticFolder = join(root, '.next/static')
const pages = join(root, '.next/server/app')

/** The whole of `file`, so that a hotel's page, or half a file, is never taken for ours. */
const integrityOf = (/** @type {string} */ file) =>
  `sha256-${createHash('sha256').update(readFileSync(file)).digest('base64')}`

/** The names of static files carry their content's hash, so that the address is enough. */
const assets = readdirSync(staticFolder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({
    url: encodeURI(`/_next/static/${relative(staticFolder, file).replaceAll('\\', '/')}`),
    revision: null,
    integrity: integrityOf(file),
  }))
  .sort((one, other) => (one.url < other.url ? -1 : 1))

/** What has a fixed address: the page itself, and what installs it. */
const fixed = [
  { url: '/rooms', file: join(pages, 'rooms.html') },
  { url: '/manifest.webmanifest', file: join(pages, 'manifest.webmanifest.body') },
  ...readdirSync(join(root, 'public')).map((name) => ({ url: `/${name}`, file: join(root, 'public', name) })),
].map(({ url, file }) => ({ url, revision: integrityOf(file).slice(7, 23), integrity: integrityOf(file) }))

const entries = [...fixed, ...assets]
const version = createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 12)

writeInlineScripts(join(root, '.next'), join(root, inlineScriptsFile))
await build({
  absWorkingDir: root,
  entryPoints: [fileURLToPath(new URL('../src/worker/service-worker.ts', import.meta.url))],
  outfile: join(root, workerFile),
  bundle: true,
  minify: true,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.PARLEY_SHELL': JSON.stringify(JSON.stringify({ version, entries })),
  },
  logLevel: 'warning',
})
