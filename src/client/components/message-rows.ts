/** Turns a room's items into the rows of its list: day lines, messages grouped by author and time, and what stands alone. */

import { startOfDay } from '@/client/language/formats'
import type { ChatItem, EventItem, GapItem, MissingItem, WrittenItem } from '@/client/sync/view'

/** Messages of one author closer than this (ms) belong together. */
export const groupWithin = 5 * 60_000

export type MessageRow =
  | { kind: 'day'; key: string; day: Date }
  /** `first` opens a group: it carries the author's name. */
  | { kind: 'item'; key: string; item: WrittenItem; first: boolean }
  | { kind: 'event'; key: string; item: EventItem }
  | { kind: 'missing'; key: string; item: MissingItem }
  | { kind: 'gap'; key: string; item: GapItem }
  /** What follows is new. Where it stands: within a group of messages, between two, or below another line. */
  | { kind: 'new'; key: string; space: 'group' | 'groups' | 'line' }

/**
 * The items keep their order, whatever their clocks say; a day line stands wherever the day differs from the one before.
 *
 * @param firstNew the message above which a line says that it is new
 * @param range which of them to make rows of; each row is what it is among all of them
 */
export function messageRows(
  items: readonly ChatItem[],
  range: { from: number; to: number } = { from: 0, to: items.length },
  firstNew?: string,
): MessageRow[] {
  const rows: MessageRow[] = []
  /** Rows of the item before the first: it tells whether a day and a group go on. */
  let context = 0
  let before: { senderId: string; at: Date; day: number } | undefined
  for (let index = Math.max(0, range.from - 1); index < range.to; index++) {
    const item = items[index]
    if (index === range.from) context = rows.length
    if (!item) break
    if (item.kind === 'gap') {
      rows.push({ kind: 'gap', key: item.id, item })
      continue
    }
    if (item.kind === 'missing') {
      rows.push({ kind: 'missing', key: item.id, item })
      continue
    }
    const at = new Date(item.sentAt)
    const day = startOfDay(at)
    if (before?.day !== day) rows.push({ kind: 'day', key: `day before ${item.id}`, day: at })
    const near = before !== undefined && Math.abs(at.getTime() - before.at.getTime()) <= groupWithin
    const follows = rows.at(-1)?.kind === 'item'
    const first = !follows || !near || before?.senderId !== item.senderId
    if (item.id === firstNew)
      rows.push({ kind: 'new', key: 'new', space: !follows ? 'line' : first ? 'groups' : 'group' })
    if (item.kind === 'event') {
      rows.push({ kind: 'event', key: item.id, item })
      before = { senderId: '', at, day }
      continue
    }
    rows.push({ kind: 'item', key: item.id, item, first })
    before = { senderId: item.senderId, at, day }
  }
  return rows.slice(context)
}
