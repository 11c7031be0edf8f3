import { expect, it } from 'vitest'
import { nextRoom } from './next-room'

const room = (roomId: string, unread = 0, over: object = {}) => ({ roomId, unread, ...over })
const order = { byName: (a: string, b: string) => a.localeCompare(b), unnamed: 'Your rooms' }
const rooms = [room('a'), room('b', 2), room('c'), room('d', 1, { muted: true }), room('e')]

it('NT-11 the rooms are gone through one after the other, and round', () => {
  const go = (from: string | undefined, step: 1 | -1) => nextRoom(rooms, from, step, false, order)
  expect([go('a', 1), go('e', 1), go('b', -1), go('a', -1)]).toEqual(['b', 'a', 'a', 'e'])
  expect([go(undefined, 1), go(undefined, -1), go('gone', 1)]).toEqual(['a', 'e', 'a'])
  expect(nextRoom([room('a')], 'a', 1, false, order)).toBeUndefined()
})

it('NT-11 or only those with something unread, without muted ones', () => {
  const go = (from: string, step: 1 | -1) => nextRoom(rooms, from, step, true, order)
  expect([go('a', 1), go('c', 1), go('e', -1), go('b', 1)]).toEqual(['b', 'b', 'b', undefined])
  const threads = [...rooms, room('f', 0, { threads: [{ id: 't', lastRead: 0 }] })]
  expect(nextRoom(threads, 'c', 1, true, order)).toBe('f')
})

it('NT-11 in the order of the list, which is by workspace first', () => {
  const of = (name: string) => ({ workspace: { id: name, name } })
  const mixed = [room('a', 0, of('Work')), room('b', 0, of('Home')), room('c', 0, of('Work'))]
  expect(nextRoom(mixed, 'b', 1, false, order)).toBe('a')
  expect(nextRoom(mixed, 'a', 1, false, order)).toBe('c')
})
