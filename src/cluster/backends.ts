/** The processes behind the balancer, and which of them is next. */

/** One process. */
export interface Backend {
  readonly port: number
  /** Whether it gets new requests. */
  up: boolean
  /** What it is busy with: each is a function that cuts it off, for when the process hangs. */
  readonly open: Set<() => void>
}

export interface Backends {
  /** It is taken for well until a check says otherwise. */
  add(port: number): Backend
  remove(backend: Backend): void
  /** The one of those that are up with the least to do, of equals the one that waited longest (CR-02). */
  next(except: ReadonlySet<Backend>): Backend | undefined
}

export function createBackends(): Backends {
  // In the order of their last turn.
  const backends = new Set<Backend>()
  return {
    add(port) {
      const backend = { port, up: true, open: new Set<() => void>() }
      backends.add(backend)
      return backend
    },
    remove(backend) {
      backend.up = false
      backends.delete(backend)
    },
    next(except) {
      let chosen: Backend | undefined
      for (const backend of backends) {
        if (!backend.up || except.has(backend)) continue
        if (chosen === undefined || backend.open.size < chosen.open.size) chosen = backend
      }
      if (chosen) {
        backends.delete(chosen)
        backends.add(chosen)
      }
      return chosen
    },
  }
}
