/** Finds out when something new deserves a notification: once, and only while nobody sees it anyway. */
import type { Clock } from '@/client/sync/clock'
import type { Lead } from '@/client/sync/lead'
import type { RoomListView, SeenRoom } from '@/client/sync/room-list'
import { limits } from '@/contract/limits'
import type { Level } from './notifications'

/** Messages that come together are one notification, and what is read meanwhile, on any device, is none (ms). */
const patience = 1_000

export interface ArrivalNoticePorts {
  userId: string
  heads: {
    view(): RoomListView
    /** The history that positions belong to; undefined before the server was heard. */
    log(): string | undefined
    subscribe(listener: () => void): () => void
  }
  /** Of several tabs one notifies. */
  lead: Lead
  clock: Clock
  levelOf: (roomId: string) => Level
  /** Whether the user looks at the room in this tab. */
  isInSight: (roomId: string) => boolean
  /** About the latest message of a room, which is there. */
  notify: (room: SeenRoom) => void
  /** Nothing is unread in the room any more. */
  read: (roomId: string) => void
}

interface Known {
  latest: string | undefined
  unread: number
  lastRead: number
  /** Up to here nothing that names the user is new. */
  namedTo: number
}

const nothingYet: Known = { latest: undefined, unread: 0, lastRead: 0, namedTo: 0 }

/** Watches until the answer is called (NT-05, NT-06, NT-07). What is there when it begins is history. */
export function watchArrivals(ports: ArrivalNoticePorts): () => void {
  const { userId, heads, lead, clock, levelOf, isInSight, notify, read } = ports
  const known = new Map<string, Known>()
  /** Rooms in which something came a moment ago, and whether that names the user. */
  const waiting = new Map<string, { cancel: () => void; isForMe: boolean }>()
  let log: string | undefined
  let leads = false

  function look() {
    const current = heads.log()
    if (current === undefined) return
    const isHistory = current !== log
    log = current
    for (const room of heads.view().rooms) {
      const before = known.get(room.roomId)
      const { latest, unread, lastReadPosition: lastRead, mentioned = 0, head, kind } = room
      const now = { latest: latest?.id, unread, lastRead }
      // What is in a room that one joins was there before; a conversation is begun by its first message.
      if (isHistory || (before === undefined && kind !== 'direct')) {
        known.set(room.roomId, { ...now, namedTo: Math.max(head, mentioned) })
        continue
      }
      const past = before ?? nothingYet
      known.set(room.roomId, { ...now, namedTo: Math.max(past.namedTo, mentioned) })
      if (unread === 0 && past.unread > 0) read(room.roomId)
      // Marked as unread: nothing has come.
      if (lastRead < past.lastRead) continue
      const isNamed = mentioned > past.namedTo
      if (isNamed || isNews(room, past)) wait(room.roomId, isNamed || kind === 'direct')
    }
  }

  function isNews({ latest, unread, lastReadPosition }: SeenRoom, past: Known): boolean {
    if (!latest || latest.id === past.latest || unread === 0) return false
    // An older message is the latest again when a newer one was removed; that makes nothing unread.
    return unread > past.unread || unread >= limits.unreadCounted || lastReadPosition > past.lastRead
  }

  function wait(roomId: string, isForMe: boolean) {
    const already = waiting.get(roomId)
    if (already) already.isForMe ||= isForMe
    else waiting.set(roomId, { isForMe, cancel: clock.after(patience, () => tell(roomId)) })
  }

  function tell(roomId: string) {
    const { isForMe = false } = waiting.get(roomId) ?? {}
    waiting.delete(roomId)
    const room = heads.view().rooms.find((one) => one.roomId === roomId)
    if (!leads || !room?.latest || room.unread === 0 || room.latest.senderId === userId) return
    const level = levelOf(roomId)
    if (level === 'nothing' || (level === 'mentions' && !isForMe) || isInSight(roomId)) return
    notify(room)
  }

  const candidacy = lead.take({
    become() {
      leads = true
    },
    lose() {
      leads = false
    },
    asked() {},
  })
  const stop = heads.subscribe(look)
  look()
  return () => {
    stop()
    candidacy.leave()
    leads = false
    for (const { cancel } of waiting.values()) cancel()
  }
}
