/** Whom and which rooms one can name, as far as this browser knows: also without a network. */
import { useMemo, useSyncExternalStore } from 'react'
import { getClient, useUserId } from './client-context'
import { useRoomHeads } from './use-room-heads'

export interface Nameable {
  id: string
  name: string
  inserted: string
}

export function useCompletionSources(): { people: readonly Nameable[]; rooms: readonly Nameable[] } {
  const userId = useUserId()
  const store = getClient().namesOf(userId)
  const names = useSyncExternalStore(store.subscribe, store.names, store.names)
  const { rooms } = useRoomHeads()
  return useMemo(
    () => ({
      people: [...names].flatMap(([id, name]) => (id === userId ? [] : [{ id, name, inserted: `@${name}` }])),
      rooms: rooms.flatMap(({ roomId, name, kind }) =>
        kind === 'direct' ? [] : [{ id: roomId, name, inserted: `#${name}` }],
      ),
    }),
    [names, rooms, userId],
  )
}
