/** Notes how far a member has read a room. */
import { type ReadFrame, userTopic } from '@/contract/realtime'
import type { ReceiptInput } from '@/contract/sync'
import type { Access } from '@/server/ports/access'
import type { Broadcaster } from '@/server/ports/broadcaster'
import type { MessageLog } from '@/server/ports/message-log'
import { checkReceipt } from './mark-received'
import { found, requireMember } from './require-member'

export interface MarkReadDependencies {
  access: Access
  messageLog: MessageLog
  broadcaster: Broadcaster
}

/**
 * Raises the read position, in the database at once, and tells the user's other devices; answers the one that stands,
 * never smaller than before.
 *
 * @throws ParleyError ROOM_NOT_FOUND, OTHER_LOG, BEYOND_HEAD, UNAVAILABLE
 */
export async function markRead(
  { access, messageLog, broadcaster }: MarkReadDependencies,
  userId: string,
  { roomId, log, position }: ReceiptInput,
): Promise<{ position: number }> {
  await requireMember(access, userId, roomId)
  checkReceipt(found(await messageLog.receipts(userId, roomId)), log, position)
  const stands = found(await messageLog.raiseRead(userId, roomId, position))
  const frame: ReadFrame = { roomId, log, position: stands }
  broadcaster.publish(userTopic(userId), 'read', frame)
  return { position: stands }
}
