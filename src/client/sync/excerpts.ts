/**
 * Stretches of a room's history that do not reach what is held of it: what a link to an old message opens, with nothing in
 * between. Pure: each function takes values and answers the next ones.
 *
 *        from         to           from         to              floor        cursor
 *   ······[─ excerpt ─)·····gap·····[─ excerpt ─)······gap······[─── held ────]
 */
import type { Change } from '@/contract/message'
import type { History } from '@/contract/sync'
import { type OrderedMessages, writeChanges } from './ordered-messages'
import type { RoomLog } from './room-log'
import { plainlyShown, type Shown } from './shown'
import type { GapBetween } from './view'

export interface Excerpt {
  readonly log: string
  /** Every message there is with `from <= seq < to`, as the server has it as of `cursor`; from 1 nothing is older. */
  readonly from: number
  readonly to: number
  readonly cursor: number
  readonly messages: OrderedMessages
}

/** Those of a room, of which none touches another; the one that was added last comes last. */
export type Excerpts = readonly Excerpt[]

/** So many are kept of a room; with one more the first of them goes. */
const most = 4

/** What a live frame or a page of a catch-up says: every change with a position in `(after, upTo]`. */
export interface Part {
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly changes: readonly Change[]
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
export function joinExcerpts(one: Excerpt, other: Excerpt): Excerpt | undefined {
  if (one.log !== other.log || one.to < other.from || other.to < one.from) return undefined
  return {
    log: one.log,
    from: Math.min(one.from, other.from),
    to: Math.max(one.to, other.to),
    // Of what one of them knows more, it hears again.
    cursor: Math.min(one.cursor, other.cursor),
    messages: writeChanges(one.messages, other.messages),
  }
}

/** With one more, and as one with those that it touches. */
export function addExcerpt(excerpts: Excerpts, more: Excerpt): Excerpts {
  let joined = more
  const apart: Excerpt[] = []
  for (const excerpt of excerpts) {
    const both = joinExcerpts(excerpt, joined)
    if (both) joined = both
    else apart.push(excerpt)
  }
  return [...apart, joined].slice(-most)
}

/** With what has changed in it. The same value where the part does not follow what is known, or says nothing new. */
export function hearPart(excerpt: Excerpt, { log, after, upTo, changes }: Part): Excerpt {
  if (log !== excerpt.log || upTo <= excerpt.cursor || after > excerpt.cursor) return excerpt
  const own = changes.filter(({ seq }) => seq >= excerpt.from && seq < excerpt.to)
  return { ...excerpt, cursor: upTo, messages: writeChanges(excerpt.messages, own) }
}

/** Whether it says anything that the copy does not. */
export function isBefore(excerpt: Excerpt, room: RoomLog): boolean {
  return excerpt.log === room.log && excerpt.from < room.floor
}

/** Whether there is nothing between it and the copy. */
export function reaches(excerpt: Excerpt, room: RoomLog): boolean {
  return isBefore(excerpt, room) && excerpt.to >= room.floor
}

/** The copy with the excerpt that reaches it. The same copy where it does not, or knows less than the copy. */
export function withExcerpt(room: RoomLog, excerpt: Excerpt): RoomLog {
  if (!reaches(excerpt, room) || excerpt.cursor < room.cursor) return room
  return {
    ...room,
    floor: excerpt.from,
    target: Math.max(room.target, excerpt.cursor),
    messages: writeChanges(room.messages, excerpt.messages),
  }
}

export function shownOf(room: RoomLog, excerpts: Excerpts): Shown {
  let shown = plainlyShown(room)
  for (const excerpt of excerpts.toSorted((a, b) => b.from - a.from))
    if (isBefore(excerpt, room)) shown = before(shown, excerpt)
  return shown
}

function before({ messages, from: floor, gaps }: Shown, excerpt: Excerpt): Shown {
  const between = { from: excerpt.to, to: floor }
  // Another gap each time that some of it has come: whoever sees it asks for more.
  const gap: GapBetween = { kind: 'gap', id: `gap of ${between.from} to ${between.to}`, between }
  return {
    messages: [...excerpt.messages.filter(({ seq }) => seq < floor), ...messages],
    from: excerpt.from,
    gaps: excerpt.to < floor ? [gap, ...gaps] : gaps,
  }
}
