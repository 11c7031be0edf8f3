/** Calls of the identity provider's HTTP endpoints, as a browser makes them: cookies carry the session. */
import * as z from 'zod/mini'
import { errorCodes, ParleyError } from '@/contract/errors'
import { browserClock } from '../sync/browser-ports'
import { type Patience, patientFetch } from '../sync/patient-fetch'

/** `clock` and `onWake` say for how long an answer is waited for: one that is lost must not hold up all that needs a token. */
export interface AuthCallsOptions extends Partial<Patience> {
  /** Where the server is; empty for the page's own origin. */
  baseUrl: string
  fetch: typeof fetch
}

/** Both @throws ParleyError as the server answers; UNAVAILABLE for no answer, and for one that is not Parley's. */
export interface AuthCalls {
  get<T extends z.core.$ZodType>(path: string, answer: T): Promise<z.output<T>>
  post<T extends z.core.$ZodType>(path: string, answer: T, body?: object): Promise<z.output<T>>
}

const errorAnswer = z.object({ code: z.enum(errorCodes), retryAfter: z.optional(z.number()) })

export function createAuthCalls({
  baseUrl,
  fetch,
  clock = browserClock,
  onWake,
}: AuthCallsOptions): AuthCalls {
  const ask = patientFetch(fetch, { clock, onWake })

  async function call<T extends z.core.$ZodType>(path: string, init: RequestInit, expected: T) {
    try {
      const response = await ask(`${baseUrl}/api/auth/${path}`, { ...init, credentials: 'same-origin' })
      const answer: unknown = await response.json()
      if (!response.ok) throw refusal(answer)
      return z.parse(expected, answer)
    } catch (cause) {
      // A proxy's or a hotel's page says nothing about the session.
      throw cause instanceof ParleyError ? cause : new ParleyError('UNAVAILABLE', { cause })
    }
  }

  return {
    get: (path, answer) => call(path, { method: 'GET' }, answer),
    post(path, answer, body) {
      const headers = { 'content-type': 'application/json' }
      const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) }
      return call(path, { method: 'POST', ...sent }, answer)
    },
  }
}

/** @throws when the answer is not one of Parley's errors */
function refusal(answer: unknown): ParleyError {
  const { code, retryAfter } = errorAnswer.parse(answer)
  return new ParleyError(code, retryAfter === undefined ? {} : { retryAfter })
}
