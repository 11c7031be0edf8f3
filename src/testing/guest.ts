/** A person without a browser: a guest's token and typed calls over HTTP, for tests against a running server. */
import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '@/server/trpc/app-router'

export interface Guest {
  userId: string
  call: ReturnType<typeof createTRPCClient<AppRouter>>
  /** The session's secret, good as a bearer under `/api/auth`. */
  session: string
  /** The current JWT, good for five minutes. */
  token(): string
}

/** Signs in as a guest; or, given a guest of another process, is the same one at this one. */
export async function createGuest(address: string, other?: Guest): Promise<Guest> {
  const { userId, session, jwt } = other ? { ...other, jwt: other.token() } : await signIn(address)
  return {
    ...{ userId, session },
    token: () => jwt,
    call: createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${address}/api/trpc`, headers: { authorization: `Bearer ${jwt}` } })],
    }),
  }
}

async function signIn(address: string): Promise<{ userId: string; session: string; jwt: string }> {
  const signedIn = await fetch(`${address}/api/auth/sign-in/anonymous`, { method: 'POST' })
  if (!signedIn.ok) throw new Error(`sign-in answered ${signedIn.status}: ${await signedIn.text()}`)
  const { token: session, user } = (await signedIn.json()) as { token: string; user: { id: string } }
  const answer = await fetch(`${address}/api/auth/token`, { headers: { authorization: `Bearer ${session}` } })
  if (!answer.ok) throw new Error(`token answered ${answer.status}`)
  const { token: jwt } = (await answer.json()) as { token: string }
  return { userId: user.id, session, jwt }
}
