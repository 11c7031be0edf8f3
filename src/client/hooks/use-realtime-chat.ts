/** One room, live: what to show and what can be done. */
import { useMemo, useSyncExternalStore } from 'react'
import { calmly } from '@/client/stores/calmly'
import type { RoomActions, RoomView } from '@/client/sync/view'
import { getClient, useSync } from './client-context'

export function useRealtimeChat(roomId: string): RoomView & RoomActions {
  const { subscribe, view, actions } = useSync().room(roomId)
  const calm = useMemo(() => calmly(subscribe, 'at-once'), [subscribe])
  const shown = useSyncExternalStore(calm, view, view)
  const own = useMemo(() => ({ ...actions, send: keptForGood(actions.send) }), [actions])
  return useMemo(() => ({ ...shown, ...own }), [shown, own])
}

/** Whoever has written something here has something to lose. */
function keptForGood(send: RoomActions['send']): RoomActions['send'] {
  return async (...message) => {
    const taken = await send(...message)
    if (taken) void getClient().browserStorage.askToPersist()
    return taken
  }
}
