import { expect, it } from 'vitest'
import type { Change } from '@/contract/message'
import type { RoomHead } from '@/contract/sync'
import { latestIn } from './latest'
import type { RoomLog } from './room-log'

const time = '2026-01-01T00:00:00.000Z'

function message(seq: number, over: Partial<Change> = {}): Change {
  return {
    ...{
      id: `m${seq}`,
      roomId: 'room',
      seq,
      changedSeq: seq,
      senderId: 'ana',
      content: `text ${seq}`,
      version: 1,
    },
    ...{ replyTo: null, sentAt: time, createdAt: time, editedAt: null, removedAt: null, reactions: [] },
    ...over,
  }
}

const copyOf = (messages: Change[], over: Partial<RoomLog> = {}): RoomLog => ({
  ...{ roomId: 'room', log: 'log', generation: 1, floor: 1, cursor: 9, target: 9, messages, ...over },
})
const latest = { id: 'm2', senderId: 'ana', content: 'text 2', sentAt: time }
const head: RoomHead = {
  ...{
    roomId: 'room',
    name: 'Room',
    kind: 'public',
    head: 5,
    epoch: 1,
    lastReadPosition: 0,
    unread: 0,
    latest,
  },
}

it('UI-57 the server’s word holds until the copy has come as far, and stays the same value while that says the same', () => {
  expect(latestIn(head, undefined)).toBe(latest)
  expect(latestIn(head, copyOf([message(7)], { cursor: 4 }))).toBe(latest)
  expect(latestIn(head, copyOf([message(2)]))).toBe(latest)
})

it('UI-57 the copy tells what came, what was changed, and what is gone', () => {
  expect(latestIn(head, copyOf([message(2), message(7)]))?.id).toBe('m7')
  expect(latestIn(head, copyOf([message(2, { content: 'better' })]))?.content).toBe('better')
  const gone = [message(1), message(2, { removedAt: time, content: '' })]
  expect(latestIn(head, copyOf(gone))?.id).toBe('m1')
  expect(latestIn(head, copyOf(gone.slice(1)))).toBeUndefined()
  expect(latestIn(head, copyOf(gone.slice(1), { floor: 2 }))).toBe(latest)
})

it('UI-57 neither events nor what is in threads is a room’s latest message, and long ones are cut between characters', () => {
  const other = [message(7, { thread: 'm2' }), message(8, { event: { kind: 'joined' }, content: '' })]
  expect(latestIn(head, copyOf([message(2), ...other]))).toBe(latest)
  expect(latestIn(head, copyOf([message(7, { content: '👋'.repeat(4_000) })]))?.content).toBe(
    '👋'.repeat(200),
  )
})
