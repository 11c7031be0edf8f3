/** How the latest message of a room begins: the server's word, and what the copy has learnt since. Pure. */
import { limits } from '@/contract/limits'
import type { RoomHead } from '@/contract/sync'
import type { RoomLog } from './room-log'

/** The same value while it says the same. @param copy of the same history */
export function latestIn(head: RoomHead, copy: RoomLog | undefined): RoomHead['latest'] {
  if (!copy || copy.cursor < head.head) return head.latest
  const last = copy.messages.findLast(
    ({ seq, removedAt, event, thread }) => seq >= copy.floor && removedAt === null && !event && !thread,
  )
  if (!last) return copy.floor === 1 ? undefined : head.latest
  const { id, senderId, sentAt } = last
  const content = Array.from(last.content.slice(0, 2 * limits.latestCodePoints))
    .slice(0, limits.latestCodePoints)
    .join('')
  const isSame = head.latest?.id === id && head.latest.content === content
  return isSame ? head.latest : { id, senderId, content, sentAt }
}
