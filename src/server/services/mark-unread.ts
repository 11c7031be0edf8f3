/** Sets how far a member has read a room, also back. */
import { type ReadFrame, userTopic } from '@/contract/realtime'
import type { ReceiptInput } from '@/contract/sync'
import type { MarkReadDependencies } from './mark-read'
import { checkReceipt } from './mark-received'
import { found, requireMember } from './require-member'

/**
 * Sets the read position, in the database at once, and tells the user's other devices; answers the one that stands. What
 * comes after it is unread again, and what is before it counts as read: the device may not have said so yet (SN-07).
 *
 * @throws ParleyError ROOM_NOT_FOUND, OTHER_LOG, BEYOND_HEAD, UNAVAILABLE
 */
export async function markUnread(
  { access, messageLog, broadcaster }: MarkReadDependencies,
  userId: string,
  { roomId, log, position }: ReceiptInput,
): Promise<{ position: number }> {
  await requireMember(access, userId, roomId)
  checkReceipt(found(await messageLog.receipts(userId, roomId)), log, position)
  await messageLog.raiseRead(userId, roomId, position)
  const stands = found(await messageLog.lowerRead(userId, roomId, position))
  const frame: ReadFrame = { roomId, log, position: stands, unread: true }
  broadcaster.publish(userTopic(userId), 'read', frame)
  return { position: stands }
}
