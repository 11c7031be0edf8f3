/** The names of people, by user id. */
import { useEffect, useSyncExternalStore } from 'react'
import { getClient } from './client-context'

const none: ReadonlyMap<string, string> = new Map()

/** Names come when they come; until then the map does without them. */
export function useNames(userIds: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(userIds)].sort().join(' ')
  useEffect(() => {
    if (wanted) getClient().names.want(wanted.split(' '))
  }, [wanted])
  return useSyncExternalStore(
    (listener) => getClient().names.subscribe(listener),
    () => getClient().names.names(),
    () => none,
  )
}
