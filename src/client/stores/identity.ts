/** How somebody becomes the user of this browser, stays it, and stops being it. */
import type { Session } from '@/client/session/session'
import { ParleyError } from '@/contract/errors'
import type { Profile } from '@/contract/rooms'
import type { UserStore } from './user-store'

export interface IdentityPorts {
  session: Session
  users: UserStore
  profiles: {
    /** Null before the first `rename`. */
    me(): Promise<Profile | null>
    rename(name: string): Promise<Profile>
  }
  /** Lets go of what this browser keeps of somebody, and leaves nothing of it. */
  erase(userId: string): Promise<void>
}

export interface Identity {
  /** Finds out, when the page opens, who uses it. Never rejects. */
  restore(): Promise<void>
  /** A new guest, or the one whom the cookie still knows, under this name. @throws ParleyError UNAVAILABLE, RATE_LIMITED */
  signIn(name: string): Promise<void>
  /**
   * The cookie has become somebody's, who was asked for a password: they are the user now.
   *
   * @throws ParleyError UNAVAILABLE, and then the next start of the page does the same
   */
  signedIn(): Promise<void>
  /**
   * Before somebody signs in in the place of a guest, to whom nobody can come back: what this browser keeps of the guest
   * goes with them. Answers how to take that back, when nobody has signed in.
   */
  replaceGuest(): () => void
  /** Ends the session, and leaves nothing of the user in this browser. @throws ParleyError UNAVAILABLE, and nothing has changed */
  signOut(): Promise<void>
  /** The same, where the account goes with it. @throws what `deletion` throws, and nothing has changed */
  deleteAccount(deletion: () => Promise<void>): Promise<void>
  /** @throws ParleyError, and the name stays as it was */
  rename(name: string): Promise<void>
}

export function createIdentity({ session, users, profiles, erase }: IdentityPorts): Identity {
  async function becomeUser() {
    const stored = users.getState().user
    const { userId, name } = await session.who()
    if (stored?.userId === userId) return
    const profile = (await profiles.me()) ?? (await named(name ?? stored?.name))
    if (profile) users.getState().setUser({ userId, name: profile.name })
  }

  async function named(name: string | undefined): Promise<Profile | undefined> {
    return name === undefined ? undefined : profiles.rename(name)
  }

  async function forget(userId: string) {
    const { user, forgetUser } = users.getState()
    if (user?.userId === userId) forgetUser()
    await erase(userId)
    users.getState().setLeaving(undefined)
  }

  /** Finishes what an earlier page began. */
  async function finishLeaving(userId: string) {
    const present = await session.who().catch((error: unknown) => {
      if (error instanceof ParleyError && error.code === 'UNAUTHORIZED') return undefined
      throw error
    })
    if (present?.userId === userId) users.getState().setLeaving(undefined)
    else await forget(userId)
  }

  /** @param end how the session ends */
  async function leave(end: () => Promise<void>) {
    const { user, setLeaving } = users.getState()
    setLeaving(user?.userId)
    try {
      await end()
    } catch (error) {
      setLeaving(undefined)
      throw error
    }
    session.startOver()
    if (user) await forget(user.userId).finally(users.getState().settle)
  }

  return {
    async restore() {
      const { user, leaving, settle } = users.getState()
      if (leaving !== undefined) await finishLeaving(leaving).catch(() => {})
      else if (user) settle()
      // Signed out or offline: a stored user goes on with what is here, and the connection's state says the rest.
      await becomeUser().catch(() => {})
      users.getState().settle()
    },
    async signIn(name) {
      const { userId } = await session.ensureGuest()
      const profile = await profiles.rename(name)
      users.getState().setUser({ userId, name: profile.name })
    },
    async signedIn() {
      session.startOver()
      const { leaving } = users.getState()
      if (leaving !== undefined) await finishLeaving(leaving)
      await becomeUser().finally(users.getState().settle)
    },
    replaceGuest() {
      const { user, setLeaving } = users.getState()
      setLeaving(user?.userId)
      return () => setLeaving(undefined)
    },
    signOut: () => leave(() => session.signOut()),
    deleteAccount: leave,
    async rename(name) {
      const profile = await profiles.rename(name)
      users.getState().setUser(profile)
    },
  }
}
