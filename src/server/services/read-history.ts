/** A page of older messages, as they are now. */
import type { History, HistoryInput } from '@/contract/sync'
import type { Access } from '@/server/ports/access'
import type { MessageLog } from '@/server/ports/message-log'
import { found, requireMember } from './require-member'

/** @throws ParleyError ROOM_NOT_FOUND, UNAVAILABLE */
export async function readHistory(
  { access, messageLog }: { access: Access; messageLog: MessageLog },
  userId: string,
  input: HistoryInput,
): Promise<History> {
  await requireMember(access, userId, input.roomId)
  return found(await messageLog.history(userId, input))
}
