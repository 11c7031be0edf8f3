/** What a member missed in a room. */
import type { Rejoin, RejoinInput } from '@/contract/sync'
import type { Access } from '@/server/ports/access'
import type { DeliveryTracker } from '@/server/ports/delivery-tracker'
import type { MessageLog } from '@/server/ports/message-log'
import { found, requireMember } from './require-member'

export interface RejoinDependencies {
  access: Access
  messageLog: MessageLog
  tracker: DeliveryTracker
}

/**
 * The changes after the caller's cursor, a page of them. Callers without a cursor get those after their last received
 * position; that serves one device, Parley's own client always has a cursor.
 *
 * @throws ParleyError ROOM_NOT_FOUND, UNAVAILABLE
 */
export async function rejoinRoom(
  { access, messageLog, tracker }: RejoinDependencies,
  userId: string,
  { roomId, after, limit }: RejoinInput,
): Promise<Rejoin> {
  await requireMember(access, userId, roomId)
  const from = after ?? (await lastReceived())
  const { log, epoch, head, changes, hasMore } = found(
    await messageLog.changesAfter(userId, roomId, from, limit),
  )
  const last = changes.at(-1)
  return {
    // From the room's head in the database, never from a cache.
    status: head <= from ? 'caught_up' : 'missed',
    log,
    epoch,
    changes,
    cursor: hasMore && last ? last.changedSeq : head,
    head,
    hasMore,
  }

  async function lastReceived(): Promise<number> {
    const state = found(await messageLog.receipts(userId, roomId))
    const tracked = await tracker.received(state.log, userId, roomId)
    return Math.max(state.lastReceived, tracked?.position ?? 0)
  }
}
