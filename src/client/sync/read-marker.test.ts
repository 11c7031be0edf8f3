import { expect, test } from 'vitest'
import type { Change } from '@/contract/message'
import { createReadMarker } from './read-marker'
import type { RoomLog } from './room-log'

const time = '2026-01-01T00:00:00.000Z'
const message = (seq: number): Change => ({
  ...{ id: `m${seq}`, roomId: 'room', seq, changedSeq: seq, senderId: 'ben', content: 'x', version: 1 },
  ...{ replyTo: null, sentAt: time, createdAt: time, editedAt: null, removedAt: null, reactions: [] },
})
const copy = (seqs: number[], cursor: number, target: number, log = 'log'): RoomLog => ({
  ...{ roomId: 'room', log, generation: 1, floor: 1, cursor, target, messages: seqs.map(message) },
})

function setUp() {
  const told: number[] = []
  const marker = createReadMarker({
    read: {
      ...{ raise: (_log, position) => void told.push(position), forget() {}, close() {} },
      lower: (_log, position) => void told.push(-position),
    },
    ...{ hasRead() {}, hasUnread() {} },
  })
  return { marker, told }
}

test('SY-43 what is read is noted at once from a complete copy', () => {
  const { marker, told } = setUp()
  marker.mark(copy([], 0, 0))
  marker.mark(copy([1, 2], 2, 2))
  expect(told).toEqual([2])
})

test('SY-43 in the middle of a catch-up it is noted afterwards, as far as it was seen then', () => {
  const { marker, told } = setUp()
  // Message 1 was changed at position 9: it comes with a later page, below the newest message that is shown.
  marker.mark(copy([2, 3], 3, 9))
  marker.grown(copy([2, 3, 4], 4, 9))
  expect(told).toEqual([])
  marker.grown(copy([1, 2, 3, 4], 9, 9))
  marker.grown(copy([1, 2, 3, 4, 10], 10, 10))
  expect(told).toEqual([3])
})

test('SY-43 what was seen of another history is not noted', () => {
  const { marker, told } = setUp()
  marker.mark(copy([2, 3], 3, 9))
  marker.grown(copy([1], 1, 1, 'restored'))
  expect(told).toEqual([])
})

test('SN-07 what is marked unread is taken back, and what was seen before in the middle of a catch-up is not noted', () => {
  const { marker, told } = setUp()
  marker.mark(copy([2, 3, 4], 4, 9))
  marker.unmark(copy([2, 3, 4], 4, 9), 3)
  marker.grown(copy([2, 3, 4], 9, 9))
  expect(told).toEqual([-2])
})
