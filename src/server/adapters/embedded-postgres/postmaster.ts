// Recognises the PostgreSQL server that runs on a data folder, and ends it. A process number alone proves
// nothing: after a crash the system may have given it to somebody else.
import { execFile } from 'node:child_process'
import { link, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Launcher, runProgram } from './launcher'
import { isAlive } from './process-alive'

/** A live server process, as its own lock file describes it. */
export type Postmaster = {
  readonly pid: number
  readonly port: number
  /** Seconds since 1970. */
  readonly startedAt: number
}

const run = promisify(execFile)
const lockFile = (cluster: string) => join(cluster, 'postmaster.pid')

/** The server that is running on this cluster folder (a real path), if there is one. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const postmaster = parse(await readLockFile(cluster))
  return postmaster && (await isPostmaster(postmaster.pid, cluster)) ? postmaster : undefined
}

/**
 * Removes a lock file whose process number now belongs to another program; PostgreSQL itself would refuse to
 * start. A file that a rival wrote in the meantime is put back.
 */
export async function removeStaleLockFile(cluster: string): Promise<void> {
  const content = await readLockFile(cluster)
  const stale = parse(content)
  if (!stale || !isAlive(stale.pid) || (await isPostmaster(stale.pid, cluster))) return
  const aside = `${lockFile(cluster)}.stale-${process.pid}`
  await rename(lockFile(cluster), aside).catch(() => undefined)
  const moved = await readFile(aside, 'utf8').catch(() => undefined)
  if (moved !== undefined && moved !== content) await link(aside, lockFile(cluster)).catch(() => undefined)
  await rm(aside, { force: true })
}

/** Ends the server: fast (sessions end, data flushed), after `patience` ms immediate, at last by force. */
export async function stopPostmaster(
  { pid }: Postmaster,
  { cluster, pgCtl, patience }: { cluster: string; pgCtl: string; patience: number },
): Promise<void> {
  for (const signal of ['INT', 'QUIT', 'KILL'] as const) {
    if (!(await isPostmaster(pid, cluster))) return
    await send(signal, pid, pgCtl)
    const deadline = Date.now() + patience
    while (Date.now() < deadline && (await isPostmaster(pid, cluster))) await sleep(20)
  }
}

async function send(signal: 'INT' | 'QUIT' | 'KILL', pid: number, pgCtl: string): Promise<void> {
  const direct: Launcher = { prefix: [], owner: undefined }
  // Windows has no such signals; PostgreSQL brings its own.
  if (process.platform === 'win32')
    return runProgram(direct, pgCtl, ['kill', signal, String(pid)]).catch(() => undefined)
  try {
    process.kill(pid, `SIG${signal}`)
  } catch {
    // It ended by itself just now.
  }
}

/** True while this very process is a PostgreSQL server on this folder; a zombie is not. */
async function isPostmaster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    const [program = '', ...args] = command.split('\0')
    return basename(program) === 'postgres' && args.includes(cluster)
  }
  const [tool, args, mark] =
    process.platform === 'win32'
      ? ['tasklist', ['/NH', '/FI', `PID eq ${pid}`], 'postgres.exe']
      : ['ps', ['-o', 'command=', '-p', String(pid)], cluster]
  const { stdout } = await run(tool, args).catch(() => ({ stdout: '' }))
  return stdout.includes(mark)
}

async function readLockFile(cluster: string): Promise<string> {
  return readFile(lockFile(cluster), 'utf8').catch(() => '')
}

/** The lines are: process, folder, start time, port, … */
function parse(content: string): Postmaster | undefined {
  const lines = content.split('\n')
  const [pid, startedAt, port] = [Number(lines[0]), Number(lines[2]), Number(lines[3])]
  return pid > 0 && port > 0 ? { pid, port, startedAt } : undefined
}
