/** How much is unread, where one sees it without looking at the page: on the installed application's icon, and in the title. */

import { limits } from '@/contract/limits'
import type { RoomHead } from '@/contract/sync'

export interface UnreadBadgePorts {
  heads: { view(): { rooms: readonly RoomHead[] }; subscribe(listener: () => void): () => void }
  /** Rooms that are left out (NT-04). */
  muted: { has(roomId: string): boolean; subscribe(listener: () => void): () => void }
  /** Missing where applications have no badge. Rejects where the application is not installed. */
  badge: { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> }
  setTitle: (title: string) => void
}

/** Shows it until the answer is called, which shows nothing any more. */
export function showUnread({ heads, muted, badge, setTitle }: UnreadBadgePorts): () => void {
  let shown = 0

  function show(count: number) {
    if (count === shown) return
    shown = count
    setTitle(count === 0 ? 'Parley' : `(${countLabel(count)}) Parley`)
    const done = count === 0 ? badge.clearAppBadge?.() : badge.setAppBadge?.(count)
    done?.catch(() => {})
  }

  function look() {
    const rooms = heads.view().rooms.filter(({ roomId }) => !muted.has(roomId))
    show(rooms.reduce((sum, { unread }) => sum + unread, 0))
  }
  const leave = [heads.subscribe(look), muted.subscribe(look)]
  look()
  return () => {
    for (const each of leave) each()
    show(0)
  }
}

/** Beyond what is counted exactly, only that there is more. */
export function countLabel(count: number): string {
  return count >= limits.unreadCounted ? `${limits.unreadCounted - 1}+` : `${count}`
}
