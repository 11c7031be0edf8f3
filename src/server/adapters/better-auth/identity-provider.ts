/** Who is who, by better-auth: guests and accounts, their sessions, and the tokens that the rest of Parley checks. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { betterAuth } from 'better-auth'
import { isAPIError } from 'better-auth/api'
import type { JSONWebKeySet } from 'jose'
import * as z from 'zod/mini'
import type { Policy } from '@/contract/accounts'
import { type ErrorCode, ParleyError } from '@/contract/errors'
import { type AuditLog, noAuditLog } from '@/server/ports/audit-log'
import type { Clock } from '@/server/ports/clock'
import type { Limiter } from '@/server/ports/limiter'
import type { Mailer } from '@/server/ports/mailer'
import type { RoomNews } from '@/server/ports/room-directory'
import type { SessionWatch } from '@/server/ports/session-watch'
import { addressOf, networkOf, refuseOtherOrigins } from '@/server/request-source'
import { type AskOptions, type AuthCall, codeOfStatus, isOurFault, type SignedIn } from './auth-call'
import { createAuthDatabase } from './auth-database'
import { authOptions, internalOrigin } from './auth-options'
import { type Endpoint, get } from './endpoint'
import { headersOf, readBody, send, sendError, sendJson } from './http-exchange'
import { mailsOf } from './mails'
import { passwordEndpoints } from './password-endpoints'
import { registerEndpoints } from './register-endpoints'
import { sessionEndpoints } from './session-endpoints'
import { watchSessionEnds } from './session-ends'
import { signInEndpoints } from './sign-in-endpoints'
import { twoFactorEndpoints } from './two-factor-endpoints'

export interface IdentityProvider {
  /**
   * Answers everything under `/api/auth`; never rejects.
   *
   * - `POST sign-in/anonymous` makes a guest: a session cookie, and `{token}`, good as a bearer of `token`
   * - `GET token` answers `{token}`, a JWT of five minutes
   * - `GET jwks` answers the keys to check those with
   * - what `contract/accounts.ts` describes: registering, signing in and out, sessions, passwords, codes
   */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** The public keys of the tokens. @throws ParleyError UNAVAILABLE */
  keys(): Promise<JSONWebKeySet>
  /** Which sessions are over. */
  sessions: SessionWatch
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
  clock: Clock
  mailer: Mailer
  /** Whether `mailer` reaches people. */
  sendsMail: boolean
  /** Where people reach this installation, for links in mails; without a slash at the end. */
  site(): string
  /** Whether somebody may be a guest. */
  guests: boolean
  /** Whether everybody who signs in is a member of the first workspace. */
  openRooms: boolean
  /** Guests that one address may create in any minute. */
  guestsPerMinute: number
  /** Proxies in front of the server, 0 by default: an address is counted as the first of them tells it (SV-13). */
  proxies?: number
  auditLog?: Pick<AuditLog, 'note'>
  /** Somebody's account is gone, and these rooms have to be told. */
  onForgotten?(userId: string, news: readonly RoomNews[]): void
  /** Hears what was answered with a 5xx, and what went wrong in the background. */
  onError?(error: unknown): void
}

/** What is ours, by its path below `/api/auth`. */
export const accountEndpoints: Readonly<Record<string, Endpoint>> = {
  ...signInEndpoints,
  ...registerEndpoints,
  ...passwordEndpoints,
  ...twoFactorEndpoints,
  ...sessionEndpoints,
}

/** What the library answers itself. All else of it stays shut. */
const passedOn: Record<string, 'GET' | 'POST' | undefined> = {
  'sign-in/anonymous': 'POST',
  token: 'GET',
  jwks: 'GET',
}

const maxBodyBytes = 2_048
const emptyObject = z.strictObject({})
const made = z.object({ user: z.object({ id: z.string() }) })
const refusal = z.object({ code: z.optional(z.string()) })

export function createIdentityProvider(options: IdentityProviderOptions): IdentityProvider {
  const { issuer, secret, trustedOrigins, limiter, clock, mailer, guests, guestsPerMinute } = options
  const { proxies = 0, auditLog = noAuditLog, onForgotten = () => {}, onError = () => {} } = options
  const database = createAuthDatabase(options.databaseUrl)
  const { db } = database
  const auth = betterAuth(authOptions({ database: db, secret, issuer }))
  const sessions = watchSessionEnds({ db, clock, onTrouble: onError })

  const policy: Policy = { guests, openRooms: options.openRooms, mail: options.sendsMail }
  const endpoints: Partial<Record<string, Endpoint>> = {
    ...accountEndpoints,
    policy: get(async () => ({ body: policy })),
  }

  async function askLibrary(path: string, method: string, headers: Headers, body?: string) {
    const request = new Request(`${internalOrigin}/api/auth/${path}`, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body }),
    })
    return database.strictly(() => auth.handler(request))
  }

  function callOf(request: IncomingMessage): AuthCall {
    const address = addressOf(request, proxies)
    const headers = headersOf(request)
    return {
      ...{ db, limiter, onForgotten, sendsMail: options.sendsMail, mails: mailsOf(options.site()) },
      network: networkOf(address),
      post(mail) {
        mailer.send(mail).catch(onError)
      },
      note(action, subjectId, details) {
        void auditLog.note({ actorId: subjectId, action, address, ...(details ? { details } : {}) })
      },
      async session() {
        const query = { disableRefresh: true, disableCookieCache: true }
        const found = await database.strictly(() => auth.api.getSession({ headers, query }))
        if (!found) return undefined
        const { user, session } = found
        return {
          ...{ userId: user.id, sessionId: session.id, isGuest: user.isAnonymous === true },
          ...{
            email: user.email,
            emailVerified: user.emailVerified,
            twoFactor: user.twoFactorEnabled === true,
          },
        } satisfies SignedIn
      },
      async ask(path, body = {}, { withoutSession = false, refusals = {} }: AskOptions = {}) {
        const asked = new Headers(headers)
        asked.set('content-type', 'application/json')
        if (withoutSession) takeSessionAway(asked)
        const response = await askLibrary(path.slice(1), 'POST', asked, JSON.stringify(body))
        const answer: unknown = await response.json()
        if (response.ok) return { body: answer, cookies: response.headers.getSetCookie() }
        const { code = '' } = refusal.safeParse(answer).data ?? {}
        throw new ParleyError(refusals[code] ?? codeOfStatus(response.status))
      },
    }
  }

  async function answerEndpoint(
    { run }: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
    content: string,
  ): Promise<void> {
    const { body, cookies = [] } = await database.strictly(() => run(callOf(request), content))
    // Whatever ended now has ended here before anybody is told so. Elsewhere, and if this fails, it is polled for.
    if (request.method === 'POST') await sessions.look().catch(() => undefined)
    sendJson(request, response, body, cookies)
  }

  async function pass(path: string, request: IncomingMessage): Promise<Response> {
    const isNewGuest = path === 'sign-in/anonymous'
    const address = addressOf(request, proxies)
    if (isNewGuest) {
      if (!guests) throw new ParleyError('ACCOUNT_NEEDED')
      const retryAfter = await limiter.take(`guests:${networkOf(address)}`, guestsPerMinute, 60_000)
      if (retryAfter !== undefined) throw new ParleyError('RATE_LIMITED', { retryAfter })
    }
    const answer = await askLibrary(path, request.method ?? 'GET', headersOf(request))
    if (!answer.ok) throw new ParleyError(codeOfStatus(answer.status))
    if (isNewGuest) {
      const { user } = made.parse(await answer.clone().json())
      await auditLog.note({ actorId: user.id, action: 'guest.created', address })
    }
    return answer
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1).join('').replace('/api/auth/', '')
    const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined
    const method = endpoint?.method ?? (Object.hasOwn(passedOn, path) ? passedOn[path] : undefined)
    if (method === undefined || method !== request.method) throw new ParleyError('NOT_FOUND')
    let content = ''
    if (method === 'POST') {
      refuseOtherOrigins(request, trustedOrigins)
      // A browser always names the page; whoever else shows a cookie can do so too.
      if (request.headers.cookie !== undefined && request.headers.origin === undefined) {
        throw new ParleyError('FORBIDDEN')
      }
      content = await readBody(request, maxBodyBytes)
    }
    if (endpoint) return answerEndpoint(endpoint, request, response, content)
    refuseContent(content)
    return send(request, response, await pass(path, request))
  }

  return {
    async handle(request, response) {
      try {
        await answer(request, response)
      } catch (cause) {
        const error = toParleyError(cause)
        if (isOurFault(error)) onError(error.cause ?? error)
        sendError(response, error)
      }
    },
    async keys() {
      const { keys } = await database.strictly(() => auth.api.getJwks())
      return { keys }
    },
    sessions,
    async close() {
      sessions.stop()
      mailer.close()
      await database.close()
    },
  }
}

/** Leaves the other cookies: a challenge of the second factor is one. */
function takeSessionAway(headers: Headers): void {
  headers.delete('authorization')
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/)
  const others = cookies.filter((cookie) => !/^[^=]*\.session_token=/.test(cookie))
  if (others.length > 0) headers.set('cookie', others.join('; '))
  else headers.delete('cookie')
}

/** Of what the library answers itself nothing takes input. */
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
  const code: ErrorCode = isAPIError(error) ? codeOfStatus(error.statusCode) : 'INTERNAL'
  return new ParleyError(code, { cause: error })
}
