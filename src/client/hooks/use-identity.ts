/** Who uses this browser, and how that changes. */
import type { User } from '@/client/stores/user-store'
import { getClient, useUserState } from './client-context'

export interface IdentityState {
  /** `starting` until it is known whether this browser has a user; `new`: nobody has picked a name yet. */
  status: 'starting' | 'new' | 'ready'
  user: User | undefined
  /** Rejects with a ParleyError. */
  signIn(name: string): Promise<void>
  /** Rejects with a ParleyError; the name stays as it was. */
  rename(name: string): Promise<void>
  /** Forgets the user, whose session is over, and begins anew. */
  startOver(): void
}

export function useIdentity(): IdentityState {
  const { user, settled } = useUserState()
  return { user, status: user ? 'ready' : settled ? 'new' : 'starting', signIn, rename, startOver }
}

function signIn(name: string): Promise<void> {
  return getClient().identity.signIn(name)
}

async function rename(name: string): Promise<void> {
  const { identity, users, namesOf } = getClient()
  await identity.rename(name)
  const { user } = users.getState()
  if (user) namesOf(user.userId).set(user)
}

function startOver() {
  getClient().users.getState().forgetUser()
  window.location.assign('/')
}
