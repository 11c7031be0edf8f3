/**
 * How far somebody has read a room. Noted only from a complete copy: in the middle of a catch-up older messages may still
 * come, and would arrive already read (SY-43).
 */
import type { Receipts } from './receipts'
import { isComplete, type RoomLog, visibleMessages } from './room-log'

export interface ReadMarker {
  /** The reader sees the newest message of this copy. */
  mark(log: RoomLog): void
  /** The message at this position, and what comes after it, are unread again. */
  unmark(log: RoomLog, seq: number): void
  /** The copy has grown. */
  grown(log: RoomLog): void
  /** The membership is over. */
  forget(): void
}

interface ReadMarkerPorts {
  read: Receipts
  /** The reader has seen everything up to this position. */
  hasRead: (log: string, position: number) => void
  /** Only up to this one. */
  hasUnread: (log: string, position: number) => void
}

export function createReadMarker({ read, hasRead, hasUnread }: ReadMarkerPorts): ReadMarker {
  /** What the reader has seen, while something is missing. */
  let seen: { log: string; seq: number } | undefined

  function grown(log: RoomLog) {
    if (!seen || seen.log !== log.log || !isComplete(log)) return
    const { seq } = seen
    seen = undefined
    read.raise(log.log, seq)
    hasRead(log.log, seq)
  }

  return {
    grown,
    forget() {
      seen = undefined
    },
    unmark({ log }, seq) {
      seen = undefined
      read.lower(log, seq - 1)
      hasUnread(log, seq - 1)
    },
    mark(log) {
      const newest = visibleMessages(log).at(-1)
      if (!newest) return
      seen = { log: log.log, seq: newest.seq }
      grown(log)
    },
  }
}
