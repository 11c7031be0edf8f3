import { expect, it } from 'vitest'
import type { RoomHead } from '@/contract/sync'
import { copyOf, message, roomId, uuid } from './local-store-contract'
import { mentionedIn } from './mentioned'

const me = uuid(77)
const isForMe = (content: string) => content.includes('@me')
const head = (over: Partial<RoomHead> = {}): RoomHead => ({
  ...{ roomId, name: 'Tea', kind: 'public', head: 3, epoch: 1, lastReadPosition: 0, unread: 3 },
  ...over,
})
const messages = [message(1), message(2), message(3)]
/** As they are, but the second names me. */
const naming = (over: object = {}) =>
  copyOf(messages.map((one, index) => (index === 1 ? { ...one, content: 'hi @me', ...over } : one)))

it('NT-02 the newest unread message of somebody else that names the user counts', () => {
  expect(mentionedIn(head(), naming(), me, isForMe)).toBe(2)
  expect(mentionedIn(head(), copyOf(messages), me, isForMe)).toBeUndefined()
})

it('NT-02 what was read, removed, is in a thread or one’s own does not', () => {
  expect(mentionedIn(head({ lastReadPosition: 2, unread: 1 }), naming(), me, isForMe)).toBeUndefined()
  expect(mentionedIn(head({ unread: 0 }), naming(), me, isForMe)).toBeUndefined()
  for (const over of [{ removedAt: messages[0]?.sentAt }, { thread: uuid(5) }, { senderId: me }])
    expect(mentionedIn(head(), naming(over), me, isForMe)).toBeUndefined()
})

it('NT-02 of a message that is not here yet the head tells', () => {
  const latest = { id: uuid(9), senderId: uuid(8), content: '@me!', sentAt: '2026-03-01T12:00:00.000Z' }
  expect(mentionedIn(head({ latest }), undefined, me, isForMe)).toBe(3)
  expect(mentionedIn(head({ latest: { ...latest, senderId: me } }), undefined, me, isForMe)).toBeUndefined()
})
