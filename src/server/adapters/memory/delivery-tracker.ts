/** The delivery tracker of a single process. Bounded: the positions used least lately are forgotten first. */
import { serverLimits } from '@/contract/server-limits'
import type { DeliveryTracker, TrackedPosition } from '@/server/ports/delivery-tracker'

export function createMemoryDeliveryTracker(
  capacity: number = serverLimits.trackedPositions,
): DeliveryTracker {
  const positions = new Map<string, TrackedPosition>()

  function read(key: string): TrackedPosition | undefined {
    const known = positions.get(key)
    if (known) {
      positions.delete(key)
      positions.set(key, known)
    }
    return known
  }

  function raise(key: string, to: TrackedPosition): number {
    const known = read(key)
    if (known && known.position >= to.position) return known.position
    positions.delete(key)
    positions.set(key, to)
    const oldest = positions.keys().next()
    if (positions.size > capacity && !oldest.done) positions.delete(oldest.value)
    return to.position
  }

  const receivedKey = (log: string, userId: string, roomId: string) =>
    `${log}:user:${userId}:room:${roomId}:last_received`
  const latestKey = (log: string, roomId: string) => `${log}:room:${roomId}:latest_message_id`

  return {
    raiseReceived: async (log, userId, roomId, to) => raise(receivedKey(log, userId, roomId), to),
    received: async (log, userId, roomId) => read(receivedKey(log, userId, roomId)),
    raiseLatest: async (log, roomId, to) => void raise(latestKey(log, roomId), to),
    latest: async (log, roomId) => read(latestKey(log, roomId)),
  }
}
