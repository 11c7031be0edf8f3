import { expect, it } from 'vitest'
import type { ChatItem } from '@/client/sync/view'
import { messageRows } from './message-rows'

function waiting(id: string, senderId: string, sentAt: Date): ChatItem {
  return { kind: 'pending', id, senderId, sentAt: sentAt.toISOString(), content: id, state: 'waiting' }
}

function summary(items: ChatItem[], firstNew?: string): string[] {
  return messageRows(items, undefined, firstNew).map((row) =>
    row.kind === 'item' ? `${row.item.id}${row.first ? ' first' : ''}` : row.kind,
  )
}

it('UI-07 messages of one author within five minutes form a group; a pause or another author opens one', () => {
  const items = [
    waiting('a', 'ana', new Date(2026, 2, 1, 12, 0)),
    waiting('b', 'ana', new Date(2026, 2, 1, 12, 5)),
    waiting('c', 'ana', new Date(2026, 2, 1, 12, 11)),
    waiting('d', 'omar', new Date(2026, 2, 1, 12, 12)),
  ]
  expect(summary(items)).toEqual(['day', 'a first', 'b', 'c first', 'd first'])
})

it('UI-54 a line stands before the first new message, after the day line, and leaves groups as they are; also where it is the first that is drawn', () => {
  const items = [
    waiting('a', 'ana', new Date(2026, 2, 1, 12, 0)),
    waiting('b', 'ana', new Date(2026, 2, 1, 12, 1)),
    waiting('c', 'ana', new Date(2026, 2, 2, 12, 2)),
  ]
  expect(summary(items, 'b')).toEqual(['day', 'a first', 'new', 'b', 'day', 'c first'])
  expect(summary(items, 'c')).toEqual(['day', 'a first', 'b', 'day', 'new', 'c first'])
  expect(messageRows(items, { from: 1, to: 3 }, 'b').map(({ kind }) => kind)).toEqual([
    'new',
    'item',
    'day',
    'item',
  ])
})

it('UI-08 a day line stands before the first message of each day and opens a group', () => {
  const items = [
    waiting('a', 'ana', new Date(2026, 2, 1, 23, 59)),
    waiting('b', 'ana', new Date(2026, 2, 2, 0, 1)),
  ]
  expect(summary(items)).toEqual(['day', 'a first', 'day', 'b first'])
})

it('UI-08 wrong clocks never move a message', () => {
  const items = [
    waiting('a', 'ana', new Date(2030, 0, 1)),
    waiting('b', 'omar', new Date(2026, 0, 1)),
    waiting('c', 'ana', new Date(2030, 0, 1)),
  ]
  expect(summary(items).filter((row) => row !== 'day')).toEqual(['a first', 'b first', 'c first'])
})

it('RM-11 an event stands by itself, under the line of its day, and whoever writes after it opens a group', () => {
  const joined: ChatItem = {
    ...{ kind: 'event', id: 'e', senderId: 'ana', sentAt: new Date(2026, 2, 1, 12, 1).toISOString(), seq: 2 },
    event: { kind: 'joined' },
  }
  const [a, b] = [
    waiting('a', 'ana', new Date(2026, 2, 1, 12, 0)),
    waiting('b', 'ana', new Date(2026, 2, 1, 12, 2)),
  ]
  expect(summary([a, joined, b])).toEqual(['day', 'a first', 'event', 'b first'])
  expect(summary([joined, a])).toEqual(['day', 'event', 'a first'])
})

it('UI-19 what was refused of a message that is not here stands by itself', () => {
  const missing: ChatItem = { kind: 'missing', id: 'm', senderId: 'ana', refused: [] }
  expect(summary([waiting('a', 'ana', new Date(2026, 2, 1, 12, 0)), missing])).toEqual([
    ...['day', 'a first', 'missing'],
  ])
})

it('UI-18 a gap stands where it is, opens a group, and makes no day line of its own', () => {
  const gap: ChatItem = { kind: 'gap', id: 'gap' }
  const items = [
    waiting('a', 'ana', new Date(2026, 2, 1, 12, 0)),
    gap,
    waiting('b', 'ana', new Date(2026, 2, 1, 12, 1)),
    waiting('c', 'ana', new Date(2026, 2, 1, 12, 2)),
  ]
  expect(summary(items)).toEqual(['day', 'a first', 'gap', 'b first', 'c'])
  expect(summary([gap])).toEqual(['gap'])
  expect(summary([gap, ...items.slice(2)])).toEqual(['gap', 'day', 'b first', 'c'])
})

it('UI-30 the rows of a part are those that they are among all: its first message repeats neither day nor author', () => {
  const items = [
    waiting('a', 'ana', new Date(2026, 2, 1, 12, 0)),
    waiting('b', 'ana', new Date(2026, 2, 1, 12, 1)),
    waiting('c', 'ana', new Date(2026, 2, 2, 12, 0)),
    waiting('d', 'ana', new Date(2026, 2, 2, 12, 1)),
  ]
  const all = messageRows(items)
  expect(messageRows(items, { from: 0, to: 4 })).toEqual(all)
  expect(messageRows(items, { from: 1, to: 3 })).toEqual(all.slice(2, 5))
  expect(messageRows(items, { from: 2, to: 4 })).toEqual(all.slice(3))
})
