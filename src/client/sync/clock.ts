/** Time and timers, so that tests can own them. A port; the server has its twin. */
export interface Clock {
  /** Milliseconds since 1970. For display and for ids; nothing is ordered by it. */
  now(): number
  /** Calls back once after `milliseconds`; the answer cancels it. */
  after(milliseconds: number, callback: () => void): () => void
}
