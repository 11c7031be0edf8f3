/** The user's rooms as the interface sees them: as last heard of, with what is unread by now. */
import type { RoomHead } from '@/contract/sync'
import type { HeadsView, HeadsWatch } from './heads'
import { latestIn } from './latest'
import { mentionedIn } from './mentioned'
import type { RoomLog } from './room-log'
import { threadsWithNews } from './thread-news'
import { unreadIn } from './unread'

type ReadTo = ReadonlyMap<string, number>

/** A room of the list. */
export type SeenRoom = RoomHead & {
  /** Where the user was last named among what is unread; see `mentionedIn`. */
  mentioned?: number
}

export interface RoomListView extends HeadsView {
  rooms: readonly SeenRoom[]
}

export interface RoomList {
  /** The same value until something changed. */
  view(): RoomListView
  subscribe(listener: () => void): () => void
  /** The copy of a room may have changed. */
  refresh(): void
}

interface RoomListPorts {
  userId: string
  heads: Pick<HeadsWatch, 'view' | 'subscribe' | 'log' | 'threadsReadTo'>
  /** What is held of a room, if that is known. */
  copyOf: (roomId: string) => RoomLog | undefined
  /** Whether a text names the user. */
  isForMe: (content: string) => boolean
}

export function createRoomList({ userId, heads, copyOf, isForMe }: RoomListPorts): RoomList {
  const listeners = new Set<() => void>()
  const counted = new Map<
    string,
    { head: RoomHead; copy: RoomLog | undefined; readTo: ReadTo; shown: SeenRoom }
  >()
  let from = heads.view()
  let view: RoomListView = from
  heads.subscribe(refresh)

  function shownOf(head: RoomHead): SeenRoom {
    const copy = copyOf(head.roomId)
    const readTo = heads.threadsReadTo()
    const known = counted.get(head.roomId)
    if (known?.head === head && known.copy === copy && known.readTo === readTo) return known.shown
    const isSame = copy?.log === (heads.log() ?? copy?.log)
    const shown = count(head, isSame ? copy : undefined, readTo, known?.head === head ? known.shown : head)
    counted.set(head.roomId, { head, copy, readTo, shown })
    return shown
  }

  /** The same object as before where nothing is other than it. */
  function count(head: RoomHead, copy: RoomLog | undefined, readTo: ReadTo, before: SeenRoom): SeenRoom {
    const unread = unreadIn(head, copy, userId)
    const threads = threadsWithNews(head, copy, userId, readTo)
    const ids = (list: RoomHead['threads'] = []) => list.map(({ id, lastRead }) => `${id} ${lastRead}`).join()
    const latest = latestIn(head, copy)
    const mentioned = mentionedIn({ ...head, unread, latest }, copy, userId, isForMe)
    const isSame =
      before.unread === unread &&
      before.mentioned === mentioned &&
      ids(before.threads) === ids(threads) &&
      before.latest?.id === latest?.id &&
      before.latest?.content === latest?.content
    return isSame ? before : { ...head, unread, threads, latest, ...(mentioned && { mentioned }) }
  }

  function refresh() {
    const next = heads.view()
    const rooms = next.rooms.map(shownOf)
    if (next === from && rooms.every((room, index) => room === view.rooms[index])) return
    from = next
    view = { ...next, rooms }
    for (const listener of listeners) listener()
  }

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    refresh,
  }
}
