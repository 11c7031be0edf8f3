/** One of the seeded people, signed in: as their browser would be, without a browser. */
import { createTRPCClient, type TRPCClient } from '@trpc/client'
import { createAccountClient } from '@/client/session/account-client'
import { createAuthCalls } from '@/client/session/auth-calls'
import { createIdentityClient } from '@/client/session/identity-client'
import { createSession } from '@/client/session/session'
import { browserClock } from '@/client/sync/browser-ports'
import { retried } from '@/client/sync/retried'
import { createApiLink, toParleyError } from '@/client/sync/trpc-link'
import { type Command, type CommandResult, isAccepted } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { AppRouter } from '@/server/trpc/app-router'
import type { PersonKey } from './story'

type Api = TRPCClient<AppRouter>
type Accepted = Extract<CommandResult, { position: number }>

export interface Resident {
  userId: string
  /** Makes a call, and again where that can help: whoever is too quick waits as long as the server says. @throws ParleyError */
  ask<T>(call: (api: Api) => Promise<T>): Promise<T>
  /** Resolves when the log has all of them. @throws Error when one is refused */
  submit(commands: Command[]): Promise<Accepted[]>
  leave(): Promise<void>
}

export type Residents = Readonly<Record<PersonKey, Resident>>

const patiently = <T>(call: () => Promise<T>) =>
  retried(() => call().catch((error: unknown) => Promise.reject(toParleyError(error))), {
    clock: browserClock,
    random: Math.random,
  })

/**
 * Signs in, with a new account where there is none.
 *
 * @throws ParleyError EMAIL_TAKEN when the account has another password; UNAVAILABLE
 * @throws Error where accounts wait for a mail to be opened
 */
export async function signIn(
  address: string,
  { name, email }: { name: string; email: string },
  password: string,
): Promise<Resident> {
  const fetch = fetchWithCookies(address)
  const calls = createAuthCalls({ baseUrl: address, fetch })
  const accounts = createAccountClient(calls)
  const enter = () => patiently(() => accounts.signIn({ email, password }))
  await enter().catch(async (error: unknown) => {
    if (!(error instanceof ParleyError && error.code === 'CREDENTIALS_WRONG')) throw error
    const { status } = await patiently(() => accounts.signUp({ name, email, password }))
    if (status === 'mail-sent')
      throw new Error('Accounts wait for a mail here. Seed one without PARLEY_SMTP_URL.')
    await enter()
  })
  const session = createSession({
    client: createIdentityClient(calls),
    clock: browserClock,
    lock: (work) => work(),
  })
  const { userId } = await session.who()
  const { token, reject } = session
  const api = createTRPCClient<AppRouter>({
    links: [createApiLink({ url: `${address}/api/trpc`, fetch, token, reject })],
  })
  const ask: Resident['ask'] = (call) => patiently(() => call(api))
  return {
    userId,
    ask,
    async submit(commands) {
      const all: Accepted[] = []
      for (let from = 0; from < commands.length; from += limits.commandsPerBatch) {
        const some = commands.slice(from, from + limits.commandsPerBatch)
        const { results } = await ask((api) => api.commands.submit.mutate({ commands: some }))
        for (const result of results) {
          if (!isAccepted(result)) throw new Error(`A command of ${name} was refused: ${result.status}`)
          all.push(result)
        }
      }
      return all
    },
    leave: () => session.signOut(),
  }
}

/** `fetch` as a page of this origin has it: it keeps cookies, and names the page. */
function fetchWithCookies(origin: string): typeof fetch {
  const cookies = new Map<string, string>()
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('origin', origin)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await fetch(input, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0\b/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
}
