/**
 * How far each user has received each room, and how far each room has come. A cache and a hint: it may forget,
 * never invents, and a position in it never falls. `caught_up` is never concluded from it.
 */
export interface TrackedPosition {
  position: number
  /** The message at that position, where known. */
  messageId: string | undefined
}

export interface DeliveryTracker {
  /** Raises the user's received position; answers the position that stands now (`GREATEST`). */
  raiseReceived(log: string, userId: string, roomId: string, to: TrackedPosition): Promise<number>
  received(log: string, userId: string, roomId: string): Promise<TrackedPosition | undefined>
  raiseLatest(log: string, roomId: string, to: TrackedPosition): Promise<void>
  latest(log: string, roomId: string): Promise<TrackedPosition | undefined>
}
