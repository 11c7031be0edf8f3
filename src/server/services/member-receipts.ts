/** How far the others in a small room have received and read it. */
import { limits } from '@/contract/limits'
import type { MemberReceipts } from '@/contract/sync'
import type { Access } from '@/server/ports/access'
import type { MessageLog } from '@/server/ports/message-log'
import { found, requireMember } from './require-member'

/** Nobody's in a room of more than `limits.receiptMembers` (PT-10). @throws ParleyError ROOM_NOT_FOUND, UNAVAILABLE */
export async function memberReceipts(
  { access, messageLog }: { access: Access; messageLog: MessageLog },
  userId: string,
  roomId: string,
): Promise<MemberReceipts> {
  await requireMember(access, userId, roomId)
  return found(await messageLog.memberReceipts(userId, roomId, limits.receiptMembers))
}
