/** Tokens that are good, of sessions that go on, of people who may be here. */
import { ParleyError } from '@/contract/errors'
import type { SessionWatch } from '@/server/ports/session-watch'
import type { TokenVerifier } from '@/server/ports/token-verifier'

export interface GuardDependencies {
  tokens: TokenVerifier
  sessions: Pick<SessionWatch, 'hasEnded'>
  /** Whether somebody may be a guest here. */
  guests: boolean
}

/** Spec: SE-01, SE-05. */
export function guardTokens({ tokens, sessions, guests }: GuardDependencies): TokenVerifier {
  return {
    async verify(token) {
      const identity = await tokens.verify(token)
      if (sessions.hasEnded(identity.sessionId)) throw new ParleyError('UNAUTHORIZED')
      if (identity.isGuest && !guests) throw new ParleyError('ACCOUNT_NEEDED')
      return identity
    },
  }
}
