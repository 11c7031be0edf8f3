/** The way of every API call from the browser: batched HTTP, with the session's token, never waiting for ever. */
import { httpBatchLink, isTRPCClientError, type TRPCLink } from '@trpc/client'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { AppRouter } from '@/server/trpc/app-router'
import { browserClock } from './browser-ports'
import { type Patience, patientFetch } from './patient-fetch'

/** Beyond this, a batch of queries becomes several: proxies cut long addresses. */
const addressLength = 2_000

/** `clock` and `onWake` say for how long an answer is waited for. */
export interface ApiLinkOptions extends Partial<Patience> {
  /** The address of the API, for example `/api/trpc`. */
  url: string
  fetch: typeof fetch
  /** Rejects with a ParleyError when nobody is signed in. */
  token: () => Promise<string>
  /** The server did not take this token. */
  reject: (token: string) => void
}

/** A request without an answer counts as failed after a while (`patience`); what became of it is unknown. */
export function createApiLink({
  url,
  fetch,
  token,
  reject,
  clock = browserClock,
  onWake,
}: ApiLinkOptions): TRPCLink<AppRouter> {
  const ask = patientFetch(fetch, { clock, onWake })

  async function attempt(input: URL | RequestInfo | string, init: object | undefined, credential: string) {
    const { headers } = { headers: {}, ...init } as Pick<RequestInit, 'headers'>
    const all = { ...Object.fromEntries(new Headers(headers)), authorization: `Bearer ${credential}` }
    return ask(input, { ...init, headers: all })
  }

  return httpBatchLink({
    url,
    maxItems: limits.callsPerRequest,
    maxURLLength: addressLength,
    async fetch(input, init) {
      const credential = await token()
      const response = await attempt(input, init, credential)
      if (response.status !== 401) return response
      // Perhaps only this token is no good any more: once more with another one, if there is one.
      reject(credential)
      return attempt(input, init, await token())
    },
  })
}

/** Any failure of an API call in the contract's words. No answer, or one that is not Parley's, is UNAVAILABLE. */
export function toParleyError(error: unknown): ParleyError {
  if (error instanceof ParleyError) return error
  if (!isTRPCClientError<AppRouter>(error)) return new ParleyError('UNAVAILABLE', { cause: error })
  if (error.cause instanceof ParleyError) return error.cause
  const { code, retryAfter } = error.data?.parley ?? {}
  if (!isErrorCode(code)) return new ParleyError('UNAVAILABLE', { cause: error })
  return new ParleyError(code, { cause: error, ...(retryAfter === undefined ? {} : { retryAfter }) })
}

/** A newer server may have codes that this page does not know. */
function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errorTable, code)
}
