/** Who is who, by better-auth: guests, their sessions, and the tokens that the rest of Parley checks. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { betterAuth } from 'better-auth'
import { isAPIError } from 'better-auth/api'
import type { JSONWebKeySet } from 'jose'
import * as z from 'zod/mini'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'
import { type AuditLog, noAuditLog } from '@/server/ports/audit-log'
import type { Limiter } from '@/server/ports/limiter'
import { addressOf, networkOf, ownOrigins, refuseOtherOrigins } from '@/server/request-source'
import { createAuthDatabase } from './auth-database'
import { authOptions } from './auth-options'
import { readBody, send, sendError, webRequest } from './http-exchange'

export interface IdentityProvider {
  /**
   * Answers everything under `/api/auth`; never rejects.
   *
   * - `POST sign-in/anonymous` makes a guest: a session cookie, and `{token}`, good as a bearer of `token`
   * - `GET token` answers `{token}`, a JWT of five minutes
   * - `GET jwks` answers the keys to check those with
   * - `POST sign-out` ends the session
   */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** The public keys of the tokens. @throws ParleyError UNAVAILABLE */
  keys(): Promise<JSONWebKeySet>
  /** Ends the connections to the database. */
  close(): Promise<void>
}

export interface IdentityProviderOptions {
  /** A connection string of the role `parley_auth`. */
  databaseUrl: string
  /** At least 32 characters. With another one, sessions end and new keys are made; accounts stay. */
  secret: string
  /** What the tokens name as their issuer and as their audience; whoever verifies them expects the same. */
  issuer: string
  /** Origins to accept requests from, besides the one that the request itself was sent to. */
  trustedOrigins: readonly string[]
  limiter: Limiter
  /** Guests that one address may create in any minute. */
  guestsPerMinute: number
  /** Proxies in front of the server, 0 by default: an address is counted as the first of them tells it (SV-13). */
  proxies?: number
  auditLog?: Pick<AuditLog, 'note'>
  /** Hears what was answered with a 5xx. */
  onError?(error: unknown): void
}

/** The only paths there are: all else of better-auth stays shut. */
const routes: Record<string, 'GET' | 'POST'> = {
  '/api/auth/sign-in/anonymous': 'POST',
  '/api/auth/token': 'GET',
  '/api/auth/jwks': 'GET',
  '/api/auth/sign-out': 'POST',
}

const maxBodyBytes = 1_024
const emptyObject = z.strictObject({})
const made = z.object({ user: z.object({ id: z.string() }) })

export function createIdentityProvider(options: IdentityProviderOptions): IdentityProvider {
  const {
    issuer,
    secret,
    trustedOrigins,
    limiter,
    guestsPerMinute,
    proxies = 0,
    auditLog = noAuditLog,
  } = options
  const database = createAuthDatabase(options.databaseUrl)
  const auth = betterAuth(
    authOptions({
      database: database.db,
      secret,
      issuer,
      trustedOrigins: (request) => [...ownOrigins(request?.headers.get('host')), ...trustedOrigins],
    }),
  )

  async function answer(request: IncomingMessage): Promise<Response> {
    const path = (request.url ?? '').split('?', 1).join('')
    if (routes[path] === undefined || routes[path] !== request.method) throw new ParleyError('NOT_FOUND')
    if (request.method === 'POST') {
      refuseOtherOrigins(request, trustedOrigins)
      refuseContent(await readBody(request, maxBodyBytes))
    }
    const authRequest = webRequest(request, path)
    if (path === '/api/auth/sign-in/anonymous') {
      const network = networkOf(addressOf(request, proxies))
      const retryAfter = await limiter.take(`guests:${network}`, guestsPerMinute, 60_000)
      if (retryAfter !== undefined) throw new ParleyError('RATE_LIMITED', { retryAfter })
    }
    const response = await database.strictly(() => auth.handler(authRequest))
    if (!response.ok) throw new ParleyError(codeOfStatus(response.status))
    if (path === '/api/auth/sign-in/anonymous') {
      const { user } = made.parse(await response.clone().json())
      const address = addressOf(request, proxies)
      await auditLog.note({ actorId: user.id, action: 'guest.created', address })
    }
    return response
  }

  return {
    async handle(request, response) {
      try {
        await send(request, response, await answer(request))
      } catch (cause) {
        const error = toParleyError(cause)
        if (errorTable[error.code].status >= 500) options.onError?.(error.cause ?? error)
        sendError(response, error)
      }
    },
    async keys() {
      const { keys } = await database.strictly(() => auth.api.getJwks())
      return { keys }
    },
    close: () => database.close(),
  }
}

/** None of the routes takes input yet. */
function refuseContent(body: string): void {
  if (body === '') return
  try {
    emptyObject.parse(JSON.parse(body))
  } catch (cause) {
    throw new ParleyError('BAD_REQUEST', { cause })
  }
}

function toParleyError(error: unknown): ParleyError {
  if (error instanceof ParleyError) return error
  return new ParleyError(isAPIError(error) ? codeOfStatus(error.statusCode) : 'INTERNAL', { cause: error })
}

const codes: Record<number, ErrorCode> = { 401: 'UNAUTHORIZED', 403: 'FORBIDDEN', 404: 'NOT_FOUND' }

function codeOfStatus(status: number): ErrorCode {
  return codes[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL')
}
