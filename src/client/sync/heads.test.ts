import { expect, it, vi } from 'vitest'
import type { HeadsInput, RoomHead } from '@/contract/sync'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { createHeads } from './heads'

const head = (roomId: string): RoomHead => ({
  roomId,
  name: roomId,
  kind: 'public',
  head: 0,
  epoch: 1,
  lastReadPosition: 0,
  unread: 0,
})

it('SY-30 every membership is read, whatever ended ones stand between pages', async () => {
  // The server's order is by id, ended ones included, two a page.
  const memberships = ['1-ended', '2-ended', '3-room', '4-ended', '5-room']
  const asked: (string | undefined)[] = []
  const found = vi.fn()
  const heads = createHeads({
    userId: 'ada',
    stored: createMemoryDisk().open().heads,
    transport: {
      async heads({ after }: HeadsInput) {
        asked.push(after)
        const rest = memberships.filter((id) => after === undefined || id > after)
        const page = rest.slice(0, 2)
        return {
          log: 'log',
          rooms: page.filter((id) => id.endsWith('room')).map(head),
          ended: page.filter((id) => id.endsWith('ended')),
          hasMore: rest.length > 2,
        }
      },
    },
    live: { join: () => () => {} },
    clock: createFakeClock(),
    random: () => 0,
    looking: () => found,
    announced: () => {},
  })
  heads.start()
  await vi.waitFor(() => expect(found).toHaveBeenCalled())
  expect(asked).toEqual([undefined, '2-ended', '4-ended'])
  expect(found.mock.calls).toMatchObject([
    [{ rooms: [{ roomId: '3-room' }, { roomId: '5-room' }], ended: ['1-ended', '2-ended', '4-ended'] }],
  ])
  expect(heads.view().rooms.map(({ roomId }) => roomId)).toEqual(['3-room', '5-room'])
  heads.close()
})

it('SN-07 what is marked unread is shown at once, whatever an earlier look answers, until the server has it or the reader reads on', async () => {
  const clock = createFakeClock()
  const roomId = 'room'
  const heads = createHeads({
    ...{ userId: 'ada', clock, random: () => 0, looking: () => () => {}, announced: () => {} },
    stored: createMemoryDisk().open().heads,
    transport: {
      heads: async () => ({
        log: 'log',
        rooms: [{ ...head(roomId), lastReadPosition: 5 }],
        ended: [],
        hasMore: false,
      }),
    },
    live: { join: () => () => {} },
  })
  const shown = () => heads.view().rooms.map(({ lastReadPosition, unread }) => [lastReadPosition, unread])
  heads.start()
  await vi.waitFor(() => expect(shown()).toEqual([[5, 0]]))
  heads.unread({ roomId, log: 'log', position: 3 })
  expect(shown()).toEqual([[3, 1]])
  heads.refresh()
  clock.advance(1_000)
  await turn()
  expect(shown()).toEqual([[3, 1]])
  // The server has not heard yet how far was read before that.
  heads.unread({ roomId, log: 'log', position: 7 })
  expect(shown()).toEqual([[7, 1]])
  heads.readRefused(roomId)
  clock.advance(1_000)
  await vi.waitFor(() => expect(shown()).toEqual([[5, 0]]))
  heads.close()
})

it('SY-26 how far somebody has read is shown at once, and taken back where the server refuses it', async () => {
  const clock = createFakeClock()
  const roomId = 'room'
  const heads = createHeads({
    ...{ userId: 'ada', clock, random: () => 0, looking: () => () => {}, announced: () => {} },
    stored: createMemoryDisk().open().heads,
    transport: {
      heads: async () => ({ log: 'log', rooms: [{ ...head(roomId), unread: 3 }], ended: [], hasMore: false }),
    },
    live: { join: () => () => {} },
  })
  const unread = () => heads.view().rooms.map((room) => room.unread)
  heads.start()
  await vi.waitFor(() => expect(unread()).toEqual([3]))
  heads.read({ roomId, log: 'log', position: 5 })
  expect(unread()).toEqual([0])
  heads.readRefused(roomId)
  clock.advance(1_000)
  await vi.waitFor(() => expect(unread()).toEqual([3]))
  heads.close()
})
