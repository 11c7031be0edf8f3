// Makes the database cluster at the first start: in a folder beside its place, then renamed as a whole, so that a
// start that was killed half-way leaves nothing that looks like a cluster.
import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries'
import { diskFull, EmbeddedPostgresError } from './errors'
import { isAboutFullDisk } from './failure'
import { type Launcher, runProgram } from './launcher'
import { isAlive } from './process-alive'

/** `sync: false` skips flushing the new files to disk: for tests. */
export type ClusterOptions = {
  readonly cluster: string
  readonly binaries: Binaries
  readonly launcher: Launcher
  readonly password: string
  readonly sync: boolean
}

const run = promisify(execFile)

/** Resolves to true when a new cluster was made, false when one was there already. */
export async function ensureCluster(options: ClusterOptions): Promise<boolean> {
  await removeLeftovers(options.cluster)
  if (await isCluster(options.cluster)) {
    await ensureOwner(options.cluster, options.launcher.owner)
    await ensurePrivate(options.cluster)
    return false
  }
  const workshop = await mkdtemp(`${options.cluster}.new-${process.pid}-`)
  try {
    await initialise(workshop, options)
    return await moveIntoPlace(join(workshop, 'cluster'), options.cluster)
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

async function initialise(
  workshop: string,
  { cluster, binaries, launcher, password, sync }: ClusterOptions,
): Promise<void> {
  const passwordFile = join(workshop, 'password')
  const folder = join(workshop, 'cluster')
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await mkdir(folder, { mode: 0o700 })
  if (launcher.owner !== undefined && launcher.owner !== process.getuid?.())
    await chown(folder, launcher.owner, -1)
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  const access = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const args = ['-D', folder, ...locale, ...access, '--no-instructions', ...(sync ? [] : ['--no-sync'])]
  await runProgram(launcher, binaries.initdb, args).catch((cause: unknown) => {
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw explainCreation(output, cluster, cause)
  })
}

/** initdb speaks in several lines, the first failure is the cause of the others. */
function explainCreation(output: string, cluster: string, cause: unknown): EmbeddedPostgresError {
  if (isAboutFullDisk(output)) return diskFull(cluster, cause)
  const lines = output.split('\n')
  const line = lines.find((text) => /FATAL|PANIC|error:/.test(text)) ?? lines.at(-1)
  return new EmbeddedPostgresError('START_FAILED', `The database could not be created: ${line}`, { cause })
}

/** The rename decides which of several first starts made the cluster; it also must survive a power cut. */
async function moveIntoPlace(made: string, cluster: string): Promise<boolean> {
  try {
    await rename(made, cluster)
  } catch (cause) {
    if (await isCluster(cluster)) return false
    throw new EmbeddedPostgresError(
      'DATA_DAMAGED',
      `${cluster} exists but holds no database. Nothing was changed; move it away or restore it.`,
      { cause },
    )
  }
  if (process.platform === 'win32') return true
  const parent = await open(dirname(cluster))
  await parent.sync().finally(() => parent.close())
  return true
}

async function isCluster(folder: string): Promise<boolean> {
  const version = await stat(join(folder, 'PG_VERSION')).catch(() => undefined)
  return version !== undefined
}

/** Data that was made by another launcher (or copied by root) changes hands, as PostgreSQL accepts only its own. */
async function ensureOwner(cluster: string, owner: number | undefined): Promise<void> {
  if (owner === undefined || process.getuid?.() !== 0 || (await stat(cluster)).uid === owner) return
  await run('chown', ['-R', String(owner), cluster])
}

/** A restored copy is often open to others, which PostgreSQL refuses; where it cannot be closed PostgreSQL says so. */
async function ensurePrivate(cluster: string): Promise<void> {
  if (process.platform === 'win32' || ((await stat(cluster)).mode & 0o077) === 0) return
  await chmod(cluster, 0o700).catch(() => undefined)
}

/** Folders of first starts that were killed. One whose process still lives may be a rival at work: it stays. */
async function removeLeftovers(cluster: string): Promise<void> {
  for (const name of await readdir(dirname(cluster))) {
    const path = join(dirname(cluster), name)
    const pid =
      path.startsWith(`${cluster}.new-`) && Number(path.slice(`${cluster}.new-`.length).split('-')[0])
    if (pid && !isAlive(pid)) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}
