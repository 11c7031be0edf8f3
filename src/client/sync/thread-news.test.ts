import { expect, it } from 'vitest'
import type { Change } from '@/contract/message'
import type { RoomHead } from '@/contract/sync'
import type { RoomLog } from './room-log'
import { threadsWithNews } from './thread-news'

const time = '2026-01-01T00:00:00.000Z'

function message(seq: number, senderId: string, thread?: string, over: Partial<Change> = {}): Change {
  return {
    ...{ id: `m${seq}`, roomId: 'room', seq, changedSeq: seq, senderId, content: 'x', version: 1 },
    ...{ replyTo: null, sentAt: time, createdAt: time, editedAt: null, removedAt: null, reactions: [] },
    ...(thread ? { thread } : {}),
    ...over,
  }
}

function copyOf(...messages: Change[]): RoomLog {
  const cursor = messages.at(-1)?.seq ?? 0
  return { roomId: 'room', log: 'log', generation: 1, floor: 1, cursor, target: cursor, messages }
}

const head = (over: Partial<RoomHead> = {}): RoomHead => ({
  ...{ roomId: 'room', name: 'Room', kind: 'public', head: 3, epoch: 1, lastReadPosition: 3, unread: 0 },
  ...over,
})
const none = new Map<string, number>()

it('TH-06 what the server names is new, until it was read here as far as the server knew', () => {
  const named = head({ threads: [{ id: 'm1', lastRead: 1 }] })
  expect(threadsWithNews(named, undefined, 'me', none)).toEqual([{ id: 'm1', lastRead: 1 }])
  expect(threadsWithNews(named, undefined, 'me', new Map([['m1', 2]]))).toHaveLength(1)
  expect(threadsWithNews(named, undefined, 'me', new Map([['m1', 3]]))).toEqual([])
})

it('TH-06 answers that came since are new in threads that one began or answered in, at once', () => {
  const began = copyOf(message(1, 'me'), message(4, 'ana', 'm1'))
  expect(threadsWithNews(head(), began, 'me', none)).toEqual([{ id: 'm1', lastRead: 3 }])
  const answered = copyOf(message(1, 'ana'), message(2, 'me', 'm1'), message(4, 'ana', 'm1'))
  expect(threadsWithNews(head(), answered, 'me', none)).toEqual([{ id: 'm1', lastRead: 3 }])
  const others = copyOf(message(1, 'ana'), message(2, 'omar', 'm1'), message(4, 'ana', 'm1'))
  expect(threadsWithNews(head(), others, 'me', none)).toEqual([])
})

it('TH-06 one’s own answers, removed ones, and what was read are not new', () => {
  const own = copyOf(message(1, 'me'), message(4, 'me', 'm1'))
  const removed = copyOf(message(1, 'me'), message(4, 'ana', 'm1', { removedAt: time }))
  for (const copy of [own, removed]) expect(threadsWithNews(head(), copy, 'me', none)).toEqual([])
  const read = copyOf(message(1, 'me'), message(4, 'ana', 'm1'), message(5, 'ana', 'm1'))
  expect(threadsWithNews(head(), read, 'me', new Map([['m1', 4]]))).toEqual([{ id: 'm1', lastRead: 4 }])
  expect(threadsWithNews(head(), read, 'me', new Map([['m1', 5]]))).toEqual([])
})
