/** The people and rooms that this browser knows, as texts name them. The same value until one of them changed. */
import { useMemo, useSyncExternalStore } from 'react'
import { getClient, useUserState } from './client-context'
import { useRoomHeads } from './use-room-heads'

export interface KnownName {
  /** `@` a person, `#` a room. */
  readonly sign: '@' | '#'
  readonly id: string
  readonly name: string
}

export function useNamesInText(userId: string): readonly KnownName[] {
  const store = getClient().namesOf(userId)
  const names = useSyncExternalStore(store.subscribe, store.names, store.names)
  const { user } = useUserState()
  const { rooms } = useRoomHeads()
  // Heads are new with every message; what rooms are called hardly ever is.
  const called = JSON.stringify(
    rooms.flatMap(({ roomId, name, kind }) => (kind === 'direct' ? [] : [[roomId, name]])),
  )
  return useMemo(() => {
    const people = new Map(names)
    if (user) people.set(user.userId, user.name)
    const listed: [string, string][] = JSON.parse(called)
    return [
      ...[...people].map(([id, name]): KnownName => ({ sign: '@', id, name })),
      ...listed.map(([id, name]): KnownName => ({ sign: '#', id, name })),
    ]
  }, [names, user, called])
}
