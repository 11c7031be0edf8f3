/** How many messages of others are unread in a room: the server's count, and what the copy has learnt since. Pure. */
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import type { RoomHead } from '@/contract/sync'
import { indexOfSeq } from './ordered-messages'
import type { RoomLog } from './room-log'

/**
 * Exact up to `limits.unreadCounted`, as of the head or of the copy, whichever has come further (FC-21, SY-42).
 *
 * @param head `unread` is the server's count as of `head.head`, from `head.lastReadPosition` on
 * @param copy of the same history
 */
export function unreadIn(head: RoomHead, copy: RoomLog | undefined, userId: string): number {
  if (!copy || copy.cursor < head.head) return head.unread
  const { messages, floor } = copy
  const after = messages.slice(indexOfSeq(messages, head.lastReadPosition + 1))
  const others = after.filter(({ senderId }) => senderId !== userId)
  if (floor <= head.lastReadPosition + 1) return capped(others.filter(isThere).length)
  if (head.unread >= limits.unreadCounted) return head.unread
  const came = others.filter((message) => message.seq > head.head && isThere(message))
  const went = others.filter(
    (message) => message.seq <= head.head && !isThere(message) && message.changedSeq > head.head,
  )
  return capped(head.unread + came.length - went.length)
}

/** Nobody has to read what nobody wrote; what is in a thread is counted there. */
const isThere = ({ removedAt, event, thread }: Change) => removedAt === null && !event && !thread
const capped = (count: number) => Math.min(count, limits.unreadCounted)
