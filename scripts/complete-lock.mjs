/**
 * Completes package-lock.json after a dependency was changed behind a registry that carries only some platforms'
 * packages: npm leaves the others out of the lock, and `npm ci` refuses such a lock everywhere.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * @typedef {{ version?: string, optionalDependencies?: Record<string, string>, dev?: boolean, cpu?: string[],
 *   os?: string[], libc?: string[], optional?: boolean }} LockEntry
 */

const systems = ['android', 'darwin', 'freebsd', 'linux', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']
/** @type {Record<string, string>} */
const libraries = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }

/**
 * The entries that are missing, by their place. A platform's package says in its name what it is for.
 *
 * @param {Record<string, LockEntry>} packages
 * @returns {Record<string, LockEntry>}
 */
export function missingEntries(packages) {
  /** @type {Record<string, LockEntry>} */
  const missing = {}
  for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages) continue
      const words = name.split('/').at(-1)?.split('-') ?? []
      const cpu = words.filter((word) => processors.includes(word))
      const os = words.filter((word) => systems.includes(word))
      const libc = words.flatMap((word) => libraries[word] ?? [])
      missing[`node_modules/${name}`] = {
        // Some name versions as their tags are called.
        version: version.replace(/^v(?=\d)/, ''),
        ...(cpu.length > 0 && { cpu }),
        ...(dev && { dev }),
        ...(libc.length > 0 && { libc }),
        optional: true,
        ...(os.length > 0 && { os }),
      }
    }
  }
  return missing
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = join(import.meta.dirname, '..', 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingEntries(lock.packages)
  const entries = Object.entries({ ...lock.packages, ...missing })
  lock.packages = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(Object.keys(missing).join('\n') || 'The lock is complete.')
}
