/**
 * What a client has of one room's log, and how it grows. Pure: each function takes a value and answers the next one.
 *
 * The invariant: when `cursor >= target`, the local copy of every message with `seq >= floor` is the server's as
 * of `cursor`. Messages below `floor` may be there too, but nothing reads them. Halfway through the pages of a
 * rejoin it need not hold: a message that changed twice comes once, with its later change.
 *
 *        floor          cursor     target
 *   ······[──── held ─────]··········|
 *   older, on request    not yet here, but known to exist
 */
import type { Change } from '@/contract/message'
import type { ChangesFrame } from '@/contract/realtime'
import type { History, Rejoin } from '@/contract/sync'
import { indexOfSeq, type OrderedMessages, writeChanges } from './ordered-messages'

export interface RoomLog {
  readonly roomId: string
  /** Which history this is. */
  readonly log: string
  /** Raised whenever `floor` rises or the history is replaced; an answer asked for under another one is discarded. */
  readonly generation: number
  readonly floor: number
  readonly cursor: number
  /** The highest head seen. */
  readonly target: number
  readonly messages: OrderedMessages
}

/**
 * `applied`: merged. `repeat`: held already. `hole`: positions before it are missing. `stale`: the answer belongs to
 * another state of this copy; ask again. `other-log`: the server's history is another one; fetch anew.
 */
export type Merge = {
  readonly outcome: 'applied' | 'repeat' | 'hole' | 'stale' | 'other-log'
  readonly room: RoomLog
  /** Frames that do not fit yet; none when left out. */
  readonly early?: readonly ChangesFrame[]
}

/** The newest page of a room that nothing is held of, or whose history was replaced. */
export function openLog(roomId: string, page: History, generation: number): RoomLog {
  return checked({
    roomId,
    log: page.log,
    generation,
    floor: floorOf(page, page.head + 1),
    cursor: page.head,
    target: page.head,
    messages: writeChanges([], page.changes),
  })
}

/**
 * The newest page, asked for when the copy was `asked`. It replaces the copy, unless another tab has made a newer one of
 * the same history meanwhile: then that stays (SY-32). Only a server that knew less than the copy did when the question
 * left has lost something, and is believed.
 *
 * @param fresh the generation of a copy made from nothing. One that was let go of may have had any: an answer that was
 *   asked for then must not fit this one
 */
export function mergeNewest(
  roomId: string,
  room: RoomLog | undefined,
  asked: RoomLog | undefined,
  page: History,
  fresh: number,
): RoomLog {
  if (room && room.log === page.log) {
    const isAnother = room.generation !== asked?.generation
    const hasLost = !isAnother && page.head < asked.cursor
    if (isAnother || (!hasLost && page.head < room.cursor)) return room
  }
  return openLog(roomId, page, room ? room.generation + 1 : fresh)
}

/** What the copy shows and a restored server's newest page, as far as it reaches, does not have any more (SY-44). */
export function lostIn(room: RoomLog, page: History): readonly Change[] {
  const first = page.hasMore ? (page.changes[0]?.seq ?? 0) : 0
  const there = new Set(page.changes.map(({ id }) => id))
  return visibleMessages(room).filter(
    ({ id, seq, removedAt }) => seq >= first && removedAt === null && !there.has(id),
  )
}

/** A live frame: covers `(after, upTo]` (SY-02). */
export function mergeFrame(room: RoomLog, frame: ChangesFrame): Merge {
  if (frame.log !== room.log) return { outcome: 'other-log', room }
  const raised = raiseTarget(room, frame.upTo)
  if (frame.upTo <= room.cursor) return { outcome: 'repeat', room: raised }
  if (frame.after > room.cursor) return { outcome: 'hole', room: raised }
  return { outcome: 'applied', room: advance(raised, frame.upTo, frame.changes) }
}

/** Frames in whichever order they came. Of another history is the outcome when one of them is, and a hole when one is too early. */
export function mergeFrames(room: RoomLog, frames: readonly ChangesFrame[]): Required<Merge> {
  const outcomes = new Set<Merge['outcome']>()
  const early: ChangesFrame[] = []
  let now = room
  for (const frame of frames.toSorted((a, b) => a.after - b.after)) {
    const merged = mergeFrame(now, frame)
    outcomes.add(merged.outcome)
    if (merged.outcome === 'hole') early.push(frame)
    now = merged.room
  }
  const order = ['other-log', 'hole', 'applied'] as const
  return { outcome: order.find((outcome) => outcomes.has(outcome)) ?? 'repeat', room: now, early }
}

/** A rejoin page, asked for when the copy was `asked`: covers `(asked.cursor, page.cursor]`. */
export function mergeRejoin(room: RoomLog, asked: RoomLog, page: Rejoin): Merge {
  if (asked.generation !== room.generation || asked.log !== room.log) return { outcome: 'stale', room }
  // Purged meanwhile, and begun anew.
  if (asked.cursor > room.cursor) return { outcome: 'stale', room }
  if (page.log !== room.log || page.head < asked.cursor) return { outcome: 'other-log', room }
  const raised = raiseTarget(room, page.head)
  if (page.cursor <= room.cursor) return { outcome: 'repeat', room: raised }
  return { outcome: 'applied', room: advance(raised, page.cursor, page.changes) }
}

/** A page of older messages, asked for with `before: asked.floor` when the copy was `asked` (SY-07). */
export function mergeHistory(room: RoomLog, asked: RoomLog, page: History): Merge {
  if (asked.generation !== room.generation || asked.floor !== room.floor) return { outcome: 'stale', room }
  if (page.log !== room.log) return { outcome: 'other-log', room }
  if (page.head < asked.cursor) return { outcome: 'stale', room }
  const raised = raiseTarget(room, page.head)
  const messages = writeChanges(room.messages, page.changes)
  return { outcome: 'applied', room: checked({ ...raised, messages, floor: floorOf(page, room.floor) }) }
}

/** A head heard of on the live channel or in an acknowledgement: raises `target`, and nothing else. */
export function mergeHead(room: RoomLog, heard: { log: string; head: number }): Merge {
  if (heard.log !== room.log) return { outcome: 'other-log', room }
  if (heard.head <= room.target) return { outcome: 'repeat', room }
  return { outcome: 'applied', room: raiseTarget(room, heard.head) }
}

/** The room's line in an answer of `rooms.heads`, asked for when the copy was `asked` (SY-05). */
export function mergeHeadAnswer(room: RoomLog, asked: RoomLog, answer: { log: string; head: number }): Merge {
  if (asked.generation !== room.generation) return { outcome: 'stale', room }
  if (answer.log === room.log && answer.head < asked.cursor) return { outcome: 'other-log', room }
  return mergeHead(room, answer)
}

/**
 * Without its oldest messages beyond the newest `most`, and without whatever else is kept of it before these. The same value
 * when there are no more.
 *
 * @param isPart whether more of it is kept than this
 */
export function evicted(room: RoomLog, most: number, isPart = false): RoomLog {
  if (room.messages.length <= most && !isPart) return room
  const messages = room.messages.slice(-most)
  return checked({
    ...room,
    messages,
    floor: Math.max(room.floor, messages[0]?.seq ?? 0),
    generation: room.generation + 1,
  })
}

export function isComplete(room: RoomLog): boolean {
  return room.cursor >= room.target
}

/** What may be shown. */
export function visibleMessages(room: RoomLog): OrderedMessages {
  const first = indexOfSeq(room.messages, room.floor)
  return first === 0 ? room.messages : room.messages.slice(first)
}

function floorOf(page: History, otherwise: number): number {
  if (!page.hasMore) return 1
  return page.changes[0]?.seq ?? otherwise
}

function raiseTarget(room: RoomLog, head: number): RoomLog {
  return head > room.target ? { ...room, target: head } : room
}

function advance(room: RoomLog, cursor: number, changes: readonly Change[]): RoomLog {
  const messages = writeChanges(room.messages, changes)
  const first = changes.reduce((least, { seq }) => Math.min(least, seq), Number.POSITIVE_INFINITY)
  const target = Math.max(room.target, cursor)
  return checked({ ...room, cursor, target, messages }, indexOfSeq(messages, first))
}

/**
 * Asserts what must hold of every value of this type.
 *
 * @param from the index of the first message that may be out of order: what is before it was checked
 * @throws Error naming the rule that is broken
 */
export function checked(room: RoomLog, from = 0): RoomLog {
  const { floor, cursor, target, messages } = room
  const broken =
    (floor < 1 && 'floor below 1') ||
    (target < cursor && 'target below cursor') ||
    (!isOrdered(messages, from) && 'messages out of order')
  if (broken) throw new Error(`room log ${room.roomId}: ${broken}`)
  return room
}

function isOrdered(messages: OrderedMessages, from: number): boolean {
  let before = messages[from - 1]?.seq ?? 0
  for (let index = from; index < messages.length; index++) {
    const { seq } = messages[index] ?? { seq: 0 }
    if (seq <= before) return false
    before = seq
  }
  return true
}
