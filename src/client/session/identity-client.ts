/** The identity provider, as far as every page needs it: tokens, guests, and the end of a session. */
import * as z from 'zod/mini'
import { doneAnswer } from '@/contract/done'
import { ParleyError } from '@/contract/errors'
import type { AuthCalls } from './auth-calls'

export interface IdentityClient {
  /** A fresh token of whoever the cookie names. @throws ParleyError UNAUTHORIZED, UNAVAILABLE */
  token(): Promise<string>
  /** Makes a guest, unless the cookie already names one. @throws ParleyError ACCOUNT_NEEDED, RATE_LIMITED, UNAVAILABLE */
  signInAsGuest(): Promise<void>
  /** @throws ParleyError UNAVAILABLE, and then the session goes on */
  signOut(): Promise<void>
}

const tokenAnswer = z.object({ token: z.string() })

export function createIdentityClient(calls: AuthCalls): IdentityClient {
  return {
    async token() {
      return (await calls.get('token', tokenAnswer)).token
    },
    async signInAsGuest() {
      await calls.post('sign-in/anonymous', z.unknown()).catch((error: unknown) => {
        // There is a session already, of another tab that was quicker.
        if (!(error instanceof ParleyError && error.code === 'BAD_REQUEST')) throw error
      })
    },
    async signOut() {
      await calls.post('sign-out', doneAnswer)
    },
  }
}
