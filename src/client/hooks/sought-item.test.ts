import { expect, it } from 'vitest'
import type { ChatItem } from '@/client/sync/view'
import { findSought } from './sought-item'

const items: ChatItem[] = [3, 4, 7].map((seq) => ({
  ...{ kind: 'removed', id: `m${seq}`, senderId: 'ana', sentAt: '2026-03-01T12:00:00.000Z', seq },
}))

it('UI-55 a message is found by its id or its position; where nothing shows at that position, the next one is the place', () => {
  expect(findSought(items, { id: 'm4' }, true)).toBe(1)
  expect([3, 4, 5, 7].map((seq) => findSought(items, { seq }, true))).toEqual([0, 1, 2, 2])
})

it('UI-55 what is not here is older while there is anything older, and otherwise nowhere', () => {
  for (const sought of [{ id: 'm1' }, { seq: 2 }]) expect(findSought(items, sought, true)).toBe('older')
  expect(findSought(items, { id: 'm1' }, false)).toBeUndefined()
  expect(findSought(items, { seq: 2 }, false)).toBe(0)
  expect(findSought(items, { seq: 8 }, false)).toBeUndefined()
  expect(findSought([], { seq: 8 }, true)).toBe('older')
})
