/** The user's rooms with what is unread in them. */
import { useSyncExternalStore } from 'react'
import type { HeadsView } from '@/client/sync/heads'
import { useSync } from './client-context'

export function useRoomHeads(): HeadsView {
  const { subscribe, view } = useSync().heads
  return useSyncExternalStore(subscribe, view, view)
}
