/** This page's service worker, where the browser has such a thing: not over plain HTTP from another machine. */
import { outboxTag } from '@/contract/background-sync'

export const serviceWorkers: ServiceWorkerContainer | undefined =
  typeof navigator === 'undefined' ? undefined : navigator.serviceWorker

/** `sync` is missing in Safari and Firefox: there a tab sends it. */
type Wakeable = Partial<Pick<ServiceWorkerRegistration, 'sync'>>

/** Asks for the worker to be woken, when there is a network, to send what this user's outbox holds. */
export function requestDrain(userId: string): void {
  const asked = serviceWorkers?.ready.then(({ sync }: Wakeable) => sync?.register(outboxTag.of(userId)))
  // The browser may refuse; then a tab sends it.
  asked?.catch(() => {})
}

/** Calls back when the page goes, as when it is loaded again, and when it is back after all, as by the browser's "back". */
export function onPageLeaving({ gone, back }: { gone: () => void; back: () => void }): () => void {
  window.addEventListener('pagehide', gone)
  window.addEventListener('pageshow', back)
  return () => {
    window.removeEventListener('pagehide', gone)
    window.removeEventListener('pageshow', back)
  }
}

/** Calls back when the page goes out of sight: phones end it there without another word. */
export function onPageHidden(callback: () => void): () => void {
  const look = () => {
    if (document.visibilityState === 'hidden') callback()
  }
  document.addEventListener('visibilitychange', look)
  return () => document.removeEventListener('visibilitychange', look)
}
