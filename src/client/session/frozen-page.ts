/**
 * Pages that the browser freezes: their timers stand still, and no answer of the disk or the network reaches them. Yet
 * messages of other tabs may, and a transaction that is begun then would block everybody's disk.
 */

/** Calls back right before this page is frozen, and when it goes on. The answer ends that. */
export function watchFreezing(callbacks: { freeze(): void; resume(): void }): () => void {
  // A service worker is never frozen.
  if (typeof document === 'undefined') return () => {}
  document.addEventListener('freeze', callbacks.freeze)
  document.addEventListener('resume', callbacks.resume)
  return () => {
    document.removeEventListener('freeze', callbacks.freeze)
    document.removeEventListener('resume', callbacks.resume)
  }
}

/** For whoever must not begin anything while the page is frozen: the answer resolves when it is not. */
export function watchThawing(): () => Promise<void> {
  let thawed = Promise.resolve()
  let thaw = () => {}
  watchFreezing({
    freeze() {
      thawed = new Promise((resolve) => {
        thaw = resolve
      })
    },
    resume: () => thaw(),
  })
  return () => thawed
}
