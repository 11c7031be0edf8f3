/** What can go wrong with the embedded database, as a code to branch on; the message is for the person at the terminal. */
export type EmbeddedPostgresErrorCode =
  | 'ALREADY_RUNNING'
  | 'UNSUPPORTED_PLATFORM'
  | 'NO_UNPRIVILEGED_USER'
  | 'DATA_DAMAGED'
  | 'SECRETS_DAMAGED'
  | 'WRONG_PASSWORD'
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
