/** The database, ready to be used: there, migrated, its two login roles given their passwords. */
import { createHmac } from 'node:crypto'
import { loadOrCreateSecrets } from './adapters/embedded-postgres/secrets'
import { startEmbeddedPostgres } from './adapters/embedded-postgres/supervisor'
import { checkServer } from './adapters/postgres/check-server'
import { migrateToLatest, setRolePasswords } from './adapters/postgres/migrate'

export interface RunningDatabase {
  /** Connection strings of the two login roles. */
  urls: { api: string; auth: string }
  /** Signs sessions and encrypts the token keys. */
  authSecret: string
  stop(): Promise<void>
  /** Tells once when the database ended by itself; one that is not ours is waited for instead. */
  onExit(listener: (error: Error) => void): void
}

/** Passwords of the two login roles. */
interface Passwords {
  api: string
  auth: string
}

type Say = (text: string) => void

/** A data folder that this user cannot write. The message says which, and what to do. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
}

/** What the system answers for folders that cannot be used, in words. */
const folderTroubles: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is read-only',
  ENOTDIR: 'part of the path is a file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
}

/** Starts the embedded database on a data folder. @throws DataFolderError, EmbeddedPostgresError, MigrationError */
export async function startOwnDatabase(dataFolder: string, say: Say): Promise<RunningDatabase> {
  try {
    return await start(dataFolder, say)
  } catch (cause) {
    const trouble = cause instanceof Error && 'code' in cause ? folderTroubles[String(cause.code)] : undefined
    if (!trouble) throw cause
    throw new DataFolderError(
      `The data folder ${dataFolder} cannot be used: ${trouble}. Choose another: PARLEY_DATA=/some/folder npm start`,
      { cause },
    )
  }
}

async function start(dataFolder: string, say: Say): Promise<RunningDatabase> {
  const secrets = await loadOrCreateSecrets(dataFolder)
  const postgres = await startEmbeddedPostgres({
    dataFolder,
    password: secrets.superuserPassword,
    onProgress: say,
  })
  try {
    const passwords = { api: secrets.apiPassword, auth: secrets.authPassword }
    return {
      urls: await prepare(postgres.url(), passwords, say),
      authSecret: secrets.authSecret,
      stop: postgres.stop,
      onExit: postgres.onExit,
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/**
 * Uses a database that somebody else runs. Every process that is given the same secret comes to the same passwords.
 *
 * @param url a connection string of a role that may create roles and schemas
 * @throws DatabaseError, MigrationError
 */
export async function openDatabase(url: string, secret: string, say: Say): Promise<RunningDatabase> {
  await checkServer(url)
  const derive = (purpose: string) => createHmac('sha256', secret).update(purpose).digest('base64url')
  return {
    urls: await prepare(url, { api: derive('parley_api'), auth: derive('parley_auth') }, say),
    authSecret: derive('auth'),
    stop: async () => {},
    onExit: () => {},
  }
}

async function prepare(url: string, passwords: Passwords, say: Say): Promise<RunningDatabase['urls']> {
  const applied = await migrateToLatest(url)
  if (applied.length > 0) say(`Database migrated: ${applied.join(', ')}`)
  await setRolePasswords(url, passwords)
  return {
    api: asRole(url, 'parley_api', passwords.api),
    auth: asRole(url, 'parley_auth', passwords.auth),
  }
}

function asRole(url: string, role: string, password: string): string {
  const changed = new URL(url)
  changed.username = role
  changed.password = password
  return changed.href
}
