/** Who this browser is, and the one place that renews its token. */
import * as z from 'zod/mini'
import { ParleyError } from '@/contract/errors'
import { id } from '@/contract/primitives'
import type { IdentityClient } from './identity-client'

export interface Session {
  /**
   * The present user, or a new guest where there is none.
   *
   * @throws ParleyError UNAVAILABLE when the server cannot be reached: then nobody new is made; RATE_LIMITED
   */
  ensureGuest(): Promise<{ userId: string }>
  /**
   * A token that is still good for a while.
   *
   * @throws ParleyError UNAUTHORIZED when nobody is signed in; WRONG_USER when another tab has signed in as somebody
   *   else: reload the page; UNAVAILABLE when the server cannot be reached
   */
  token(): Promise<string>
  /**
   * The same, of this user alone: what is kept for one user is never filled or sent with another's token.
   *
   * @throws as `token` does; WRONG_USER also when this page turned out to be another user's
   */
  tokenOf(userId: string): Promise<string>
  /** Who this is, as the newest token says. Makes nobody new. @throws as `token` does */
  who(): Promise<Who>
  /** Says that the server has refused this token, so that it is not handed out again. */
  reject(token: string): void
  /** Asks for another token before the next use: the session, or what is known of its user, has changed. */
  renew(): void
  /** The page is nobody's any more: whoever the cookie names next is its user. */
  startOver(): void
  /** Ends the session on the server. Rejects, and changes nothing, when the server cannot be reached. */
  signOut(): Promise<void>
}

export interface Who {
  userId: string
  /** As the account says it; a guest has none. */
  name: string | undefined
  isGuest: boolean
}

export interface SessionOptions {
  client: IdentityClient
  clock: { now(): number }
  /** Runs one piece of work at a time in this browser: two tabs that open together must become one guest. */
  lock<T>(work: () => Promise<T>): Promise<T>
}

interface Held {
  token: string
  /** When to ask for another one, by this machine's clock. */
  renewAt: number
}

/** Renewed this long (ms) before its end, so that a request on its way does not arrive with an expired one. */
const renewBeforeMs = 30_000

export function createSession({ client, clock, lock }: SessionOptions): Session {
  let userId: string | undefined
  let held: Held | undefined
  let renewing: Promise<string> | undefined
  let signOuts = 0

  async function renew(): Promise<string> {
    const asked = { at: clock.now(), signOuts }
    const token = await client.token()
    if (asked.signOuts !== signOuts) throw new ParleyError('UNAUTHORIZED')
    const { sub, iat, exp } = readClaims(token)
    userId ??= sub
    if (userId !== sub) throw new ParleyError('WRONG_USER')
    // From the token's length, as this machine's clock and the server's may differ.
    held = { token, renewAt: asked.at + (exp - iat) * 1000 - renewBeforeMs }
    return token
  }

  async function token(): Promise<string> {
    if (held !== undefined && clock.now() < held.renewAt) return held.token
    if (renewing === undefined) {
      const mine = renew().finally(() => {
        if (renewing === mine) renewing = undefined
      })
      renewing = mine
    }
    return renewing
  }

  function startOver(): void {
    signOuts += 1
    userId = undefined
    held = undefined
    renewing = undefined
  }

  async function tokenOfGuest(): Promise<string> {
    try {
      return await token()
    } catch (error) {
      const isSignedOut = error instanceof ParleyError && error.code === 'UNAUTHORIZED'
      // Somebody this page has been working for is never silently replaced by a new guest.
      if (!isSignedOut || userId !== undefined) throw error
      await client.signInAsGuest()
      return token()
    }
  }

  return {
    async ensureGuest() {
      const { sub } = readClaims(await lock(tokenOfGuest))
      return { userId: sub }
    },
    token,
    async tokenOf(expected) {
      const theirs = await token()
      if (userId !== expected) throw new ParleyError('WRONG_USER')
      return theirs
    },
    async who() {
      const { sub, name, guest = false } = readClaims(await token())
      return { userId: sub, name, isGuest: guest }
    },
    reject(refused) {
      if (held?.token === refused) held = undefined
    },
    renew() {
      held = undefined
    },
    startOver,
    async signOut() {
      await client.signOut()
      startOver()
    },
  }
}

const claims = z.object({
  sub: id,
  iat: z.number(),
  exp: z.number(),
  name: z.optional(z.string()),
  guest: z.optional(z.boolean()),
})

/** Reads what a token says, without checking it: that is the server's part. */
function readClaims(token: string): z.infer<typeof claims> {
  try {
    const payload = token.split('.')[1] ?? ''
    return claims.parse(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))))
  } catch (cause) {
    throw new ParleyError('UNAVAILABLE', { cause })
  }
}
