/** Counts how often something happened lately. */
export interface Limiter {
  /**
   * Takes one of `limit` places that `key` has in any `windowMs` milliseconds.
   *
   * @returns undefined, or how long to wait (ms) when none is left.
   */
  take(key: string, limit: number, windowMs: number): Promise<number | undefined>
}
