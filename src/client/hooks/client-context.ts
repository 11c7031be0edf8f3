/** The page's client and its user, for the other hooks. */
import { useSyncExternalStore } from 'react'
import { bootClient, type Client } from '@/client/boot'
import type { UserState } from '@/client/stores/user-store'
import type { Sync } from '@/client/sync/engine'

/** Only in effects, events and below a user: there is no client while the page is rendered ahead of time. */
export function getClient(): Client {
  return bootClient()
}

const nobody: Pick<UserState, 'user' | 'settled'> = { user: undefined, settled: false }

/** The user of this browser; while the page is rendered ahead of time, nobody that is known yet. */
export function useUserState(): Pick<UserState, 'user' | 'settled'> {
  return useSyncExternalStore(
    (listener) => getClient().users.subscribe(listener),
    () => getClient().users.getState(),
    () => nobody,
  )
}

/** The signed-in user's id. @throws Error where nobody is signed in */
export function useUserId(): string {
  const { user } = useUserState()
  if (!user) throw new Error('this needs a signed-in user')
  return user.userId
}

/** The signed-in user's sync. @throws Error where nobody is signed in */
export function useSync(): Sync {
  return getClient().syncOf(useUserId())
}
