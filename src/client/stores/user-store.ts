/** Who uses this browser: kept across reloads, so that the application opens at once, even offline. */
import * as z from 'zod/mini'
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware'
import { createStore } from 'zustand/vanilla'

const user = z.object({ userId: z.string(), name: z.string() })

const kept = z.object({ user: z.optional(user), leaving: z.optional(z.string()) })

export type User = z.infer<typeof user>

export interface UserState {
  /** Undefined while nobody has picked a name. */
  user: User | undefined
  /**
   * Who is about to go, or has gone, with what this browser keeps of them still there: whatever happens in between, the
   * next start finishes it.
   */
  leaving: string | undefined
  /** False until it is known whether there is a user; only then is `user` undefined for good. */
  settled: boolean
  settle(): void
  setUser(user: User): void
  /** It is not known who comes next, until that is settled. */
  forgetUser(): void
  setLeaving(userId: string | undefined): void
}

export type UserStore = ReturnType<typeof createUserStore>

/** Reads what is stored at once. Storage that cannot be read or written (private mode) is as good as empty. */
export function createUserStore(storage: StateStorage) {
  return createStore<UserState>()(
    persist(
      (set) => ({
        user: undefined,
        leaving: undefined,
        settled: false,
        settle: () => set({ settled: true }),
        setUser: (user) => set({ user }),
        forgetUser: () => set({ user: undefined, settled: false }),
        setLeaving: (leaving) => set({ leaving }),
      }),
      {
        name: 'parley-user',
        version: 1,
        storage: createJSONStorage(() => storage),
        partialize: ({ user, leaving }) => ({ user, leaving }),
        merge: (stored, state) => {
          const { data } = kept.safeParse(stored)
          return { ...state, user: data?.user, leaving: data?.leaving }
        },
      },
    ),
  )
}

interface OtherTabs {
  /** Of the window: `storage` tells what another tab has written. */
  events: Pick<EventTarget, 'addEventListener'>
  reload(): void
}

/**
 * Follows what other tabs keep. When the user is another one there, or nobody any more, nothing of this page is theirs.
 * A browser that is wiped is another matter (LS-26).
 */
export function watchOtherTabs(users: UserStore, { events, reload }: OtherTabs): void {
  events.addEventListener('storage', (event) => {
    const { key, newValue } = event as StorageEvent
    if (key !== null && key !== users.persist.getOptions().name) return
    // Wiped, which nobody of us does: whoever is here is here still, and is kept again.
    if (newValue === null) return users.setState({})
    const before = users.getState().user?.userId
    void users.persist.rehydrate()
    if (before !== undefined && users.getState().user?.userId !== before) reload()
  })
}
