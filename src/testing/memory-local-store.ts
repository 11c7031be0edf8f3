/** A local store without a disk: tabs of one user, asynchronous through microtasks alone, so that fake clocks work. */
import { draftAfter, type LocalStore, type Stored } from '@/client/sync/local-store'
import type { Queue } from '@/client/sync/outbox-entry'
import type { RoomLog } from '@/client/sync/room-log'
import { limits } from '@/contract/limits'
import type { RoomHead } from '@/contract/sync'

export interface MemoryDisk {
  /** Another tab on the same data. */
  open(): LocalStore
  /** The next change fails, after `skip` that work. */
  failNext(error: Error, skip?: number): void
}

interface Place<Value> {
  readonly empty: Value
  value: Value
}

/** What a listener throws fails the test, unless it is to be expected. */
export function createMemoryDisk(onDefect: (error: unknown) => void = failTheTest): MemoryDisk {
  const outbox = emptyPlace<Queue>([])
  const heads = emptyPlace<readonly RoomHead[] | undefined>(undefined)
  const rooms = perRoom(() => emptyPlace<RoomLog | undefined>(undefined))
  const drafts = perRoom(() => emptyPlace(''))
  /** In the order in which they were kept. */
  const names = new Map<string, string>()
  const tabs = new Set<() => void>()
  let failure: { error: Error; skip: number } | undefined

  function failMaybe() {
    if (failure && failure.skip-- === 0) {
      const { error } = failure
      failure = undefined
      throw error
    }
  }

  function open(): LocalStore {
    const renewals: (() => boolean)[] = []
    const listeners = new Set<() => void>()
    let closed = false

    function renew() {
      // All first: what was changed together is seen together.
      const changed = renewals.filter((renewal) => renewal())
      if (changed.length === 0) return
      for (const listener of [...listeners]) {
        try {
          listener()
        } catch (error) {
          onDefect(error)
        }
      }
    }
    tabs.add(renew)

    async function begin() {
      if (closed) throw new Error('This local store is closed.')
      await undefined
    }

    function stored<Value>(place: Place<Value>): Stored<Value> {
      let current = place.empty
      let followed = false
      renewals.push(() => {
        const changed = followed && current !== place.value
        if (changed) current = place.value
        return changed
      })
      return {
        current: () => current,
        async read() {
          await begin()
          followed = true
          renew()
          return current
        },
        async change(run) {
          await begin()
          failMaybe()
          place.value = run(place.value)
          followed = true
          for (const tab of tabs) tab()
          return current
        },
      }
    }

    const queue = stored(outbox)
    function takingFromDraft(run: (queue: Queue) => Queue, roomId: string, sent: string) {
      return (before: Queue) => {
        const next = run(before)
        const draft = drafts(roomId)
        if (next !== before) draft.value = draftAfter(draft.value, sent)
        return next
      }
    }

    return {
      outbox: { ...queue, take: (run, { roomId, text }) => queue.change(takingFromDraft(run, roomId, text)) },
      heads: stored(heads),
      room: perRoom((roomId) => ({
        ...stored(rooms(roomId)),
        hasMore: () => false,
        readMore: async () => false,
      })),
      draft: perRoom((roomId) => stored(drafts(roomId))),
      names: {
        async read() {
          await begin()
          return [...names].map(([userId, name]) => ({ userId, name }))
        },
        async keep(profiles) {
          await begin()
          failMaybe()
          for (const { userId, name } of profiles) {
            names.delete(userId)
            names.set(userId, name)
          }
          const oldest = [...names.keys()].slice(0, -limits.cachedNames)
          for (const userId of oldest) names.delete(userId)
        },
      },
      watch(listener) {
        const own = () => listener()
        listeners.add(own)
        return () => void listeners.delete(own)
      },
      close() {
        closed = true
        listeners.clear()
      },
    }
  }

  return {
    open,
    failNext(error, skip = 0) {
      failure = { error, skip }
    },
  }
}

function failTheTest(error: unknown) {
  queueMicrotask(() => {
    throw error
  })
}

function emptyPlace<Value>(empty: Value): Place<Value> {
  return { empty, value: empty }
}

function perRoom<Value>(make: (roomId: string) => Value): (roomId: string) => Value {
  const known = new Map<string, Value>()
  return (roomId) => {
    const value = known.get(roomId) ?? make(roomId)
    known.set(roomId, value)
    return value
  }
}
