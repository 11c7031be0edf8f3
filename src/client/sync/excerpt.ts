/**
 * A stretch of a room's history that does not reach what is held of it: what a link to an old message opens, with
 * nothing in between. Pure: each function takes values and answers the next one.
 *
 *        from          to              floor        cursor
 *   ······[── excerpt ──)······gap······[─── held ────]
 */
import type { Change } from '@/contract/message'
import type { History } from '@/contract/sync'
import { type OrderedMessages, writeChanges } from './ordered-messages'
import { type RoomLog, visibleMessages } from './room-log'
import type { GapItem } from './view'

export interface Excerpt {
  readonly log: string
  /** Every message there is with `from <= seq < to`, as the server has it as of `cursor`; from 1 nothing is older. */
  readonly from: number
  readonly to: number
  readonly cursor: number
  readonly messages: OrderedMessages
}

/** What a live frame or a page of a catch-up says: every change with a position in `(after, upTo]`. */
export interface Part {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly changes: readonly Change[]
}

/** What is shown of a room: what is held, and the excerpt and the gap before it, if there is one. */
export interface Shown {
  readonly messages: OrderedMessages
  /** The position from which on it is shown; 1 where nothing is older. */
  readonly from: number
  readonly gap: GapItem | undefined
}

/** @param to the page was asked for with `before: to`; left out, it reaches as far as its last message */
export function excerptOf({ log, head, changes, hasMore }: History, to?: number): Excerpt {
  const end = to ?? (changes.at(-1)?.seq ?? 0) + 1
  return {
    log,
    from: hasMore ? (changes[0]?.seq ?? end) : 1,
    to: end,
    cursor: head,
    messages: writeChanges([], changes),
  }
}

/** Both as one; undefined where something may lie between them, or they are of different histories. */
export function joinExcerpts(older: Excerpt, newer: Excerpt): Excerpt | undefined {
  if (older.log !== newer.log || older.to < newer.from) return undefined
  return {
    log: older.log,
    from: Math.min(older.from, newer.from),
    to: Math.max(older.to, newer.to),
    // Of what one of them knows more, it hears again.
    cursor: Math.min(older.cursor, newer.cursor),
    messages: writeChanges(older.messages, newer.messages),
  }
}

/** With what has changed in it. The same value where the part does not follow what is known, or says nothing new. */
export function hearPart(excerpt: Excerpt, { log, after, upTo, changes }: Part): Excerpt {
  if (log !== excerpt.log || upTo <= excerpt.cursor || after > excerpt.cursor) return excerpt
  const own = changes.filter(({ seq }) => seq >= excerpt.from && seq < excerpt.to)
  return { ...excerpt, cursor: upTo, messages: writeChanges(excerpt.messages, own) }
}

/** The copy with the excerpt that reaches it. The same copy where it does not, or knows less than the copy. */
export function withExcerpt(room: RoomLog, excerpt: Excerpt): RoomLog {
  const reaches = excerpt.log === room.log && excerpt.from < room.floor && excerpt.to >= room.floor
  if (!reaches || excerpt.cursor < room.cursor) return room
  return {
    ...room,
    floor: excerpt.from,
    target: Math.max(room.target, excerpt.cursor),
    messages: writeChanges(room.messages, excerpt.messages),
  }
}

/** Whether it says anything that the copy does not. */
export function isBefore(excerpt: Excerpt, room: RoomLog): boolean {
  return excerpt.log === room.log && excerpt.from < room.floor
}

export function shownOf(room: RoomLog, excerpt: Excerpt | undefined): Shown {
  const held = visibleMessages(room)
  if (!excerpt || !isBefore(excerpt, room)) return { messages: held, from: room.floor, gap: undefined }
  const { from, to } = excerpt
  const between = { from: to, to: room.floor }
  return {
    messages: [...excerpt.messages.filter(({ seq }) => seq < room.floor), ...held],
    from,
    // Another gap each time that some of it has come: whoever sees it asks for more.
    gap: to < room.floor ? { kind: 'gap', id: `gap of ${to} to ${room.floor}`, between } : undefined,
  }
}
