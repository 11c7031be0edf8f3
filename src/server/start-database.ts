/** The database, ready to be used: there, migrated, its two login roles given their passwords. */
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { explainAnswer } from './adapters/embedded-postgres/failure'
import { loadOrCreateSecrets, type Secrets } from './adapters/embedded-postgres/secrets'
import { startEmbeddedPostgres } from './adapters/embedded-postgres/supervisor'
import { checkServer, explainPreparation } from './adapters/postgres/check-server'
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

const elsewhere = 'Choose another: PARLEY_DATA=/some/folder npm start'
const full = 'the disk is full. What is stored is safe; make space there and start again.'

/** What the system answers for folders that cannot be used, in words. */
const folderTroubles: Record<string, string> = {
  EACCES: `this user may not read and write all of it. ${elsewhere}`,
  EPERM: `this user may not read and write all of it. ${elsewhere}`,
  EROFS: `it is read-only. ${elsewhere}`,
  ENOTDIR: `part of the path is a file. ${elsewhere}`,
  EEXIST: `a file is in its place. ${elsewhere}`,
  EISDIR: `a folder is in the place of one of its files. ${elsewhere}`,
  ENOSPC: full,
  EDQUOT: full,
}

/** PostgreSQL on a data folder, before anything of Parley is in it. */
export interface OwnServer {
  /** The superuser's connection string. */
  url: string
  /** Of the server's first process. */
  pid: number
  secrets: Secrets
  stop(): Promise<void>
  /** Tells once when it ended by itself. */
  onExit(listener: (error: Error) => void): void
}

/**
 * Starts the embedded server, and nothing else, for processes that open the database by its URL.
 * @param maxConnections of all processes together
 * @throws DataFolderError, EmbeddedPostgresError
 */
export async function startOwnServer(
  dataFolder: string,
  say: Say,
  maxConnections?: number,
): Promise<OwnServer> {
  try {
    const secrets = await loadOrCreateSecrets(dataFolder)
    const postgres = await startEmbeddedPostgres({
      dataFolder,
      password: secrets.superuserPassword,
      onProgress: say,
      settings: maxConnections === undefined ? {} : { max_connections: String(maxConnections) },
    })
    const { pid, stop, onExit } = postgres
    return { url: postgres.url(), pid, secrets, stop, onExit }
  } catch (cause) {
    const trouble = cause instanceof Error && 'code' in cause ? folderTroubles[String(cause.code)] : undefined
    if (!trouble) throw cause
    throw new DataFolderError(`The data folder ${dataFolder} cannot be used: ${trouble}`, { cause })
  }
}

/** Starts the embedded database on a data folder. @throws DataFolderError, EmbeddedPostgresError, MigrationError */
export async function startOwnDatabase(dataFolder: string, say: Say): Promise<RunningDatabase> {
  const { url, secrets, stop, onExit } = await startOwnServer(dataFolder, say)
  try {
    const passwords = { api: secrets.apiPassword, auth: secrets.authPassword }
    return { urls: await prepare(url, passwords, say), authSecret: secrets.authSecret, stop, onExit }
  } catch (error) {
    // Looked at before the stop, which may give space back.
    const explained = await explainAnswer(error, join(dataFolder, 'postgres'))
    await stop()
    throw explained
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
  const passwords = { api: derive('parley_api'), auth: derive('parley_auth') }
  const urls = await prepare(url, passwords, say).catch((cause: unknown) => {
    throw explainPreparation(cause, url)
  })
  return {
    urls,
    // As it is: a cluster passes its data folder's own on, and sessions outlive the change to it and back.
    authSecret: secret,
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
