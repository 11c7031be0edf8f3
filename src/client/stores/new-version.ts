/** Notices that a newer version of the application is installed, and changes to it when somebody wants it. */

/** Looks for one this often (ms), besides whenever somebody comes back to the page. */
const interval = 60 * 60_000

export interface NewVersion {
  /** Whether a newer version than this page's is there. */
  isReady(): boolean
  subscribe(listener: () => void): () => void
  /** Loads the page again, with the newer version. */
  take(): void
}

export interface NewVersionPorts {
  /** Undefined where there are no service workers: then there is never anything to say. */
  workers: Pick<ServiceWorkerContainer, 'controller' | 'register' | 'addEventListener'> | undefined
  reload: () => void
  clock: { after(milliseconds: number, callback: () => void): () => void }
  onWake(callback: () => void): () => void
}

/** A worker that waits comes to life at once when told so; if it does not, this long (ms) is enough. */
const patience = 3_000

export function watchForNewVersion({ workers, reload, clock, onWake }: NewVersionPorts): NewVersion {
  let isReady = false
  let registration: ServiceWorkerRegistration | undefined
  /** Without a worker this page came from the server: the first one that takes care of it is of its own version. */
  let hadWorker = workers?.controller != null
  const listeners = new Set<() => void>()

  function say() {
    isReady = true
    for (const listener of listeners) listener()
  }

  function follow(worker: ServiceWorker | null) {
    const look = () => {
      if (worker?.state === 'installed' && hadWorker) say()
    }
    look()
    worker?.addEventListener('statechange', look)
  }

  async function register() {
    if (!workers) return
    // Perhaps another tab takes it.
    workers.addEventListener('controllerchange', () => {
      if (hadWorker) say()
      hadWorker = true
    })
    registration = await workers.register('/service-worker.js', { updateViaCache: 'none' })
    const found = registration
    follow(found.waiting)
    follow(found.installing)
    found.addEventListener('updatefound', () => follow(found.installing))
    const check = () => void found.update().catch(() => {})
    const again = () => {
      check()
      clock.after(interval, again)
    }
    clock.after(interval, again)
    onWake(check)
  }

  // Where it is refused, the application works from the network.
  register().catch(() => {})
  return {
    isReady: () => isReady,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    take() {
      const waiting = registration?.waiting
      if (!workers || !waiting) return reload()
      workers.addEventListener('controllerchange', reload)
      clock.after(patience, reload)
      waiting.postMessage({ type: 'SKIP_WAITING' })
    },
  }
}
