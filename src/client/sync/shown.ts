/** What is shown of a room. */
import type { OrderedMessages } from './ordered-messages'
import { type RoomLog, visibleMessages } from './room-log'
import type { GapBetween } from './view'

/** What is held, and before it what somebody went to. */
export interface Shown {
  readonly messages: OrderedMessages
  /** The position from which on it is shown; 1 where nothing is older. */
  readonly from: number
  /** What is missing between, in order. */
  readonly gaps: readonly GapBetween[]
}

export const noGaps: readonly GapBetween[] = []

/** Whether what is at a position lies in one of these. */
export function isMissing(gaps: readonly GapBetween[], seq: number): boolean {
  return gaps.some(({ between: { from, to } }) => seq >= from && seq < to)
}

/** Where nobody went anywhere. */
export function plainlyShown(room: RoomLog): Shown {
  return { messages: visibleMessages(room), from: room.floor, gaps: noGaps }
}
