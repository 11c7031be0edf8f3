/** Where the user was last named among what is unread in a room, as far as that is known here. Pure. */
import type { RoomHead } from '@/contract/sync'
import { indexOfSeq, messageById } from './ordered-messages'
import type { RoomLog } from './room-log'

/**
 * The position of the newest unread message of somebody else that names the user; undefined where there is none (NT-02).
 * Of a message that is not here yet only the room's head is known. What is in a thread is left out.
 *
 * @param head with what is unread and latest by now
 * @param copy of the same history
 */
export function mentionedIn(
  head: RoomHead,
  copy: RoomLog | undefined,
  userId: string,
  isForMe: (content: string) => boolean,
): number | undefined {
  if (head.unread === 0) return undefined
  const { latest } = head
  const messages = copy?.messages ?? []
  if (latest && latest.senderId !== userId && !messageById(messages, latest.id) && isForMe(latest.content))
    return head.head
  return messages
    .slice(indexOfSeq(messages, head.lastReadPosition + 1))
    .findLast(
      ({ senderId, removedAt, event, thread, content }) =>
        senderId !== userId && removedAt === null && !event && !thread && isForMe(content),
    )?.seq
}
