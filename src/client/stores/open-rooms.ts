/** The rooms that one may join: asked for while somebody looks, from time to time and on request. */
import type { ListedRoom, ListRoomsOutput } from '@/contract/rooms'
import type { Clock } from '../sync/clock'
import { backoff, type Random } from '../sync/random'

/** Others make rooms too: the list is read again this often (ms). */
const interval = 30_000
/** Enough for any list that a person looks through. */
const mostPages = 25

export interface OpenRooms {
  /** Undefined until it is known. The same value until it changed. */
  view(): readonly ListedRoom[] | undefined
  /** Asks while there is a listener. */
  subscribe(listener: () => void): () => void
  /** Asks again at once. */
  refresh(): void
}

interface OpenRoomsPorts {
  page: (input: { after?: string }) => Promise<ListRoomsOutput>
  clock: Clock
  random: Random
  /** The machine woke up, or is looked at again. */
  onWake: (callback: () => void) => () => void
}

export function createOpenRooms({ page, clock, random, onWake }: OpenRoomsPorts): OpenRooms {
  const listeners = new Set<() => void>()
  let rooms: readonly ListedRoom[] | undefined
  let failures = 0
  let busy = false
  let again = false
  let cancel = () => {}
  let stopWaking = () => {}

  async function readAll(): Promise<ListedRoom[]> {
    const found: ListedRoom[] = []
    for (let pages = 0; pages < mostPages; pages++) {
      const after = found.at(-1)?.roomId
      const { rooms: some, hasMore } = await page(after === undefined ? {} : { after })
      found.push(...some)
      if (!hasMore) break
    }
    return found
  }

  async function look() {
    cancel()
    again = busy
    if (busy) return
    busy = true
    try {
      const found = await readAll()
      failures = 0
      const isSame = JSON.stringify(found) === JSON.stringify(rooms)
      if (!isSame) rooms = found
      if (!isSame) for (const listener of listeners) listener()
    } catch {
      failures++
    }
    busy = false
    if (listeners.size === 0) return
    if (again) void look()
    else cancel = clock.after(failures > 0 ? backoff(failures, random, 1_000, interval) : interval, look)
  }

  return {
    view: () => rooms,
    refresh() {
      if (listeners.size > 0) void look()
    },
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) {
        stopWaking = onWake(() => void look())
        void look()
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        cancel()
        stopWaking()
      }
    },
  }
}
