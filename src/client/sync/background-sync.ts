/** Asks the browser to send what waits once there is a network again, for when no tab is open by then. */
import type { Clock } from './clock'
import type { LocalStore } from './local-store'
import { isUnsent } from './outbox-entry'

/** What waits longer than this (ms) is worth waking a service worker. */
const patience = 2_000

export interface BackgroundSyncPorts {
  store: Pick<LocalStore, 'outbox' | 'watch'>
  clock: Clock
  /** Asks for it; once it was done, or where there is no such thing, nothing happens. */
  ask: () => void
  /** Calls back when the page goes out of sight, from where it may never come back. */
  onHidden(callback: () => void): () => void
}

/** Asks once for as long as something waits. The answer ends it. */
export function watchUnsent({ store, clock, ask, onHidden }: BackgroundSyncPorts): () => void {
  let asked = false
  let stopWaiting: (() => void) | undefined

  function askNow() {
    stopWaiting?.()
    stopWaiting = undefined
    if (asked || !store.outbox.current().some(isUnsent)) return
    asked = true
    ask()
  }

  function look() {
    const isEmpty = !store.outbox.current().some(isUnsent)
    if (isEmpty) asked = false
    if (asked || isEmpty) return
    stopWaiting ??= clock.after(patience, askNow)
  }

  const stopWatching = store.watch(look)
  const stopHearing = onHidden(askNow)
  return () => {
    stopWaiting?.()
    stopWatching()
    stopHearing()
  }
}
