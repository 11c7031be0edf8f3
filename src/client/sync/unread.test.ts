import { describe, expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import type { RoomHead } from '@/contract/sync'
import type { RoomLog } from './room-log'
import { unreadIn } from './unread'

const time = '2026-01-01T00:00:00.000Z'

function message(seq: number, over: Partial<Change> = {}): Change {
  return {
    ...{ id: `m${seq}`, roomId: 'room', seq, changedSeq: seq, senderId: 'ben', content: 'x', version: 1 },
    ...{ replyTo: null, sentAt: time, createdAt: time, editedAt: null, removedAt: null, reactions: [] },
    ...over,
  }
}
const removed = (seq: number, changedSeq: number) =>
  message(seq, { changedSeq, removedAt: time, content: '' })

function head(over: Partial<RoomHead>): RoomHead {
  return {
    ...{ roomId: 'room', name: 'Room', kind: 'public', epoch: 1, head: 0, lastReadPosition: 0, unread: 0 },
    ...over,
  }
}

function copy(messages: Change[], over: Partial<RoomLog>): RoomLog {
  return { roomId: 'room', log: 'log', generation: 1, floor: 1, cursor: 0, target: 0, messages, ...over }
}

describe('unread messages', () => {
  test('RM-11 SY-42 what nobody wrote is not unread, wherever it is counted', () => {
    const joined = message(2, { content: '', event: { kind: 'joined' } })
    const held = copy([message(1), joined, message(3)], { cursor: 3, target: 3 })
    expect(unreadIn(head({ head: 3, unread: 2 }), held, 'ada')).toBe(2)
    const part = copy([joined, message(3)], { cursor: 3, target: 3, floor: 2 })
    expect(unreadIn(head({ head: 1, unread: 1 }), part, 'ada')).toBe(2)
  })

  test('SY-42 without a copy, or with one that is behind, the server’s count holds', () => {
    const answer = head({ head: 9, unread: 4 })
    expect(unreadIn(answer, undefined, 'ada')).toBe(4)
    expect(unreadIn(answer, copy([message(1)], { cursor: 8, target: 9 }), 'ada')).toBe(4)
  })

  test('SY-42 a copy that holds everything after the read position is counted: others’ messages that are there', () => {
    const messages = [message(1), message(2), message(3, { senderId: 'ada' }), removed(4, 6), message(5)]
    const held = copy(messages, { cursor: 6, target: 6 })
    expect(unreadIn(head({ head: 3, lastReadPosition: 1, unread: 1 }), held, 'ada')).toBe(2)
    expect(unreadIn(head({ head: 3, lastReadPosition: 5 }), held, 'ada')).toBe(0)
  })

  test('SY-42 FC-21 a shorter copy adds what came since the server counted, and takes away what went', () => {
    const answer = head({ head: 50, lastReadPosition: 10, unread: 30 })
    const messages = [
      removed(45, 53),
      message(49),
      message(51),
      message(52, { senderId: 'ada' }),
      removed(54, 55),
    ]
    expect(unreadIn(answer, copy(messages, { floor: 45, cursor: 55, target: 55 }), 'ada')).toBe(30)
    const grown = [...messages, message(56)]
    expect(unreadIn(answer, copy(grown, { floor: 45, cursor: 56, target: 56 }), 'ada')).toBe(31)
  })

  test('SY-42 it counts as far as the server does', () => {
    const many = Array.from({ length: limits.unreadCounted + 5 }, (_, n) => message(n + 1))
    const held = copy(many, { cursor: many.length, target: many.length })
    expect(unreadIn(head({}), held, 'ada')).toBe(limits.unreadCounted)
    const full = head({ head: 200, unread: limits.unreadCounted })
    const later = copy([removed(190, 201)], { floor: 190, cursor: 201, target: 201 })
    expect(unreadIn(full, later, 'ada')).toBe(limits.unreadCounted)
  })
})
