/** What a restored server has lost, while copies of the history that had it are still there. */
import { expect, test } from 'vitest'
import type { Change } from '@/contract/message'
import type { EntryState, Queue } from './outbox-entry'
import { offer } from './outbox-queue'
import { settle } from './outbox-settle'
import { openLog } from './room-log'

const roomId = 'room'
const message: Change = {
  ...{ id: 'lost', roomId, seq: 1, changedSeq: 1, senderId: 'ada', content: 'hello', replyTo: null },
  ...{ sentAt: '2026-01-01T00:00:00.000Z', createdAt: '2026-01-01T00:00:00.000Z' },
  ...{ editedAt: null, removedAt: null, version: 1, reactions: [] },
}
const copyOf = (log: string) =>
  openLog(roomId, { log, epoch: 1, head: 1, changes: [message], hasMore: false }, 1)
const before = copyOf('before')
const restored = copyOf('restored')
const { id, senderId: as, content, sentAt } = message
const queued = (state: EntryState): Queue => [
  {
    ...{ order: 1, dependsOn: undefined, state, serverFailures: 0 },
    command: { kind: 'send', id, as, roomId, content, sentAt },
  },
]

test('SY-44 a message that was lost waits for its author, although the copy of the old history still shows it', () => {
  const queue = offer([], [message], 10, 'before')
  expect(queue).toMatchObject([{ command: { id }, state: { is: 'parked', code: 'MESSAGE_LOST' } }])
  expect(settle(queue, before)).toBe(queue)
  expect(settle(queue, restored)).toEqual([])
})

test('SY-44 what waited when its message was lost is not let go of for the old copy', () => {
  const unclear = offer(queued({ is: 'parked', code: 'INTERNAL', unclear: true }), [message], 10, 'before')
  expect(settle(unclear, before)).toBe(unclear)
  expect(settle(unclear, restored)).toEqual([])
  const acknowledged = offer(queued({ is: 'acked', log: 'before', position: 1 }), [message], 10, 'before')
  expect(acknowledged).toMatchObject([{ state: { is: 'frozen' } }])
  const again = queued({ is: 'acked', log: 'restored', position: 1 })
  expect(offer(again, [message], 10, 'before')).toEqual(again)
})
