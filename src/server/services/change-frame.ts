/** What is broadcast of a change: as much of it as fits. */

import type { ChangeFrame } from '@/contract/realtime'
import { serverLimits } from '@/contract/server-limits'
import type { RoomAdvance } from '@/server/ports/message-log'

/** The room's head alone where nothing is new, or where the changes would not fit into a frame. */
export function changeFrameOf(
  log: string,
  { epoch, after, upTo, changes }: Omit<RoomAdvance, 'roomId'>,
): ChangeFrame {
  const head = { log, epoch, head: upTo }
  if (after === upTo) return head
  // Three bytes a UTF-16 unit at most, escapes and keys included in the margin.
  const bytes = changes.reduce((sum, change) => sum + JSON.stringify(change).length * 3, 0)
  return bytes > serverLimits.frameBytes ? head : { log, epoch, after, upTo, changes }
}
