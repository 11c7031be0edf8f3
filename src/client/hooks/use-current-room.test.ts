import { expect, it } from 'vitest'
import { detailsPath, placeOf, roomPath, threadPath } from './use-current-room'

it('UI-55 an address names a room, and with more a message or a thread in it', () => {
  expect(placeOf(roomPath('r1'))).toEqual({ roomId: 'r1' })
  expect(placeOf(roomPath('r1', 12))).toEqual({ roomId: 'r1', seq: 12 })
  expect(placeOf('/rooms/r1/12/')).toEqual({ roomId: 'r1', seq: 12 })
  expect(placeOf(threadPath('r1', 'm1'))).toEqual({
    ...{ roomId: 'r1', panel: { is: 'thread', threadId: 'm1' } },
  })
  expect(placeOf(detailsPath('r1'))).toEqual({ roomId: 'r1', panel: { is: 'details' } })
  for (const other of [
    '/rooms',
    '/',
    '/rooms/r1/x',
    '/rooms/r1/thread',
    '/rooms/r1/12/3',
    '/rooms/r1/1234567890123456',
  ]) {
    expect(placeOf(other)).toEqual({})
  }
})
