import { expect, it } from 'vitest'
import type { RoomHead } from '@/contract/sync'
import { createFakeClock } from '@/testing/fake-clock'
import { showUnread } from './unread-badge'

function setUp(badge: Parameters<typeof showUnread>[0]['badge']) {
  let counts: number[] = []
  let tell = () => {}
  let muted: string[] = []
  let tellMuted = () => {}
  const titles: string[] = []
  const clock = createFakeClock()
  let seen = false
  const stop = showUnread({
    badge,
    muted: {
      has: (roomId) => muted.includes(roomId),
      subscribe(listener) {
        tellMuted = listener
        return () => {
          tellMuted = () => {}
        }
      },
    },
    heads: {
      view: () => ({ rooms: counts.map((unread, index) => ({ roomId: `r${index}`, unread }) as RoomHead) }),
      subscribe(listener) {
        tell = listener
        return () => {
          tell = () => {}
        }
      },
    },
    setTitle: (title) => titles.push(title),
    ...{ clock, isSeen: () => seen },
  })
  return {
    ...{ titles, stop, clock },
    look() {
      seen = true
    },
    mute(...roomIds: string[]) {
      muted = roomIds
      tellMuted()
    },
    show(next: number[]) {
      counts = next
      tell()
    },
  }
}

it('IN-06 the title and the badge show the sum of all rooms, and nothing where there is nothing', () => {
  const shown: (number | 'none')[] = []
  const { show, stop, titles } = setUp({
    setAppBadge: async (count) => void shown.push(count),
    clearAppBadge: async () => void shown.push('none'),
  })
  show([1, 0, 2])
  show([2, 1, 0])
  show([100, 3])
  show([])
  show([5])
  stop()
  show([7])
  expect(shown).toEqual([3, 103, 'none', 5, 'none'])
  expect(titles).toEqual(['(3) Parley', '(99+) Parley', 'Parley', '(5) Parley', 'Parley'])
})

it('IN-06 what is read within a moment, while somebody sees the page, is never in the title; what is not read is', () => {
  const { show, look, clock, stop, titles } = setUp({})
  look()
  for (let message = 0; message < 40; message++) {
    show([1])
    clock.advance(90)
    show([0])
    clock.advance(10)
  }
  expect(titles).toEqual([])
  for (const count of [1, 2, 1, 3]) {
    show([count])
    clock.advance(100)
  }
  clock.advance(600)
  expect(titles).toEqual(['(1) Parley'])
  clock.advance(1_000)
  expect(titles).toEqual(['(1) Parley', '(3) Parley'])
  show([2])
  expect(titles.at(-1)).toBe('(2) Parley')
  show([5])
  stop()
  clock.advance(5_000)
  expect(titles.at(-1)).toBe('Parley')
})

it('NT-04 the title leaves muted rooms out', () => {
  const { show, mute, stop, titles } = setUp({})
  show([1, 2])
  mute('r1')
  mute()
  stop()
  mute('r1')
  expect(titles).toEqual(['(3) Parley', '(1) Parley', '(3) Parley', 'Parley'])
})

it('IN-06 without badges, or where they are refused, there is still the title', async () => {
  const { show, titles } = setUp({})
  show([1])
  const refusing = setUp({ setAppBadge: () => Promise.reject(new Error('not installed')) })
  refusing.show([2])
  await Promise.resolve()
  expect([titles, refusing.titles]).toEqual([['(1) Parley'], ['(2) Parley']])
})
