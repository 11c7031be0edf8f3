/** Who is asking, according to the identity provider. */
export interface Identity {
  userId: string
  /** The session that the token was made for. When it ends, so does the token. */
  sessionId: string
  /** Whether nobody but this session can show that they are this user. */
  isGuest: boolean
  /** The display name at the time the token was made, if the provider knows one. */
  name: string | undefined
  /** When the token stops being valid, in milliseconds since 1970. */
  expiresAt: number
}

export interface TokenVerifier {
  /**
   * Answers whose token this is.
   *
   * @throws ParleyError UNAUTHORIZED for anything but a current token of this installation's issuer, of a session that
   *   goes on; ACCOUNT_NEEDED for a guest where there are none; UNAVAILABLE when the issuer's keys cannot be read just now.
   */
  verify(token: string): Promise<Identity>
}
