/** The names of people, by user id. */
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { getClient, useUserId } from './client-context'

/** Names come when they come; until then the map does without them. @throws Error where nobody is signed in */
export function useNames(userIds: readonly string[]): ReadonlyMap<string, string> {
  const store = getClient().namesOf(useUserId())
  const wanted = useMemo(() => [...new Set(userIds)].sort().join(' '), [userIds])
  useEffect(() => {
    if (wanted) store.want(wanted.split(' '))
  }, [store, wanted])
  return useSyncExternalStore(store.subscribe, store.names, store.names)
}
