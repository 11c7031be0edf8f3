// How PostgreSQL's programs are run. They refuse to run as root and want a user with a name, so the root user
// wraps them: in a user namespace (files stay root's), or else as `nobody` who may pass every folder.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { isDiskFull } from './disk-space'
import { diskFull, EmbeddedPostgresError } from './errors'

/** A way to run the programs: what to put before the command, and who must own the data. */
export type Launcher = {
  readonly prefix: readonly string[]
  /** User id outside of any namespace; undefined where files have no such owner (Windows). */
  readonly owner: number | undefined
}

const run = promisify(execFile)

/** A folder that everybody may enter: in one that they may not, Node dies of `spawn EACCES`. */
export const neutralFolder = process.platform === 'win32' ? process.cwd() : '/'

/** Nothing of the surroundings (LANG, PGPORT, PGDATA …) may change how the programs behave. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV, PATH, LD_LIBRARY_PATH, SystemRoot, TEMP, TMP } = process.env
  return { NODE_ENV, PATH, LD_LIBRARY_PATH, SystemRoot, TEMP, TMP, LC_ALL: 'C' }
}

/** Runs a program to its end; rejects with its output in the error when it fails. */
export async function runProgram(
  launcher: Launcher,
  program: string,
  args: readonly string[],
): Promise<void> {
  const [command = program, ...rest] = [...launcher.prefix, program, ...args]
  await run(command, rest, { cwd: neutralFolder, env: programEnvironment(), windowsHide: true })
}

/**
 * Chooses the launcher for the present user.
 * @throws EmbeddedPostgresError `NO_UNPRIVILEGED_USER` when this root user can become nobody else.
 */
export async function findLauncher(postgres: string, dataFolder: string): Promise<Launcher> {
  const user = process.getuid?.()
  if (user !== 0 && (user === undefined || isNamed())) return { prefix: [], owner: user }
  const candidates = rootLaunchers(user, await otherUser())
  for (const launcher of candidates) if (await works(launcher, postgres, dataFolder)) return launcher
  // Trying takes a file, too.
  if (await isDiskFull(dataFolder)) throw diskFull(dataFolder)
  throw new EmbeddedPostgresError(
    'NO_UNPRIVILEGED_USER',
    user === 0
      ? 'PostgreSQL refuses to run as root, and neither unshare nor setpriv works here. Start Parley as an ordinary user.'
      : `PostgreSQL needs a user with a name, and user ${user} has none. Add one to /etc/passwd, or run as another.`,
  )
}

/** The wrappers to try in turn; only root may change its user. */
export function rootLaunchers(user: number, other: { uid: number; gid: number }): Launcher[] {
  const { uid, gid } = other
  const namespace = ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`]
  // Without the secure bit the programs may open every file, and yet are told, when they ask first, that they may not.
  const caps = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const unprivileged = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...caps]
  const launchers: Launcher[] = [{ prefix: namespace, owner: user }]
  if (user === 0) launchers.push({ prefix: unprivileged, owner: uid })
  return launchers
}

/** initdb looks its user up by number, so the number must be one with a name; `nobody` is nearly everywhere. */
async function otherUser(): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const users = passwd.split('\n').map((line) => {
    const [name, , uid, gid] = line.split(':')
    return { name, uid: Number(uid), gid: Number(gid) }
  })
  const others = users.filter(({ uid, gid }) => uid > 0 && gid > 0)
  return others.find(({ name }) => name === 'nobody') ?? others[0] ?? { uid: 65534, gid: 65534 }
}

/** Can the wrapped program enter the data folder and run PostgreSQL? */
async function works(launcher: Launcher, postgres: string, dataFolder: string): Promise<boolean> {
  // Named by its process: another start may be trying at the same moment.
  const script = 'cd "$1" && : >.probe-$$ && rm .probe-$$ && exec "$2" -V'
  return runProgram(launcher, 'sh', ['-c', script, 'sh', dataFolder, postgres]).then(
    () => true,
    () => false,
  )
}

function isNamed(): boolean {
  try {
    userInfo()
    return true
  } catch {
    return false
  }
}
