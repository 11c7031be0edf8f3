/** One request to the identity provider: what the endpoints need of it, and how they ask the library. */
import type { Kysely } from 'kysely'
import type { AuditAction } from '@/contract/audit'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'
import type { AuditNote } from '@/server/ports/audit-log'
import type { Limiter } from '@/server/ports/limiter'
import type { Mail } from '@/server/ports/mailer'
import type { RoomNews } from '@/server/ports/room-directory'
import type { AuthTables } from './auth-tables'
import type { mailsOf } from './mails'

/** Whose request it is. */
export interface SignedIn {
  userId: string
  sessionId: string
  isGuest: boolean
  email: string
  emailVerified: boolean
  twoFactor: boolean
}

export interface Answer {
  body: object
  /** As they go into the headers. */
  cookies?: readonly string[]
}

export interface AskOptions {
  /** Whether the session that the caller has stays out of it: they are about to get another one. */
  withoutSession?: boolean
  /** The library's refusals by its own codes; what is not named here goes by its HTTP status. */
  refusals?: Readonly<Record<string, ErrorCode>>
}

export interface AuthCall {
  readonly db: Kysely<AuthTables>
  readonly limiter: Limiter
  /** Where the request comes from, for counting. */
  readonly network: string
  readonly mails: ReturnType<typeof mailsOf>
  /** Sends in the background: how long it takes would tell whether there is something to send. */
  post(mail: Mail): void
  /** Whether mail reaches people, and not only the server's console. */
  readonly sendsMail: boolean
  /** Tells the rooms that somebody is gone. */
  onForgotten(userId: string, news: readonly RoomNews[]): void
  /** Into the audit log, with the address. @param subjectId whose account it is; null where nobody may be named */
  note(action: AuditAction, subjectId: string | null, details?: AuditNote['details']): void
  /** Undefined when nobody is signed in. */
  session(): Promise<SignedIn | undefined>
  /** Asks the library, at its own path below `/api/auth`. @throws ParleyError */
  ask(path: string, body?: object, options?: AskOptions): Promise<{ body: unknown; cookies: string[] }>
}

/** @throws ParleyError UNAUTHORIZED */
export async function signedIn(call: AuthCall): Promise<SignedIn> {
  const session = await call.session()
  if (session === undefined) throw new ParleyError('UNAUTHORIZED')
  return session
}

export const done: Answer = { body: { success: true } }

const codes: Record<number, ErrorCode> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  429: 'RATE_LIMITED',
}

export function codeOfStatus(status: number): ErrorCode {
  return codes[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL')
}

/** Whether it is the server's fault. */
export const isOurFault = (error: ParleyError) => errorTable[error.code].status >= 500
