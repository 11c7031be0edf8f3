/** One at a time, in all tabs of this browser. */

/** Where Web Locks are missing (plain HTTP from another machine) the tabs do not wait for each other. */
export function browserLock(name: string): <T>(work: () => Promise<T>) => Promise<T> {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (!('locks' in navigator)) return work()
    return navigator.locks.request(name, work) as Promise<T>
  }
}
