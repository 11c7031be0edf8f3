import { expect, it } from 'vitest'
import type { RoomHead } from '@/contract/sync'
import { showUnread } from './unread-badge'

function setUp(badge: Parameters<typeof showUnread>[0]['badge']) {
  let counts: number[] = []
  let tell = () => {}
  let muted: string[] = []
  let tellMuted = () => {}
  const titles: string[] = []
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
  })
  return {
    titles,
    stop,
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
