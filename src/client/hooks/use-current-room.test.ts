import { expect, it } from 'vitest'
import { placeOf, roomPath } from './use-current-room'

it('UI-55 an address names a room, and with a number a message in it', () => {
  expect(placeOf(roomPath('r1'))).toEqual({ roomId: 'r1' })
  expect(placeOf(roomPath('r1', 12))).toEqual({ roomId: 'r1', seq: 12 })
  expect(placeOf('/rooms/r1/12/')).toEqual({ roomId: 'r1', seq: 12 })
  for (const other of ['/rooms', '/', '/rooms/r1/x', '/rooms/r1/12/3', '/rooms/r1/1234567890123456']) {
    expect(placeOf(other)).toEqual({})
  }
})
