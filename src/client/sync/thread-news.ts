/** In which threads of a room something is new to somebody: the server's word, and what the copy has learnt since. Pure. */
import type { Change } from '@/contract/message'
import type { RoomHead } from '@/contract/sync'
import { indexOfSeq, messageById } from './ordered-messages'
import type { RoomLog } from './room-log'

type ThreadNews = NonNullable<RoomHead['threads']>

/**
 * Of threads that the server did not name the copy knows whose they are: whoever wrote the first message or an answer
 * follows. That somebody has stopped following is heard with the next look at the heads.
 *
 * @param copy of the same history
 * @param readTo how far the user has read threads, where the server may not have heard of it
 */
export function threadsWithNews(
  head: RoomHead,
  copy: RoomLog | undefined,
  userId: string,
  readTo: ReadonlyMap<string, number>,
): ThreadNews {
  const news = (head.threads ?? []).filter(({ id }) => (readTo.get(id) ?? 0) < head.head)
  if (!copy) return news
  const found = new Map(news.map((thread) => [thread.id, thread]))
  const { messages } = copy
  for (const { seq, thread, senderId, removedAt } of messages.slice(indexOfSeq(messages, head.head + 1))) {
    if (thread === undefined || senderId === userId || removedAt !== null || found.has(thread)) continue
    const lastRead = Math.max(head.head, readTo.get(thread) ?? 0)
    if (seq > lastRead && isOf(messages, thread, userId)) found.set(thread, { id: thread, lastRead })
  }
  return [...found.values()]
}

function isOf(messages: readonly Change[], threadId: string, userId: string): boolean {
  if (messageById(messages, threadId)?.senderId === userId) return true
  return messages.some(({ thread, senderId }) => thread === threadId && senderId === userId)
}
