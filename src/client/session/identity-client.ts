/** The identity provider's HTTP endpoints, as the browser calls them: cookies carry the session. */
import * as z from 'zod/mini'
import { errorCodes, ParleyError } from '@/contract/errors'

export interface IdentityClientOptions {
  /** Where the server is; empty for the page's own origin. */
  baseUrl: string
  fetch: typeof fetch
}

export interface IdentityClient {
  /** A fresh token of whoever the cookie names. @throws ParleyError UNAUTHORIZED, UNAVAILABLE */
  token(): Promise<string>
  /** Makes a guest, unless the cookie already names one. @throws ParleyError RATE_LIMITED, UNAVAILABLE */
  signInAsGuest(): Promise<void>
  /** @throws ParleyError UNAVAILABLE, and then the session goes on */
  signOut(): Promise<void>
}

const tokenAnswer = z.object({ token: z.string() })

const errorAnswer = z.object({ code: z.enum(errorCodes), retryAfter: z.optional(z.number()) })

/** Long enough for a slow phone; without an end, one lost answer would hold up everything that needs a token. */
const timeoutMs = 15_000

export function createIdentityClient({ baseUrl, fetch }: IdentityClientOptions): IdentityClient {
  async function call(method: 'GET' | 'POST', path: string): Promise<unknown> {
    const init: RequestInit = {
      method,
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(timeoutMs),
    }
    try {
      const response = await fetch(`${baseUrl}/api/auth/${path}`, init)
      const answer: unknown = await response.json()
      if (response.ok) return answer
      throw refusal(answer)
    } catch (cause) {
      // No answer, or one that is not Parley's: a proxy's or a hotel's page says nothing about the session.
      throw cause instanceof ParleyError ? cause : new ParleyError('UNAVAILABLE', { cause })
    }
  }

  return {
    async token() {
      const answer = tokenAnswer.safeParse(await call('GET', 'token'))
      if (!answer.success) throw new ParleyError('UNAVAILABLE', { cause: answer.error })
      return answer.data.token
    },
    async signInAsGuest() {
      await call('POST', 'sign-in/anonymous').catch((error: unknown) => {
        // There is a session already, of another tab that was quicker.
        if (!(error instanceof ParleyError && error.code === 'BAD_REQUEST')) throw error
      })
    },
    async signOut() {
      await call('POST', 'sign-out')
    },
  }
}

/** @throws when the answer is not one of Parley's errors */
function refusal(answer: unknown): ParleyError {
  const { code, retryAfter } = errorAnswer.parse(answer)
  return new ParleyError(code, retryAfter === undefined ? {} : { retryAfter })
}
