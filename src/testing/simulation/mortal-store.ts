/** A local store whose tab can die at any moment: between two writes, before one, or right after it. */
import type { LocalStore, Stored, StoredOutbox, StoredRoom } from '@/client/sync/local-store'
import type { RoomLog } from '@/client/sync/room-log'

export interface MortalStore {
  store: LocalStore
  /** From now on nothing comes of anything that the tab had begun; a write that has not happened yet does not. */
  kill(): void
  /** Calls back around the next write: after it is safe on disk, and before its tab hears of it; or instead of it. */
  atNextWrite(when: 'before' | 'after', callback: () => void): void
  /** Reads and changes that are under way. */
  busy(): number
}

class TabDied extends Error {}

/** Sees what becomes of a room's copy, inside of the transaction that writes it. */
export type RoomWatch = (roomId: string, before: RoomLog | undefined, after: RoomLog | undefined) => void

export function createMortalStore(store: LocalStore, watchRoom: RoomWatch): MortalStore {
  let dead = false
  let busy = 0
  let planned: { when: 'before' | 'after'; callback: () => void } | undefined

  /** Once the tab is dead nobody is left to hear the answer. */
  function outlived<Result>(work: Promise<Result>): Promise<Result> {
    busy++
    return new Promise((resolve, reject) => {
      const over = () => {
        busy--
        return !dead
      }
      work.then(
        (result) => over() && resolve(result),
        (error) => over() && reject(error),
      )
    })
  }

  function ring(when: 'before' | 'after') {
    if (planned?.when !== when) return
    const { callback } = planned
    planned = undefined
    callback()
  }

  function mortal<Value>(
    { current, read, change }: Stored<Value>,
    see: (before: Value, after: Value) => void = () => {},
  ): Stored<Value> {
    return {
      current,
      read: () => outlived(read()),
      change(run) {
        const write = change((value) => {
          ring('before')
          if (dead) throw new TabDied()
          const next = run(value)
          see(value, next)
          return next
        })
        return outlived(write.finally(() => ring('after')))
      },
    }
  }

  function mortalOutbox(): StoredOutbox {
    const { take } = store.outbox
    const own = mortal(store.outbox)
    return {
      ...own,
      take(run, sent) {
        const change: typeof own.change = (through) => take(through, sent)
        return mortal({ ...store.outbox, change }).change(run)
      },
    }
  }

  function mortalRoom(id: string): StoredRoom {
    const stored = store.room(id)
    return {
      ...mortal(stored, (before, after) => watchRoom(id, before, after)),
      hasMore: stored.hasMore,
      readMore: () => outlived(stored.readMore()),
    }
  }

  const rooms = new Map<string, StoredRoom>()
  return {
    kill() {
      dead = true
    },
    atNextWrite(when, callback) {
      planned = { when, callback }
    },
    busy: () => busy,
    store: {
      outbox: mortalOutbox(),
      heads: mortal(store.heads),
      draft: (id) => mortal(store.draft(id)),
      room(id) {
        const known = rooms.get(id)
        const room = known ?? mortalRoom(id)
        rooms.set(id, room)
        return room
      },
      names: store.names,
      watch: (listener) => store.watch(() => dead || listener()),
      close: store.close,
    },
  }
}
