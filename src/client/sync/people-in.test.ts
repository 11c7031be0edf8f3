import { expect, it } from 'vitest'
import { createPeopleIn } from './people-in'
import type { ChatItem } from './view'

const message = (seq: number, senderId: string, over: object = {}): ChatItem => ({
  ...{ kind: 'message', id: `m${seq}`, seq, senderId, sentAt: '2026-01-01T00:00:00.000Z', content: 'x' },
  ...{ version: 1, edited: false, pendingEdit: false, replyTo: null, reactions: [], ...over },
})

it('UI-91 all whose names a room shows are known as it grows, and nothing changes while nobody comes along', () => {
  const peopleIn = createPeopleIn()
  const items = [message(1, 'ana'), message(2, 'omar')]
  const threads = new Map<string, readonly ChatItem[]>()
  const first = peopleIn({ items, threads })
  expect(first).toEqual(['ana', 'omar'])
  expect(peopleIn({ items: [...items, message(3, 'ana')], threads })).toBe(first)

  const joined: ChatItem = {
    ...{ kind: 'event', id: 'e', seq: 4, senderId: 'ana', sentAt: '2026-01-01T00:00:00.000Z' },
    event: { kind: 'added', userId: 'new' },
  }
  const reacted = message(1, 'ana', { reactions: [{ emoji: '👍', userIds: ['lena'] }] })
  const later = {
    items: [reacted, message(2, 'omar'), joined],
    threads: new Map([['m1', [message(5, 'bo')]]]),
  }
  expect(new Set(peopleIn(later))).toEqual(new Set(['ana', 'omar', 'new', 'lena', 'bo']))
})
