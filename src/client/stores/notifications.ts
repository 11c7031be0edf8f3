/** Of what this browser notifies its user, in each room (NT-03). Kept in this browser, until its user signs out. */
import * as z from 'zod/mini'

/** The last one is how a room is muted. */
export const levels = ['everything', 'mentions', 'nothing'] as const
export type Level = (typeof levels)[number]

const kept = z.object({
  isOn: z.catch(z.boolean(), false),
  standard: z.catch(z.enum(['everything', 'mentions']), 'everything'),
  rooms: z.catch(z.record(z.string(), z.enum(levels)), {}),
})

/** `rooms` names only those in which something else than the standard was chosen. */
export type Notifications = z.infer<typeof kept>

const key = 'parley-notifications'

export interface NotificationStore {
  /** The same object until it changes. */
  get(): Notifications
  /** For this tab alone where the browser keeps nothing. */
  set(change: Partial<Notifications>): void
  /** @param level undefined for the standard */
  setRoom(roomId: string, level: Level | undefined): void
  /** As if nothing had ever been chosen. */
  forget(): void
  /** Calls back when this tab or another one has changed it. The answer ends that. */
  subscribe(listener: () => void): () => void
}

export function levelOf({ standard, rooms }: Notifications, roomId: string): Level {
  return (Object.hasOwn(rooms, roomId) ? rooms[roomId] : undefined) ?? standard
}

/** @param events of the window */
export function createNotificationStore(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  events: Pick<EventTarget, 'addEventListener'>,
): NotificationStore {
  const listeners = new Set<() => void>()
  let current = read()
  events.addEventListener('storage', (event) => {
    if ('key' in event && event.key !== key && event.key !== null) return
    show(read())
  })

  function read(): Notifications {
    try {
      return kept.parse(JSON.parse(storage.getItem(key) ?? '{}'))
    } catch {
      return kept.parse({})
    }
  }

  function show(next: Notifications) {
    current = next
    for (const listener of listeners) listener()
  }

  function set(change: Partial<Notifications>) {
    const next = { ...current, ...change }
    try {
      storage.setItem(key, JSON.stringify(next))
    } catch {
      // Then it holds until the tab is closed.
    }
    show(next)
  }

  return {
    get: () => current,
    set,
    setRoom(roomId, level) {
      const { [roomId]: _, ...others } = current.rooms
      set({ rooms: level === undefined ? others : { ...others, [roomId]: level } })
    },
    forget() {
      try {
        storage.removeItem(key)
      } catch {
        // Where nothing can be removed, nothing was kept.
      }
      show(kept.parse({}))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
