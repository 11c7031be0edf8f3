/** Tells those on a room's topic what happened in it. */
import { roomTopic } from '@/contract/realtime'
import type { Broadcaster } from '@/server/ports/broadcaster'
import type { RoomNews } from '@/server/ports/room-directory'
import { changeFrameOf } from './change-frame'

export function announce(broadcaster: Broadcaster, { log, previousEpoch, ...advance }: RoomNews): void {
  const { roomId, epoch, upTo: head } = advance
  // Whoever is out still hears the old topic: it is told where the room has moved, and nothing of what happens there.
  const frame = previousEpoch === epoch ? changeFrameOf(log, advance) : { log, epoch, head }
  broadcaster.publish(roomTopic(roomId, previousEpoch), 'change', frame)
}
