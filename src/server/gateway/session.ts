/**
 * Whose connection this is, and until when. The first valid token decides the user for good; later tokens of the
 * same user only prolong. Every topic of the connection lives and ends with it.
 */
import { ParleyError } from '@/contract/errors'
import type { Clock } from '../ports/clock'
import type { SessionWatch } from '../ports/session-watch'
import type { TokenVerifier } from '../ports/token-verifier'
import { reasons } from './reasons'
import type { UserConnections } from './user-connections'

/** `other-user`: the connection cannot serve this token; the client must connect again. */
export type Recognition =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'other-user' }
  | { readonly kind: 'refused'; readonly reason: string; readonly retry: boolean }

export interface Session {
  /** Never rejects. */
  recognise(token: string): Promise<Recognition>
  /** Whether the connection is this user's. */
  isOf(userId: string): boolean
  /** Whether the latest token was of this session. */
  isIn(sessionId: string): boolean
  /** Whether some token of this connection is still valid. */
  isCurrent(): boolean
  close(): void
}

interface SessionDeps {
  readonly tokens: TokenVerifier
  readonly clock: Clock
  readonly users: UserConnections
  readonly sessions: Pick<SessionWatch, 'hasEnded'>
  /** Hears of defects in what is asked. */
  onError(error: unknown): void
  /** The last token has run out. */
  onExpired(): void
}

/** Timers hold at most 24.8 days, and clocks may be set: look again at least this often. */
const longestWaitMs = 60 * 60 * 1000

export function createSession({ tokens, clock, users, sessions, onError, onExpired }: SessionDeps): Session {
  let userId: string | undefined
  let sessionId: string | undefined
  let expiresAt = 0
  let closed = false
  let cancelTimer = () => {}

  function watchExpiry(): void {
    cancelTimer()
    const left = expiresAt - clock.now()
    if (left <= 0) onExpired()
    else cancelTimer = clock.after(Math.min(left, longestWaitMs), watchExpiry)
  }

  return {
    async recognise(token) {
      try {
        const identity = await tokens.verify(token)
        // Also what ended while the token was being checked: after this, the connection hears of it itself.
        if (closed || identity.expiresAt <= clock.now() || sessions.hasEnded(identity.sessionId)) {
          return refused(reasons.token)
        }
        if (userId === undefined) {
          if (!users.enter(identity.userId)) return refused(reasons.tooManyConnections)
          userId = identity.userId
        }
        if (identity.userId !== userId) return { kind: 'other-user' }
        sessionId = identity.sessionId
        expiresAt = Math.max(expiresAt, identity.expiresAt)
        watchExpiry()
        return { kind: 'user', userId }
      } catch (error) {
        if (error instanceof ParleyError && error.code === 'UNAUTHORIZED') return refused(reasons.token)
        if (error instanceof ParleyError && error.code === 'ACCOUNT_NEEDED') return refused(reasons.guests)
        if (isDefect(error)) onError(error)
        return { kind: 'refused', reason: reasons.unavailable, retry: true }
      }
    },
    isOf: (other) => other === userId,
    isIn: (other) => other === sessionId,
    isCurrent: () => clock.now() < expiresAt,
    close() {
      closed = true
      cancelTimer()
      if (userId !== undefined) users.leave(userId)
    },
  }
}

function refused(reason: string): Recognition {
  return { kind: 'refused', reason, retry: false }
}

/** A dependency that cannot answer just now is expected to say so with a ParleyError; anything else is a defect. */
export function isDefect(error: unknown): boolean {
  return !(error instanceof ParleyError)
}
