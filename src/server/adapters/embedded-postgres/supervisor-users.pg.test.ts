import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SpawnOptions, spawnSupervisedProcess } from '@/testing/spawn-supervised-process'
import { findPostmaster } from './postmaster'

const password = 'superuser-of-a-test'
const nobody = 65534
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-users-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function startAndStop(dataFolder: string, options: SpawnOptions) {
  const application = spawnSupervisedProcess({ dataFolder, password }, options)
  await application.next()
  const started = await application.next()
  await application.end('SIGTERM')
  expect(started).toEqual({ event: 'ready', port: expect.any(Number) })
  expect(await application.next()).toEqual({ event: 'stopped' })
  expect(await findPostmaster(join(dataFolder, 'postgres'))).toBeUndefined()
}

/** A place that only its owner can enter, in which nothing is created readable for others. */
const narrow = ['sh', '-c', 'umask 077; exec "$@"', 'sh']

/** Restarting on the same data as another kind of user must work as well, hence two starts each. */
const users: Record<string, () => Promise<void>> = {
  'the present user': async () => {
    const dataFolder = join(folder, 'Müllers Daten', '.data')
    await startAndStop(dataFolder, { prefix: narrow })
    await startAndStop(dataFolder, { prefix: narrow })
  },
}

if (process.getuid?.() === 0) {
  users['root where user namespaces are refused'] = async () => {
    const programs = join(folder, 'bin')
    await mkdir(programs)
    for (const name of ['setpriv', 'sh', 'rm', 'chown'])
      await symlink(
        execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
        join(programs, name),
      )
    const dataFolder = join(folder, 'Müllers Daten', '.data')
    await startAndStop(dataFolder, { prefix: narrow })
    await startAndStop(dataFolder, { prefix: narrow, env: { ...process.env, PATH: programs } })
    await startAndStop(dataFolder, { prefix: narrow })
  }
  users['an ordinary user'] = async () => {
    await chmod(folder, 0o711)
    const home = join(folder, 'Müllers Daten')
    await mkdir(home, { mode: 0o700 })
    await chown(home, nobody, nobody)
    const become = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
    const prefix = [...become, ...(isReachable(become) ? [] : readEverything), ...narrow]
    const closedFolder = join(home, 'closed')
    await mkdir(closedFolder, { mode: 0o700 })
    await chown(closedFolder, nobody, nobody)
    await startAndStop(join(home, '.data'), { prefix, closedFolder })
  }
}

/** Lets the ordinary user reach Node and the packages where root keeps them for itself. */
const readEverything = [
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_read_search',
  '--ambient-caps=+dac_read_search',
]

function isReachable([program = '', ...args]: string[]): boolean {
  const read = [process.execPath, '-e', 'fs.accessSync(process.argv[1])', fileURLToPath(import.meta.url)]
  return spawnSync(program, [...args, ...read], { cwd: '/' }).status === 0
}

test.each(Object.entries(users))(
  'EP-03 the database starts as %s, in any folder, with any umask',
  async (_, run) => {
    await run()
  },
)
