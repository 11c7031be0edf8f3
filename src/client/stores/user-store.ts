/** Who uses this browser: kept across reloads, so that the application opens at once, even offline. */
import * as z from 'zod/mini'
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware'
import { createStore, type StoreApi } from 'zustand/vanilla'

const user = z.object({ userId: z.string(), name: z.string() })

export type User = z.infer<typeof user>

export interface UserState {
  /** Undefined while nobody has picked a name. */
  user: User | undefined
  /** False until it is known whether there is a user; only then is `user` undefined for good. */
  settled: boolean
  settle(): void
  setUser(user: User): void
  forgetUser(): void
}

export type UserStore = StoreApi<UserState>

/** Reads what is stored at once. Storage that cannot be read or written (private mode) is as good as empty. */
export function createUserStore(storage: StateStorage): UserStore {
  return createStore<UserState>()(
    persist(
      (set) => ({
        user: undefined,
        settled: false,
        settle: () => set({ settled: true }),
        setUser: (user) => set({ user }),
        forgetUser: () => set({ user: undefined }),
      }),
      {
        name: 'parley-user',
        version: 1,
        storage: createJSONStorage(() => storage),
        partialize: ({ user }) => ({ user }),
        merge: (stored, state) => {
          const { data } = z.object({ user: z.optional(user) }).safeParse(stored)
          return { ...state, user: data?.user }
        },
      },
    ),
  )
}
