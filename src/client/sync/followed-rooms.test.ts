import { expect, test } from 'vitest'
import { createFollowedRooms } from './followed-rooms'

const rooms = (heads: Record<string, number>) =>
  Object.entries(heads).map(([roomId, head]) => ({ roomId, head }))

test('SY-41 any rooms are followed while there is place', () => {
  const followed = createFollowedRooms(3)
  expect(followed.found(rooms({ a: 1, b: 1 }))).toEqual({ begin: ['a', 'b'], end: [] })
  expect(followed.found(rooms({ a: 1, b: 1, c: 1, d: 1 }))).toEqual({ begin: ['c'], end: [] })
  expect(['a', 'b', 'c', 'd'].filter(followed.has)).toEqual(['a', 'b', 'c'])
})

test('SY-41 a room that moves takes the place of the one that has been silent for the longest time', () => {
  const followed = createFollowedRooms(2)
  followed.found(rooms({ a: 1, b: 1, c: 1 }))
  followed.found(rooms({ a: 2, b: 1, c: 1 }))
  expect(followed.found(rooms({ a: 2, b: 1, c: 2 }))).toEqual({ begin: ['c'], end: ['b'] })
  expect(followed.found(rooms({ a: 2, b: 2, c: 2 }))).toEqual({ begin: ['b'], end: ['a'] })
})

test('SY-41 more busy rooms than places do not take turns', () => {
  const followed = createFollowedRooms(2)
  followed.found(rooms({ a: 1, b: 1, c: 1, d: 1 }))
  expect(followed.found(rooms({ a: 2, b: 2, c: 2, d: 2 }))).toEqual({ begin: [], end: [] })
})

test('SY-41 a room whose membership ended gives its place away', () => {
  const followed = createFollowedRooms(2)
  followed.found(rooms({ a: 1, b: 1, c: 1 }))
  expect(followed.found(rooms({ b: 1, c: 1 }))).toEqual({ begin: ['c'], end: ['a'] })
})
