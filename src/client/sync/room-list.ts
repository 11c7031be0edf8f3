/** The user's rooms as the interface sees them: as last heard of, with what is unread by now. */
import type { RoomHead } from '@/contract/sync'
import type { HeadsView, HeadsWatch } from './heads'
import type { RoomLog } from './room-log'
import { unreadIn } from './unread'

export interface RoomList {
  /** The same value until something changed. */
  view(): HeadsView
  subscribe(listener: () => void): () => void
  /** The copy of a room may have changed. */
  refresh(): void
}

interface RoomListPorts {
  userId: string
  heads: Pick<HeadsWatch, 'view' | 'subscribe' | 'log'>
  /** What is held of a room, if that is known. */
  copyOf: (roomId: string) => RoomLog | undefined
}

export function createRoomList({ userId, heads, copyOf }: RoomListPorts): RoomList {
  const listeners = new Set<() => void>()
  const counted = new Map<string, { head: RoomHead; copy: RoomLog | undefined; shown: RoomHead }>()
  let from = heads.view()
  let view = from
  heads.subscribe(refresh)

  function shownOf(head: RoomHead): RoomHead {
    const copy = copyOf(head.roomId)
    const known = counted.get(head.roomId)
    if (known?.head === head && known.copy === copy) return known.shown
    const isSame = copy?.log === (heads.log() ?? copy?.log)
    const unread = unreadIn(head, isSame ? copy : undefined, userId)
    const shown = unread === head.unread ? head : { ...head, unread }
    counted.set(head.roomId, { head, copy, shown })
    return shown
  }

  function refresh() {
    const next = heads.view()
    const rooms = next.rooms.map(shownOf)
    const same = next === from && rooms.every((room, index) => room.unread === view.rooms[index]?.unread)
    if (same) return
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
