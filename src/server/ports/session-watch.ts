/** Which sessions are over, in any process, for as long as a token of theirs could still be shown. */
export interface SessionWatch {
  /** Whether the session is known to have ended: here at once, elsewhere within `limits.sessionEndMs`. */
  hasEnded(sessionId: string): boolean
  /** Calls back for each session that turns out to have ended, once, when `hasEnded` says so already. One listener. */
  onEnded(listener: (sessionId: string) => void): void
}

/** For tests and measurements in which no session ends. */
export const endlessSessions: SessionWatch = { hasEnded: () => false, onEnded() {} }
