/** One room, live: what to show and what can be done. */
import { useMemo, useSyncExternalStore } from 'react'
import type { RoomActions, RoomView } from '@/client/sync/view'
import { useSync } from './client-context'

export function useRealtimeChat(roomId: string): RoomView & RoomActions {
  const { subscribe, view, actions } = useSync().room(roomId)
  const shown = useSyncExternalStore(subscribe, view, view)
  return useMemo(() => ({ ...shown, ...actions }), [shown, actions])
}
