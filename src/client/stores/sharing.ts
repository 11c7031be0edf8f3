/** Whether others see that the user is here and typing, and the user them (PT-07). Kept in this browser. */
import * as z from 'zod/mini'

const sharing = z.object({ shown: z.catch(z.boolean(), true) })

export type Sharing = z.infer<typeof sharing>

const key = 'parley-sharing'

export interface SharingStore {
  /** The same object until it changes. */
  get(): Sharing
  /** For this tab alone where the browser keeps nothing. */
  set(next: Sharing): void
  /** Calls back when this tab or another one has changed it. The answer ends that. */
  subscribe(listener: () => void): () => void
}

/** @param events of the window */
export function createSharingStore(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  events: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
): SharingStore {
  const listeners = new Set<() => void>()
  let current = read()
  events.addEventListener('storage', (event) => {
    if ('key' in event && event.key !== key && event.key !== null) return
    change(read())
  })

  function read(): Sharing {
    try {
      return sharing.parse(JSON.parse(storage.getItem(key) ?? '{}'))
    } catch {
      return sharing.parse({})
    }
  }

  function change(next: Sharing) {
    if (next.shown === current.shown) return
    current = next
    for (const listener of listeners) listener()
  }

  return {
    get: () => current,
    set(next) {
      try {
        storage.setItem(key, JSON.stringify(next))
      } catch {
        // Then it holds until the tab is closed.
      }
      change(next)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
