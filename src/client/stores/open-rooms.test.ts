import { expect, it, vi } from 'vitest'
import type { ListedRoom } from '@/contract/rooms'
import { createFakeClock } from '@/testing/fake-clock'
import { turn } from '@/testing/pumped-wire'
import { createOpenRooms } from './open-rooms'

const room = (roomId: string): ListedRoom => ({
  ...{ roomId, workspace: { id: 'w', name: 'W' }, name: roomId, kind: 'public', members: 1, joined: false },
})

function setUp() {
  const clock = createFakeClock()
  const page = vi.fn(async (_: { after?: string }) => ({ rooms: [room('a')], hasMore: false }))
  let wake = () => {}
  const onWake = (callback: () => void) => {
    wake = callback
    return () => {
      wake = () => {}
    }
  }
  const rooms = createOpenRooms({ page, clock, random: () => 0, onWake })
  return { clock, page, rooms, wake: () => wake() }
}

it('UI-59 the open rooms are asked for while somebody looks, from time to time, and when the machine wakes up', async () => {
  const { clock, page, rooms, wake } = setUp()
  clock.advance(60_000)
  expect([rooms.view(), page.mock.calls.length]).toEqual([undefined, 0])
  const stop = rooms.subscribe(() => {})
  await turn()
  expect(rooms.view()).toHaveLength(1)
  clock.advance(30_000)
  await turn()
  wake()
  await turn()
  expect(page).toHaveBeenCalledTimes(3)
  stop()
  clock.advance(60_000)
  wake()
  await turn()
  expect(page).toHaveBeenCalledTimes(3)
})

it('UI-59 all pages are read; what says the same is the same value and tells nobody', async () => {
  const { clock, page, rooms } = setUp()
  page.mockImplementation(async ({ after }) => ({ rooms: [room(after ? 'b' : 'a')], hasMore: !after }))
  const told = vi.fn()
  rooms.subscribe(told)
  await turn()
  await turn()
  const before = rooms.view()
  expect(before?.map(({ roomId }) => roomId)).toEqual(['a', 'b'])
  clock.advance(30_000)
  await turn()
  await turn()
  expect([rooms.view() === before, told.mock.calls.length]).toEqual([true, 1])
})

it('UI-59 where nobody answers, what was known stays, and it is tried again, later each time', async () => {
  const { clock, page, rooms } = setUp()
  rooms.subscribe(() => {})
  await turn()
  page.mockRejectedValue(new Error('away'))
  rooms.refresh()
  await turn()
  expect(rooms.view()).toHaveLength(1)
  clock.advance(500)
  await turn()
  expect(page).toHaveBeenCalledTimes(3)
  page.mockResolvedValue({ rooms: [], hasMore: false })
  clock.advance(1_000)
  await turn()
  expect(rooms.view()).toEqual([])
})
