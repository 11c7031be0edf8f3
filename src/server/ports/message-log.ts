/** The numbered log of every room: the one place where messages are changed, and the truth about them. */
import type { Command, CommandResult } from '@/contract/commands'
import type { Change } from '@/contract/message'
import type { Heads, HeadsInput, History, HistoryInput, MemberReceipts } from '@/contract/sync'

/** What one append did to one room: the positions `(after, upTo]`, or nothing (`after === upTo`) but a reminder of the head. */
export interface RoomAdvance {
  roomId: string
  epoch: number
  after: number
  upTo: number
  changes: Change[]
}

export interface AppendOutcome {
  log: string
  /** One per command, in the order given. */
  results: CommandResult[]
  rooms: RoomAdvance[]
}

/** A page of changes after a cursor, with the snapshot's head. */
export interface ChangesPage {
  log: string
  epoch: number
  head: number
  changes: Change[]
  hasMore: boolean
}

/** Where a room and one member's receipts stand. */
export interface ReceiptState {
  log: string
  head: number
  lastReceived: number
  lastRead: number
}

/** How far a room has come. */
export interface RoomStand {
  roomId: string
  epoch: number
  head: number
}

export interface Received {
  userId: string
  roomId: string
  position: number
}

export interface MessageLog {
  /**
   * Applies commands in order, in one transaction; `as` is taken as the author. All of it happens, or, on a
   * rejection, nothing, unless the outcome is unknown because the connection broke: then a retry finds out.
   *
   * @throws ParleyError UNAVAILABLE when the database cannot be reached; any other error is the batch's own fault.
   */
  append(commands: readonly Command[]): Promise<AppendOutcome>
  /** What `append` answered earlier (`duplicate`, or CONFLICT); ROOM_NOT_FOUND where it never saw the id. */
  recall(commands: readonly Command[]): Promise<CommandResult[]>
  /** Changes with `changedSeq > after`. Undefined when there is no such room for this user. */
  changesAfter(userId: string, roomId: string, after: number, limit: number): Promise<ChangesPage | undefined>
  /** The newest page, or the one before a position. */
  history(userId: string, input: Omit<HistoryInput, 'around'>): Promise<History | undefined>
  /** Where a message stands in its room. Undefined when there is no such message in it for this user. */
  seqOf(userId: string, roomId: string, messageId: string): Promise<number | undefined>
  heads(userId: string, input: HeadsInput): Promise<Heads>
  /** How far these rooms have come, whoever asks: for the server itself. Unknown rooms are left out. */
  roomHeads(roomIds: readonly string[]): Promise<{ log: string; rooms: RoomStand[] }>
  receipts(userId: string, roomId: string): Promise<ReceiptState | undefined>
  /** The others' receipts, of whoever is in the room, while no more than `most` people are. */
  memberReceipts(userId: string, roomId: string, most: number): Promise<MemberReceipts | undefined>
  /** Raises the read position; answers the one that stands now. The caller has checked `position` against log and head. */
  raiseRead(userId: string, roomId: string, position: number): Promise<number | undefined>
  /** Lowers the read position, if it is above this one; answers the one that stands now. */
  lowerRead(userId: string, roomId: string, position: number): Promise<number | undefined>
  /** Raises received positions in one statement. */
  raiseReceived(positions: readonly Received[]): Promise<void>
}
