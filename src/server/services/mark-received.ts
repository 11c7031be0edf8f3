/** Notes how far a member has received a room. */
import { ParleyError } from '@/contract/errors'
import type { ReceiptInput } from '@/contract/sync'
import type { Access } from '@/server/ports/access'
import type { DeliveryTracker } from '@/server/ports/delivery-tracker'
import type { MessageLog } from '@/server/ports/message-log'
import type { ReceiptWriter } from './receipt-writer'
import { found, requireMember } from './require-member'

export interface MarkReceivedDependencies {
  access: Access
  messageLog: MessageLog
  tracker: DeliveryTracker
  receiptWriter: ReceiptWriter
}

/**
 * Raises the received position; answers the one that stands, never smaller than before.
 *
 * @throws ParleyError ROOM_NOT_FOUND, OTHER_LOG, BEYOND_HEAD, UNAVAILABLE
 */
export async function markReceived(
  { access, messageLog, tracker, receiptWriter }: MarkReceivedDependencies,
  userId: string,
  { roomId, log, position }: ReceiptInput,
): Promise<{ position: number }> {
  await requireMember(access, userId, roomId)
  const [latest, received] = await Promise.all([
    tracker.latest(log, roomId),
    tracker.received(log, userId, roomId),
  ])
  // The tracker may say "the room has come at least this far"; for everything else the database is asked.
  if (!received || !latest || latest.position < position) {
    const state = found(await messageLog.receipts(userId, roomId))
    checkReceipt(state, log, position)
    await tracker.raiseReceived(log, userId, roomId, { position: state.lastReceived, messageId: undefined })
  }
  const stands = await tracker.raiseReceived(log, userId, roomId, { position, messageId: undefined })
  receiptWriter.add({ userId, roomId, position: stands })
  return { position: stands }
}

/** @throws ParleyError OTHER_LOG, BEYOND_HEAD */
export function checkReceipt(state: { log: string; head: number }, log: string, position: number): void {
  if (state.log !== log) throw new ParleyError('OTHER_LOG')
  if (position > state.head) throw new ParleyError('BEYOND_HEAD')
}
