/** One at a time, and one for all, in the tabs of this browser. */

/** Where Web Locks are missing (plain HTTP from another machine) the tabs do not wait for each other. */
export function browserLock(name: string): <T>(work: () => Promise<T>) => Promise<T> {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (!('locks' in navigator)) return work()
    return navigator.locks.request(name, work) as Promise<T>
  }
}

/**
 * Makes one of all tabs the one that does something, until it is closed or lets go. Without Web Locks every tab takes
 * itself for it, and for the only one.
 */
export function browserLead(name: string): {
  take(become: () => void): () => void
  isAlone(): Promise<boolean>
} {
  return {
    async isAlone() {
      if (!('locks' in navigator)) return true
      const { held = [], pending = [] } = await navigator.locks.query()
      return [...held, ...pending].filter((lock) => lock.name === name).length <= 1
    },
    take(become) {
      if (!('locks' in navigator)) {
        queueMicrotask(become)
        return () => {}
      }
      const ended = new AbortController()
      const held = new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve()))
      navigator.locks
        .request(name, { signal: ended.signal }, () => {
          become()
          return held
        })
        .catch(() => {})
      return () => ended.abort()
    },
  }
}
