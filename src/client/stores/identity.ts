/** How somebody becomes the user of this browser, stays it, and stops being it. */
import type { Session } from '@/client/session/session'
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
}

export interface Identity {
  /** Finds out, when the page opens, who uses it. Never rejects. */
  restore(): Promise<void>
  /** A new guest, or the one whom the cookie still knows, under this name. @throws ParleyError UNAVAILABLE, RATE_LIMITED */
  signIn(name: string): Promise<void>
  /** @throws ParleyError, and the name stays as it was */
  rename(name: string): Promise<void>
}

export function createIdentity({ session, users, profiles }: IdentityPorts): Identity {
  /** Whom the cookie knows. Makes nobody new: where there is nobody, `token` rejects. */
  async function known(): Promise<string> {
    await session.token()
    return (await session.ensureGuest()).userId
  }

  async function confirm() {
    const stored = users.getState().user
    const userId = await known()
    if (stored?.userId === userId) return
    const profile = (await profiles.me()) ?? (stored && (await profiles.rename(stored.name)))
    if (profile) users.getState().setUser({ userId, name: profile.name })
  }

  return {
    async restore() {
      if (users.getState().user) users.getState().settle()
      // Signed out or offline: a stored user goes on with what is here, and the connection's state says the rest.
      await confirm().catch(() => {})
      users.getState().settle()
    },
    async signIn(name) {
      const { userId } = await session.ensureGuest()
      const profile = await profiles.rename(name)
      users.getState().setUser({ userId, name: profile.name })
    },
    async rename(name) {
      const profile = await profiles.rename(name)
      users.getState().setUser(profile)
    },
  }
}
