/** What a browser keeps of one user, as one truth for all of their tabs. A port: the browser's database, memory in tests. */
import type { Profile } from '@/contract/rooms'
import type { RoomHead } from '@/contract/sync'
import type { Queue } from './outbox-entry'
import type { RoomLog } from './room-log'

/** A value that several tabs read and change. Values are replaced, never changed in place. */
export interface Stored<Value> {
  /** The value as this tab knows it; the empty one before it was first read. */
  current(): Value
  /** Reads what is stored now; from then on `current` follows the changes of other tabs too. */
  read(): Promise<Value>
  /**
   * Applies a pure function to what is stored, in one transaction: no change of another tab comes in between. It may be
   * called more than once; if it answers the value it was given, nothing is written. Resolves with the new value when
   * that is safe on disk, and then `current` is it, or a later one.
   *
   * @throws when the storage fails: nothing was changed then
   */
  change(run: (value: Value) => Value): Promise<Value>
}

/** Commands on their way, oldest first. */
export interface StoredOutbox extends Stored<Queue> {
  /**
   * As `change`; where that changes something, the room's draft loses what was sent in the same transaction, if it begins
   * with it: what somebody wrote is in the queue or in the field, never in both (LS-20).
   */
  take(run: (queue: Queue) => Queue, sent: { roomId: string; text: string }): Promise<Queue>
}

/** A room's copy, of which the newest part is read at first. What was read stays read. */
export interface StoredRoom extends Stored<RoomLog | undefined> {
  /** Whether there seems to be more of it than was read. */
  hasMore(): boolean
  /** Reads some more; false when there is none. @throws when the storage fails */
  readMore(): Promise<boolean>
}

/** The names of people as they were last heard, for when nobody can be asked. Other tabs are not told. */
export interface KeptNames {
  /** Those that are kept, at most `limits.cachedNames`, in no order. @throws when the storage fails */
  read(): Promise<readonly Profile[]>
  /** Keeps these; of all that are kept then, the oldest go beyond `limits.cachedNames`. @throws when the storage fails */
  keep(profiles: readonly Profile[]): Promise<void>
}

/** There is no space for it. */
export class StorageFullError extends Error {}

/** What is left of a draft that was sent. */
export function draftAfter(draft: string, sent: string): string {
  return draft.startsWith(sent) ? draft.slice(sent.length) : draft
}

export interface LocalStore {
  /** Empty at first. */
  readonly outbox: StoredOutbox
  /** The copy of a room's log; undefined when there is none. */
  room(roomId: string): StoredRoom
  /** The user's rooms as last heard of, by id; undefined before they were. */
  readonly heads: Stored<readonly RoomHead[] | undefined>
  /** What somebody is writing in a room, or in a thread (by the id of its first message); empty at first. */
  draft(place: string): Stored<string>
  readonly names: KeptNames
  /**
   * Calls back after `current` of something has changed, through this tab or another, or because it was read for the
   * first time. What was changed together is seen together: an answered command leaves the outbox not before its message
   * is in the room's copy.
   */
  watch(listener: () => void): () => void
  /** Lets go of the database; nothing of it is lost. */
  close(): void
}

/**
 * `kept`: all is well. `held-up`: another tab keeps the database closed, and this one waits. `full`: the latest change of
 * something was refused for want of space. `memory`: the browser lets nobody have a database, and nothing outlives the page.
 */
export type StorageState = 'kept' | 'held-up' | 'full' | 'memory'

/** How a store fares, for the interface to say. */
export interface StorageWatch {
  state(): StorageState
  subscribe(listener: () => void): () => void
}
