/** What the interface shows of a room: a list of tagged items and the state of the connection. */
import type { ErrorCode } from '@/contract/errors'
import type { Reaction, RoomEvent } from '@/contract/message'

interface ItemBase {
  /** The message's id, the same before and after the server has it: a stable React key. */
  id: string
  senderId: string
  /** ISO 8601; the sender's clock. For display only. */
  sentAt: string
  /** The message whose thread it is in. */
  thread?: string | undefined
  /** Changes of one's own to it that the server refused, in the order in which they were made; never empty. */
  refused?: readonly RefusedChange[]
}

/** The server has it. `pendingEdit` says that a newer text of one's own is on its way and already shown. */
export interface MessageItem extends ItemBase {
  kind: 'message'
  seq: number
  content: string
  version: number
  edited: boolean
  pendingEdit: boolean
  replyTo: string | null
  reactions: Reaction[]
}

/** A change that the server refused for good: nothing of it is shown as if it had happened. */
export type RefusedChange = {
  /** The command's id, for `retry` and `discard`. */
  id: string
  code: ErrorCode
} & (
  | { what: 'edit'; content: string }
  | { what: 'removal' }
  | { what: 'reaction'; emoji: string; present: boolean }
)

/** Written here, not yet acknowledged. */
export interface PendingItem extends ItemBase {
  kind: 'pending'
  content: string
  replyTo?: string | undefined
  state: 'waiting' | 'sending'
}

/** Refused for good; stays visible with its reason until retried or discarded. */
export interface FailedItem extends ItemBase {
  kind: 'failed'
  content: string
  replyTo?: string | undefined
  code: ErrorCode
}

export interface RemovedItem extends ItemBase {
  kind: 'removed'
  seq: number
  /** The removal's id while it can be undone: given up, with `discard`. */
  undo?: string
}

/** What happened in the room itself; `senderId` did it. */
export interface EventItem {
  kind: 'event'
  id: string
  senderId: string
  sentAt: string
  seq: number
  event: RoomEvent
}

/** What somebody wrote, in whichever state it is. */
export type WrittenItem = MessageItem | PendingItem | FailedItem | RemovedItem

/** Messages belong here that are known to exist and are not here: newer ones, after all others and before one's own unsent ones. */
export interface GapItem {
  kind: 'gap'
  id: string
  /** In the middle of the history instead, after a part of it that somebody went to: those with `from <= seq < to`. */
  between?: { readonly from: number; readonly to: number }
}

export type GapBetween = GapItem & Required<Pick<GapItem, 'between'>>

/** A message that is not here (a restored server has lost it, it is older than what is loaded), but what was refused of it is. */
export interface MissingItem {
  kind: 'missing'
  /** The message's id. */
  id: string
  /** Who made the changes: the user. */
  senderId: string
  refused: readonly RefusedChange[]
}

export type ChatItem = WrittenItem | EventItem | MissingItem | GapItem

/** What will be sent when the network is back: `waiting` messages, or changes where no message waits. */
export interface Waiting {
  waiting: number
  only?: 'changes'
}

export type ConnectionStatus =
  | { state: 'online' }
  /** The first connection is being made. */
  | { state: 'connecting' }
  /** The machine says that it has no network. */
  | ({ state: 'offline' } & Waiting)
  /** The connection broke; it is tried again. */
  | ({ state: 'reconnecting' } & Waiting)
  | { state: 'catching-up'; done: number; of: number }
  | { state: 'signed-out' }

/**
 * One room as the interface sees it. A new object whenever anything in it changed; what is in the log comes first, in the
 * order of `seq`.
 */
export interface RoomView {
  /** The conversation, without what is in threads. */
  items: readonly ChatItem[]
  /** What is here of each thread, by the id of its first message, without that. */
  threads: ReadonlyMap<string, readonly ChatItem[]>
  connection: ConnectionStatus
  /** False until the first page has come. */
  loaded: boolean
  /** Whether older messages exist beyond the first item. */
  hasOlder: boolean
  /** What is missing between parts of the history that somebody went to and the rest, in order; it is among the items too. */
  gaps: readonly GapBetween[]
  /** Set when the room cannot be shown at all (ROOM_NOT_FOUND). */
  error: ErrorCode | undefined
}

/**
 * What a person can do in a room. A change resolves when it is safe on disk: true, and what becomes of it shows in the
 * view; false when it was not taken, because far too much waits already (or a text is empty or too long). It rejects when
 * the storage fails, and then it was not taken either. What is not taken changes nothing, and whoever asked says so (SY-50).
 */
export interface RoomActions {
  /** The text stays in the composer until it is taken. */
  send(content: string, place?: Place): Promise<boolean>
  edit(messageId: string, content: string): Promise<boolean>
  /** Shown at once, attempted after five seconds: until then it can be undone (OB-26). */
  remove(messageId: string): Promise<boolean>
  react(messageId: string, emoji: string, present: boolean): Promise<boolean>
  /** Tries a failed message or a refused change again. Never too much. */
  retry(id: string): Promise<boolean>
  /** Gives a failed message or a refused change up. Never too much. */
  discard(id: string): Promise<boolean>
  /** More before what is shown first. */
  loadOlder(): void
  /**
   * What is around a message, and nothing of what lies between it and the rest (SY-60). Asked for again until it has come,
   * and then it is in the view; false where there is no such message in the conversation, or in the thread.
   */
  loadAround(sought: Sought, thread?: string): Promise<boolean>
  /** More of what is missing within the history: after its beginning, or before its end. */
  loadBetween(gap: GapBetween, at: 'beginning' | 'end'): void
  /** The reader has seen everything up to the newest message. */
  markRead(): void
  /** The message at this position, and all after it, are unread again. */
  markUnread(seq: number): void
  /** What is known to be missing is asked for at once, and not only when its time has come. */
  loadNewer(): void
  /** The reader has seen everything in this thread. */
  markThreadRead(threadId: string): void
}

/** A message by its id, or by its position in the room. */
export type Sought = { readonly id: string } | { readonly seq: number }

/** What a message answers, and the first message of the thread that it is in. */
export interface Place {
  replyTo?: string | undefined
  thread?: string | undefined
}
