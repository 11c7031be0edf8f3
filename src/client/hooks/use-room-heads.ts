/** The user's rooms with what is unread in them. */
import { useMemo, useSyncExternalStore } from 'react'
import { calmly } from '@/client/stores/calmly'
import type { RoomListView } from '@/client/sync/room-list'
import { useSync } from './client-context'

export function useRoomHeads(): RoomListView {
  const { subscribe, view } = useSync().heads
  // What comes into the room that one reads is unread for an instant.
  const calm = useMemo(() => calmly(subscribe, 'together'), [subscribe])
  return useSyncExternalStore(calm, view, view)
}
