/** A room's copy as it lies on disk, made whole again where a part of it cannot be read. Pure. */
import * as z from 'zod/mini'
import { checked, type RoomLog } from '../sync/room-log'
import { cursorRow, messageRow } from './rows'

export interface ReadableCopy {
  readonly log: RoomLog
  /** What cannot be read, if anything cannot. */
  readonly defect?: unknown
}

/**
 * Of a copy with an unreadable message what is newer than that one is kept: the floor rises past it, and whoever scrolls
 * there asks the server (LS-27).
 *
 * @param rows the room's messages by `seq`
 * @throws where nothing is left to show
 */
export function readableCopy(cursor: unknown, rows: readonly unknown[]): ReadableCopy {
  const row = z.parse(cursorRow, cursor)
  const all = z.safeParse(z.array(messageRow), rows)
  if (all.success) return { log: checked({ ...row, messages: all.data }) }
  const last = rows.findLastIndex((stored) => !z.safeParse(messageRow, stored).success)
  const messages = z.parse(z.array(messageRow), rows.slice(last + 1))
  const [first] = messages
  if (!first) throw all.error
  const floor = Math.max(row.floor, first.seq)
  const generation = floor > row.floor ? row.generation + 1 : row.generation
  return { log: checked({ ...row, floor, generation, messages }), defect: all.error }
}
