/** The identity provider's HTTP endpoints, as the browser calls them: cookies carry the session. */
import * as z from 'zod/mini'
import { errorCodes, ParleyError } from '@/contract/errors'
import { browserClock } from '../sync/browser-ports'
import { type Patience, patientFetch } from '../sync/patient-fetch'

/** `clock` and `onWake` say for how long an answer is waited for: one that is lost must not hold up all that needs a token. */
export interface IdentityClientOptions extends Partial<Patience> {
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

const signOutAnswer = z.object({ success: z.literal(true) })

export function createIdentityClient({
  baseUrl,
  fetch,
  clock = browserClock,
  onWake,
}: IdentityClientOptions): IdentityClient {
  const ask = patientFetch(fetch, { clock, onWake })

  async function call(method: 'GET' | 'POST', path: string): Promise<unknown> {
    try {
      const response = await ask(`${baseUrl}/api/auth/${path}`, { method, credentials: 'same-origin' })
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
      const answer = signOutAnswer.safeParse(await call('POST', 'sign-out'))
      if (!answer.success) throw new ParleyError('UNAVAILABLE', { cause: answer.error })
    },
  }
}

/** @throws when the answer is not one of Parley's errors */
function refusal(answer: unknown): ParleyError {
  const { code, retryAfter } = errorAnswer.parse(answer)
  return new ParleyError(code, retryAfter === undefined ? {} : { retryAfter })
}
