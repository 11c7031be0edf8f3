import { expect, it } from 'vitest'
import type { ChatItem, GapBetween } from '@/client/sync/view'
import { findSought } from './sought-item'

const gap: GapBetween = { kind: 'gap', id: 'gap', between: { from: 8, to: 20 } }
const at = (seq: number): ChatItem => ({
  ...{ kind: 'removed', id: `m${seq}`, senderId: 'ana', sentAt: '2026-03-01T12:00:00.000Z', seq },
})
const items = [3, 4, 7].map(at)
const whole = { hasOlder: false, gaps: [] }
const young = { hasOlder: true, gaps: [] }
const parted = { hasOlder: true, gaps: [gap] }

it('UI-55 a message is found by its id or its position; where nothing shows at that position, the next one is the place, or the last', () => {
  expect(findSought(items, { id: 'm4' }, young)).toBe(1)
  expect([3, 4, 5, 7, 8].map((seq) => findSought(items, { seq }, young))).toEqual([0, 1, 2, 2, 2])
})

it('UI-55 what is not here is elsewhere while anything is missing, and otherwise nowhere', () => {
  for (const sought of [{ id: 'm1' }, { seq: 2 }]) expect(findSought(items, sought, young)).toBe('elsewhere')
  expect(findSought(items, { id: 'm1' }, whole)).toBeUndefined()
  expect(findSought(items, { seq: 2 }, whole)).toBe(0)
  expect(findSought([], { seq: 8 }, whole)).toBeUndefined()
  expect(findSought([], { seq: 8 }, young)).toBe('elsewhere')
})

it('UI-55 what would be in a gap is elsewhere, and what comes after it is not its place', () => {
  const all = [...items, gap, at(20)]
  expect([7, 8, 19, 20].map((seq) => findSought(all, { seq }, parted))).toEqual([
    2,
    'elsewhere',
    'elsewhere',
    4,
  ])
  expect(findSought(all, { id: 'm9' }, { ...parted, hasOlder: false })).toBe('elsewhere')
})
