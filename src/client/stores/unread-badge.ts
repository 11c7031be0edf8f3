/** How much is unread, where one sees it without looking at the page: on the installed application's icon, and in the title. */

import { limits } from '@/contract/limits'
import type { RoomHead } from '@/contract/sync'
import type { Clock } from '../sync/clock'

export interface UnreadBadgePorts {
  heads: { view(): { rooms: readonly RoomHead[] }; subscribe(listener: () => void): () => void }
  /** Rooms that are left out (NT-04). */
  muted: { has(roomId: string): boolean; subscribe(listener: () => void): () => void }
  /** Missing where applications have no badge. Rejects where the application is not installed. */
  badge: { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> }
  setTitle: (title: string) => void
  /** Whether somebody can see the page. */
  isSeen: () => boolean
  clock: Clock
}

/** What comes into a room that is being read is unread for a moment: where the page is seen, it counts after this long (ms). */
const unreadForLong = 1_000

/** Shows it until the answer is called, which shows nothing any more. */
export function showUnread({ heads, muted, badge, setTitle, isSeen, clock }: UnreadBadgePorts): () => void {
  let shown = 0
  /** The lowest count while a higher one than shown waits. */
  let least: number | undefined
  let stopWaiting = () => {}

  function show(count: number) {
    if (count === shown) return
    shown = count
    setTitle(count === 0 ? 'Parley' : `(${countLabel(count)}) Parley`)
    const done = count === 0 ? badge.clearAppBadge?.() : badge.setAppBadge?.(count)
    done?.catch(() => {})
  }

  function look() {
    const rooms = heads.view().rooms.filter(({ roomId }) => !muted.has(roomId))
    const count = rooms.reduce((sum, { unread }) => sum + unread, 0)
    if (count <= shown || !isSeen()) return settle(count)
    if (least === undefined) stopWaiting = clock.after(unreadForLong, waited)
    least = Math.min(least ?? count, count)
  }

  function waited() {
    settle(least ?? 0)
    // Perhaps it is more than that by now.
    look()
  }

  function settle(count: number) {
    stopWaiting()
    least = undefined
    show(count)
  }
  const leave = [heads.subscribe(look), muted.subscribe(look)]
  look()
  return () => {
    for (const each of leave) each()
    settle(0)
  }
}

/** Beyond what is counted exactly, only that there is more. */
export function countLabel(count: number): string {
  return count >= limits.unreadCounted ? `${limits.unreadCounted - 1}+` : `${count}`
}
