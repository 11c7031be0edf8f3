/** Who uses this browser, and how that changes. */
import type { User } from '@/client/stores/user-store'
import { getClient, useUserState } from './client-context'

export interface IdentityState {
  /** `starting` until it is known whether this browser has a user; `new`: nobody has picked a name yet. */
  status: 'starting' | 'new' | 'ready'
  user: User | undefined
  /** As a guest. Rejects with a ParleyError. */
  signIn(name: string): Promise<void>
  /** Somebody has shown a password: they are the user now. Rejects with a ParleyError. */
  signedIn(): Promise<void>
  /** What is kept of this guest goes, once somebody has signed in in their place. Answers how to take that back. */
  replaceGuest(): () => void
  /** Leaves nothing of the user in this browser. Rejects with a ParleyError, and nothing has changed. */
  signOut(): Promise<void>
  /** The same, and the account is gone. @param password left out for a guest */
  /** Rejects with a ParleyError; the name stays as it was. */
  rename(name: string): Promise<void>
}

export function useIdentity(): IdentityState {
  const { user, settled } = useUserState()
  const status = user ? 'ready' : settled ? 'new' : 'starting'
  return { user, status, signIn, signedIn, replaceGuest, signOut, rename }
}

const signIn = (name: string) => getClient().identity.signIn(name)
const signOut = () => getClient().identity.signOut()
const replaceGuest = () => getClient().identity.replaceGuest()

async function signedIn(): Promise<void> {
  const { identity, users, syncOf } = getClient()
  const before = users.getState().user?.userId
  await identity.signedIn()
  const { user } = users.getState()
  if (!user || user.userId !== before) return
  // The same person again: what had to wait goes out now.
  const { signedIn: resume, heads } = syncOf(user.userId)
  resume()
  heads.refresh()
}

async function rename(name: string): Promise<void> {
  const { identity, users, namesOf } = getClient()
  await identity.rename(name)
  const { user } = users.getState()
  if (user) namesOf(user.userId).set(user)
}
