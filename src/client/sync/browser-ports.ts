/** The engine's small ports in a browser: time, chance, ids, and when it is worth trying again. */
import { uuidV7 } from '@/contract/uuid-v7'
import type { Clock } from './clock'
import type { Connectivity } from './connectivity'

export const browserClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** Not `crypto.randomUUID`, which plain HTTP from another machine does not have. */
export function newId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

export const browserConnectivity: Connectivity = {
  isOffline: () => !navigator.onLine,
  isSeen: () => document.visibilityState === 'visible',
  onChange(callback) {
    window.addEventListener('online', callback)
    window.addEventListener('offline', callback)
    return () => {
      window.removeEventListener('online', callback)
      window.removeEventListener('offline', callback)
    }
  },
  onWake(callback) {
    const seen = () => {
      if (document.visibilityState === 'visible') callback()
    }
    // Out of the cache that "back" uses; the first one of a page is its start.
    const cameBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted) callback()
    }
    window.addEventListener('online', callback)
    window.addEventListener('focus', callback)
    window.addEventListener('pageshow', cameBack)
    document.addEventListener('visibilitychange', seen)
    document.addEventListener('resume', callback)
    return () => {
      window.removeEventListener('online', callback)
      window.removeEventListener('focus', callback)
      window.removeEventListener('pageshow', cameBack)
      document.removeEventListener('visibilitychange', seen)
      document.removeEventListener('resume', callback)
    }
  },
}
