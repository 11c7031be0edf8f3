/** Notes how far a member has read a room. */
import type { ReceiptInput } from '@/contract/sync'
import type { Access } from '@/server/ports/access'
import type { MessageLog } from '@/server/ports/message-log'
import { checkReceipt } from './mark-received'
import { found, requireMember } from './require-member'

/**
 * Raises the read position, in the database at once; answers the one that stands, never smaller than before.
 *
 * @throws ParleyError ROOM_NOT_FOUND, OTHER_LOG, BEYOND_HEAD, UNAVAILABLE
 */
export async function markRead(
  { access, messageLog }: { access: Access; messageLog: MessageLog },
  userId: string,
  { roomId, log, position }: ReceiptInput,
): Promise<{ position: number }> {
  await requireMember(access, userId, roomId)
  checkReceipt(found(await messageLog.receipts(userId, roomId)), log, position)
  return { position: found(await messageLog.raiseRead(userId, roomId, position)) }
}
