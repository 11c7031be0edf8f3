/** Sends what one user's outbox holds, from the service worker. */
import { createTRPCClient } from '@trpc/client'
import { openLocalStore } from '@/client/db/local-store'
import { createAuthCalls } from '@/client/session/auth-calls'
import { browserLead, browserLock } from '@/client/session/browser-lock'
import { createIdentityClient } from '@/client/session/identity-client'
import { createSession } from '@/client/session/session'
import { browserClock } from '@/client/sync/browser-ports'
import { drain } from '@/client/sync/drain'
import { createApiLink } from '@/client/sync/trpc-link'
import { createTrpcTransport } from '@/client/sync/trpc-transport'
import type { AppRouter } from '@/server/trpc/app-router'

/** Rejects while something is left that is worth another try. Sends nothing with another user's session. */
export async function drainOutbox(userId: string): Promise<void> {
  const workerFetch: typeof fetch = (input, init) => fetch(input, init)
  const session = createSession({
    client: createIdentityClient(createAuthCalls({ baseUrl: '', fetch: workerFetch })),
    clock: browserClock,
    lock: browserLock('parley-session', browserClock),
  })
  const link = createApiLink({
    ...{ url: '/api/trpc', fetch: workerFetch, reject: session.reject },
    token: () => session.tokenOf(userId),
  })
  const store = openLocalStore({ userId, onDefect: (error) => console.error(error) })
  try {
    await drain({
      ...{ store, clock: browserClock, random: Math.random },
      transport: createTrpcTransport(createTRPCClient<AppRouter>({ links: [link] })),
      lead: browserLead(`parley-outbox-${userId}`, browserClock),
    })
  } finally {
    store.close()
  }
}
