/**
 * How a room's copy lies in its tables, and how much of it is read: the newest part, and more when somebody scrolls there.
 * What is held begins at its own `floor` then, and the copy on disk at an earlier one, which never rises within a
 * generation. Everything here runs inside a transaction.
 */
import Dexie from 'dexie'
import * as z from 'zod/mini'
import { limits } from '@/contract/limits'
import { indexOfSeq, writeChanges } from '../sync/ordered-messages'
import { evicted, type RoomLog, visibleMessages } from '../sync/room-log'
import type { LocalDatabase } from './database'
import { difference } from './difference'
import { readableCopy } from './readable-copy'
import { type CursorRow, cursorRow, messageRow } from './rows'
import type { StoredValue, TellDefect } from './stored-values'

/** @param span positions that are read at first, and each time that somebody wants more; left out: what is kept of a quiet room */
export function storedRoom(
  { cursors, messages }: LocalDatabase,
  roomId: string,
  tell: TellDefect,
  span: number = limits.cachedMessages,
): StoredValue<RoomLog | undefined> {
  const between = (from: number, to: number | typeof Dexie.maxKey) =>
    messages.where('[roomId+seq]').between([roomId, from], [roomId, to])
  const all = () => between(Dexie.minKey, Dexie.maxKey)
  const tellPart = (defect: unknown) => tell(`A part of the copy of room ${roomId}`, defect)

  /** From a span before `end`, or from as many spans before as it takes to find a message; and what comes after that. */
  async function newest(floor: number, end: number, to: number | typeof Dexie.maxKey) {
    for (let reach = span; ; reach *= 2) {
      const from = Math.max(floor, end - reach)
      const rows = await between(from, to).toArray()
      if (rows.length > 0 || from === floor) return { from, rows }
    }
  }

  /** Not for a read that failed: that is no fault of what is stored. */
  function unreadable(cause: unknown) {
    tell(`The copy of room ${roomId}`, cause)
    return { value: undefined, defect: true }
  }

  async function cursorOnDisk(): Promise<CursorRow | undefined> {
    return z.safeParse(cursorRow, await cursors.get(roomId)).data
  }

  return {
    key: `room:${roomId}`,
    empty: undefined,
    async load(known) {
      const { data: cursor, error } = z.safeParse(cursorRow, await cursors.get(roomId))
      if (!cursor) return unreadable(error)
      // What a tab shows it goes on showing.
      const start = known && isSameCopy(known, cursor) ? Math.max(known.floor, cursor.floor) : undefined
      const { from, rows } =
        start === undefined
          ? await newest(cursor.floor, cursor.cursor + 1, Dexie.maxKey)
          : { from: start, rows: await between(start, Dexie.maxKey).toArray() }
      try {
        const { log, defect } = readableCopy({ ...cursor, floor: from }, rows)
        if (defect !== undefined) tellPart(defect)
        return { value: log, isPart: from > cursor.floor }
      } catch (error) {
        return unreadable(error)
      }
    },
    async completed(before, after) {
      if (!before || !after || before.generation !== after.generation) return after
      // Not read: where more was merged below than is known, what is on disk may be newer (SY-01).
      const below = after.messages.slice(0, indexOfSeq(after.messages, before.floor))
      const known = new Set(before.messages.slice(0, indexOfSeq(before.messages, before.floor)))
      const unknown = below.filter((message) => !known.has(message))
      if (unknown.length === 0) return after
      const rows = await messages.bulkGet(unknown.map(({ id }) => id))
      const readable = rows.flatMap((row) => z.safeParse(messageRow, row).data ?? [])
      const merged = writeChanges(after.messages, readable)
      return merged === after.messages ? after : { ...after, messages: merged }
    },
    async save(before, after) {
      const cursor = await cursorOnDisk()
      const isSame = after && cursor && isSameCopy(after, cursor)
      if (!before || !after) await all().delete()
      else if (!isSame) await between(Dexie.minKey, before.floor).delete()
      if (after) {
        const known = isSame ? before?.messages : before && visibleMessages(before)
        const { put, gone } = difference(known ?? [], after.messages, ({ id }) => id)
        await messages.bulkDelete([...gone])
        await messages.bulkPut([...put])
        const { messages: _, ...row } = after
        await cursors.put({ ...row, floor: before && isSame ? Math.min(cursor.floor, row.floor) : row.floor })
      } else {
        await cursors.delete(roomId)
      }
      return true
    },
    copy: {
      roomId,
      trimmed: (log, most, isPart) => log && evicted(log, most, isPart),
      async letGo() {
        await all().delete()
      },
      async isLetGo() {
        return (await cursors.get(roomId)) !== undefined
      },
      further(own, onDisk) {
        if (!own || !onDisk || own.log !== onDisk.log || own.cursor <= onDisk.cursor) return onDisk
        // What was asked for when the copy was either of them fits neither.
        const generation = Math.max(own.generation, onDisk.generation) + 1
        return { ...own, generation, target: Math.max(own.target, onDisk.target) }
      },
      async more(log) {
        const cursor = await cursorOnDisk()
        if (!log || !cursor || !isSameCopy(log, cursor) || cursor.floor >= log.floor) return undefined
        const { from, rows } = await newest(cursor.floor, log.floor, log.floor)
        const held = visibleMessages(log)
        try {
          const { log: part, defect } = readableCopy({ ...cursor, floor: from }, rows)
          if (defect !== undefined) tellPart(defect)
          const { floor, generation } = part
          const value = { ...log, floor, generation, messages: [...part.messages, ...held] }
          return { value, isPart: defect === undefined && from > cursor.floor }
        } catch (error) {
          tellPart(error)
          // What is below goes with the next change.
          return { value: { ...log, generation: log.generation + 1 }, isPart: false }
        }
      },
    },
  }
}

function isSameCopy(one: RoomLog, other: CursorRow): boolean {
  return one.log === other.log && one.generation === other.generation
}
