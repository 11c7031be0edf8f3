/** How the values of the local store lie in its tables. Everything here runs inside a transaction. */
import * as z from 'zod/mini'
import { type RoomHead, roomHead } from '@/contract/sync'
import type { OutboxEntry, Queue } from '../sync/outbox-entry'
import type { LocalDatabase } from './database'
import { difference } from './difference'
import { type DraftRow, draftRow, outboxRow } from './rows'

/** Says what cannot be read, and why. */
export type TellDefect = (what: string, cause: unknown) => void

export interface Loaded<Value> {
  readonly value: Value
  /** There is something unreadable in the place of the value, which the next change replaces. */
  readonly defect?: boolean
  /** There is more of it on disk than was read. */
  readonly isPart?: boolean
}

export interface StoredValue<Value> {
  /** Names it among the versions. */
  readonly key: string
  /** What it is while there is no version of it. */
  readonly empty: Value
  /** @param known what this tab has of it: not less is read */
  load(known: Value): Promise<Loaded<Value>>
  /** Only where parts are read: a change of what was read, together with what is newer in the other part. */
  completed?(before: Value, after: Value): Promise<Value>
  /** Writes the difference. Answers whether there was one. */
  save(before: Value, after: Value): Promise<boolean>
  /** Only where it is a copy: where there is no space for it, tabs go on with what they hold. */
  readonly copy?: StoredCopy<Value>
}

export interface StoredCopy<Value> {
  readonly roomId: string
  /** Its newest messages, at most `most`; where that is all that was read, nothing else stays. */
  trimmed(value: Value, most: number, isPart: boolean): Value
  /** Makes space, and writes nothing for that: on a full disk no row can be written. */
  letGo(): Promise<void>
  /** Whether that is why there is none. */
  isLetGo(): Promise<boolean>
  /** Of one that there was no space for and of what another tab has written, the one that comes further. */
  further(own: Value, onDisk: Value): Value
  /** With some more of what is on disk; undefined where there is no more. */
  more(value: Value): Promise<Loaded<Value> | undefined>
}

/** Commands that cannot be read stay where they are: they are neither sent nor deleted (LS-12). */
export function storedOutbox({ outbox }: LocalDatabase, tell: TellDefect): StoredValue<Queue> {
  return {
    key: 'outbox',
    empty: [],
    async load() {
      const entries: OutboxEntry[] = []
      for (const stored of await outbox.orderBy('order').toArray()) {
        const row = z.safeParse(outboxRow, stored)
        if (row.success) {
          const { command, order, dependsOn, state, serverFailures } = row.data
          entries.push({ command, order, dependsOn, state, serverFailures })
        } else {
          tell(`A message or change that waits to be sent (${idOf(stored)})`, row.error)
        }
      }
      return { value: entries }
    },
    async save(before, after) {
      const { put, gone } = difference(before, after, ({ command }) => command.id)
      // What could not be read back is refused while its author still has it.
      await outbox.bulkPut(put.map((entry) => z.parse(outboxRow, { id: entry.command.id, ...entry })))
      await outbox.bulkDelete([...gone])
      return put.length + gone.length > 0
    },
  }
}

/** By id. Written are only those that say something else than before: all of them come anew every time. */
export function storedHeads(
  { rooms }: LocalDatabase,
  tell: TellDefect,
): StoredValue<readonly RoomHead[] | undefined> {
  return {
    key: 'heads',
    empty: undefined,
    async load() {
      const rows = z.safeParse(z.array(roomHead), await rooms.toArray())
      if (rows.success) return { value: rows.data }
      tell('The list of rooms', rows.error)
      return { value: undefined, defect: true }
    },
    async save(before, after) {
      const old = new Map(before?.map((head) => [head.roomId, JSON.stringify(head)]))
      const put = after?.filter((head) => old.get(head.roomId) !== JSON.stringify(head)) ?? []
      if (!before || !after) await rooms.clear()
      for (const { roomId } of after ?? []) old.delete(roomId)
      await rooms.bulkDelete([...old.keys()])
      await rooms.bulkPut(put)
      return !before || !after || put.length + old.size > 0
    },
  }
}

export function storedDraft(
  { drafts }: LocalDatabase,
  roomId: string,
  tell: TellDefect,
): StoredValue<string> {
  return {
    key: `draft:${roomId}`,
    empty: '',
    async load() {
      const row = z.safeParse(draftRow, await drafts.get(roomId))
      if (row.success) return { value: row.data.text }
      tell(`The draft in room ${roomId}`, row.error)
      return { value: '', defect: true }
    },
    async save(_before, text) {
      if (text === '') await drafts.delete(roomId)
      else await drafts.put({ roomId, text })
      return true
    },
  }
}

/** All that is being written, in no order. Runs inside a transaction. */
export async function readDrafts({ drafts }: LocalDatabase, tell: TellDefect): Promise<DraftRow[]> {
  const rows: DraftRow[] = []
  for (const stored of await drafts.toArray()) {
    const row = z.safeParse(draftRow, stored)
    if (row.success) rows.push(row.data)
    else tell('A draft', row.error)
  }
  return rows
}

function idOf(row: unknown): string {
  return typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : 'no id'
}
