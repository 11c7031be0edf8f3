/** The user's rooms with what is unread in them. */
import { useSyncExternalStore } from 'react'
import type { RoomListView } from '@/client/sync/room-list'
import { useSync } from './client-context'

export function useRoomHeads(): RoomListView {
  const { subscribe, view } = useSync().heads
  return useSyncExternalStore(subscribe, view, view)
}
