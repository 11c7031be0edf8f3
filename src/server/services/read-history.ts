/** A page of older messages, as they are now. */
import { ParleyError } from '@/contract/errors'
import type { History, HistoryInput } from '@/contract/sync'
import type { Access } from '@/server/ports/access'
import type { MessageLog } from '@/server/ports/message-log'
import { found, requireMember } from './require-member'

/** @throws ParleyError ROOM_NOT_FOUND, MESSAGE_NOT_FOUND, UNAVAILABLE */
export async function readHistory(
  { access, messageLog }: { access: Access; messageLog: MessageLog },
  userId: string,
  { roomId, before, around, limit }: HistoryInput,
): Promise<History> {
  await requireMember(access, userId, roomId)
  const end = around === undefined ? before : await halfAPageAfter(around)
  return found(await messageLog.history(userId, { roomId, before: end, limit }))

  async function halfAPageAfter(messageId: string): Promise<number> {
    const seq = await messageLog.seqOf(userId, roomId, messageId)
    if (seq === undefined) throw new ParleyError('MESSAGE_NOT_FOUND')
    // Of the positions after it up to there, each has one message at most: the page holds it, whatever else it holds.
    return seq + Math.ceil(limit / 2)
  }
}
