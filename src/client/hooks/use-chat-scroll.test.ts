import { expect, it } from 'vitest'
import type { ChatItem } from '@/client/sync/view'
import { countUnseen, newestSeq } from './use-chat-scroll'

const base = { sentAt: '2026-03-01T12:00:00.000Z', content: 'x' }

function message(seq: number, senderId: string): ChatItem {
  const rest = { version: 1, edited: false, pendingEdit: false, replyTo: null, reactions: [] }
  return { ...base, ...rest, kind: 'message', id: `m${seq}`, seq, senderId }
}

const items: ChatItem[] = [
  message(1, 'ana'),
  message(4, 'me'),
  { kind: 'removed', id: 'r', senderId: 'ana', sentAt: base.sentAt, seq: 5 },
  message(6, 'omar'),
  { ...base, kind: 'pending', id: 'p', senderId: 'me', state: 'waiting' },
]

it('UI-15 the newest position is the highest of those that the server gave', () => {
  expect(newestSeq(items)).toBe(6)
  expect(newestSeq([])).toBe(0)
})

it('UI-15 unseen are the messages of others after the place where the reader left the end', () => {
  expect(countUnseen(items, 0, 'me')).toBe(2)
  expect(countUnseen(items, 1, 'me')).toBe(1)
  expect(countUnseen(items, 6, 'me')).toBe(0)
})
