/** What can go wrong with the embedded database, as a code to branch on; the message is for the person at the terminal. */
export type EmbeddedPostgresErrorCode =
  | 'ALREADY_RUNNING'
  | 'UNSUPPORTED_PLATFORM'
  | 'NO_UNPRIVILEGED_USER'
  | 'DATA_DAMAGED'
  | 'SECRETS_DAMAGED'
  | 'WRONG_PASSWORD'
  | 'DISK_FULL'
  | 'NOT_ALLOWED'
  | 'OTHER_VERSION'
  | 'START_FAILED'
  | 'STOPPED'

/** The one error class of this adapter. Messages never contain a password or a connection string. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedPostgresError'
    this.code = code
  }
}

/** The system's or PostgreSQL's own code of a failure (`ENOENT`, `55P03`), if it carries one. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** The data cannot be read as it is. It is left to whoever restores it. */
export function damaged(cluster: string, said: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DATA_DAMAGED',
    `The database in ${cluster} is damaged: ${said}. Nothing was repaired; restore the data folder from a backup.`,
    { cause },
  )
}

/** Nothing can be written. What was acknowledged before is safe. */
export function diskFull(cluster: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'DISK_FULL',
    `The disk of ${cluster} is full. What is stored is safe; make space there and start again.`,
    { cause },
  )
}
