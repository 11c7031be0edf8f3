/** Something whose code comes after the page: undefined until it is there. */

export interface Arrival<Value> {
  get(): Value | undefined
  /** Calls back once it is there. The answer ends that. */
  subscribe(listener: () => void): () => void
  arrived(value: Value): void
}

export function createArrival<Value>(): Arrival<Value> {
  const listeners = new Set<() => void>()
  let current: Value | undefined
  return {
    get: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    arrived(value) {
      current = value
      for (const listener of listeners) listener()
    },
  }
}
