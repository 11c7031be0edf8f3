/** Counts how often something happened lately. */
export interface Limiter {
  /**
   * Takes `places` of the `limit` that `key` has. What was taken comes back evenly, all of it within `windowMs`
   * milliseconds. More than there ever are count as all of them. A refused try takes nothing.
   *
   * @param key always with the same limit and window
   * @returns undefined, or how long to wait (ms, about the window at most) until there are as many. Never rejects.
   */
  take(key: string, limit: number, windowMs: number, places?: number): Promise<number | undefined>
}

/** For tests and measurements that are about something else, and for operators who count elsewhere. */
export const noLimits: Limiter = { take: async () => undefined }
