// What PostgreSQL and initdb say when they cannot go on, in one line for the person at the terminal.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { isDiskFull } from './disk-space'
import { codeOf, damaged, diskFull, EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors'
import { neutralFolder } from './launcher'

/** Where it failed: the cluster's folder, the log, and the program `postgres`. */
export type FailurePlace = {
  readonly cluster: string
  readonly logPath: string
  readonly postgres: string
}

const run = promisify(execFile)

/** Ends of sessions, not of the server. */
const ofSessions =
  /the database system is|terminating connection|authentication failed|too many clients|connection slots/

/** The first line with which a server ended by itself; what it told single sessions does not count. */
export function findFailure(output: string): string | undefined {
  return output.split('\n').find((line) => /FATAL|PANIC/.test(line) && !ofSessions.test(line))
}

/** Whether a program's output says that the disk, or the user's share of it, is full. */
export function isAboutFullDisk(output: string): boolean {
  return /No space left on device|Disk quota exceeded/.test(output)
}

const denied = /invalid permissions|wrong ownership|Permission denied|Operation not permitted/
const scarce = /Cannot allocate memory|Too many open files|Resource temporarily unavailable/
const damage =
  /pg_control|incompatible with server|valid data directory|checkpoint record|contains errors|does not exist|corrupt|could not (open|read|access|load|find|stat) /

/** Names the reason for an end that nobody asked for; `output` is what was written to the log meanwhile. */
export async function explainFailure(output: string, place: FailurePlace): Promise<EmbeddedPostgresError> {
  const { cluster, logPath, postgres } = place
  const dataFolder = dirname(cluster)
  const line = findFailure(output) ?? output.split('\n').at(-1) ?? ''
  const said = line.replace(/^(.*(FATAL|PANIC): +|but |postgres: )/, '').trim()
  const error = (code: EmbeddedPostgresErrorCode, text: string) => new EmbeddedPostgresError(code, text)
  // A full disk has no room for the reason in the log either.
  if (isAboutFullDisk(output) || (line === '' && (await isDiskFull(dataFolder)))) return diskFull(cluster)
  if (/Read-only file system/.test(output))
    return error('NOT_ALLOWED', `The data folder ${dataFolder} cannot be used: it is read-only.`)
  if (denied.test(line)) {
    return error(
      'NOT_ALLOWED',
      `All of ${cluster} must belong to the user who starts Parley, and to nobody else (${said}).`,
    )
  }
  if (/bogus data in lock file|lock file .* is empty/.test(line)) {
    const file = join(cluster, 'postmaster.pid')
    return error(
      'DATA_DAMAGED',
      `${file} is damaged. If no other server runs on this data, delete that file and start again.`,
    )
  }
  const versions = /incompatible with server/.test(line) ? await readVersions(cluster, postgres) : undefined
  if (versions && versions.data !== versions.program) {
    return error(
      'OTHER_VERSION',
      `The database in ${cluster} was made by PostgreSQL ${versions.data}, and this is ${versions.program}. ` +
        'It was left as it is; start the Parley that made it, or choose another folder with PARLEY_DATA.',
    )
  }
  if (damage.test(line) && !scarce.test(line)) return damaged(cluster, said)
  return error('START_FAILED', `The database did not start: ${line} (see ${logPath})`)
}

/** What a running server answered, or that it is gone: an error that names a full disk or damage, or the same. */
export async function explainAnswer(cause: unknown, cluster: string): Promise<unknown> {
  if (!(cause instanceof Error) || cause instanceof EmbeddedPostgresError) return cause
  const code = codeOf(cause) ?? ''
  const isAnswer = cause instanceof pg.DatabaseError
  if (code === '53100' || (!isAnswer && (await isDiskFull(dirname(cluster))))) return diskFull(cluster, cause)
  // "System error" and "internal error": files that are missing or hold nonsense.
  return isAnswer && /^(58|XX)/.test(code) ? damaged(cluster, cause.message, cause) : cause
}

/** Why a server is gone that nobody ended: most often nobody knows, but a full disk can be named. */
export async function explainLoss(
  output: string,
  { cluster, logPath }: Omit<FailurePlace, 'postgres'>,
  cause: unknown,
): Promise<EmbeddedPostgresError> {
  if (isAboutFullDisk(output) || (await isDiskFull(dirname(cluster)))) return diskFull(cluster, cause)
  return new EmbeddedPostgresError('STOPPED', `The database ended unexpectedly (see ${logPath})`, { cause })
}

/** Major versions of the data and of the program, as far as both can be told. */
async function readVersions(cluster: string, postgres: string) {
  const data = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  const { stdout } = await run(postgres, ['-V'], { cwd: neutralFolder }).catch(() => ({ stdout: '' }))
  const [, program] = / (\d+)\./.exec(stdout) ?? []
  return /^\d+$/.test(data) && program !== undefined ? { data, program } : undefined
}
