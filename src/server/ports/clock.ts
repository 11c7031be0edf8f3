/** Time and timers, so that tests can own them. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once after `milliseconds`; the answer cancels it. */
  after(milliseconds: number, callback: () => void): () => void
}
