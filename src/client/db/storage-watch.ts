/** How this browser's storage fares, for the interface to say. */

import type { StorageState, StorageWatch } from '../sync/local-store'

export interface StorageReports extends StorageWatch {
  heldUp(is: boolean): void
  /** Whether there was space for the latest change of this kind of thing. */
  fits(kind: string, did: boolean): void
  /** From now on there is only the page's memory. */
  nothingIsKept(): void
}

export function createStorageWatch(): StorageReports {
  const listeners = new Set<() => void>()
  const refused = new Set<string>()
  let isHeldUp = false
  let state: StorageState = 'kept'

  function show(next: StorageState) {
    if (next === state || state === 'memory') return
    state = next
    for (const listener of [...listeners]) listener()
  }
  const compare = () => show(isHeldUp ? 'held-up' : refused.size > 0 ? 'full' : 'kept')

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    heldUp(is) {
      isHeldUp = is
      compare()
    },
    fits(kind, did) {
      if (did) refused.delete(kind)
      else refused.add(kind)
      compare()
    },
    nothingIsKept: () => show('memory'),
  }
}
