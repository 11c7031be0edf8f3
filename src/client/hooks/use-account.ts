/** The account of whoever uses this browser, and what this installation lets people do: asked of the server when shown. */
import { useQuery } from '@tanstack/react-query'
import { type AccountClient, createAccountClient } from '@/client/session/account-client'
import type { Account, Policy, SessionRow } from '@/contract/accounts'
import { getClient, useUserState } from './client-context'
import { queries } from './queries'

export interface Asked<Value> {
  /** Undefined until it is known. */
  value: Value | undefined
  error: unknown
}

const accounts = () => createAccountClient(getClient().authCalls)

const accountKey = (userId: string | undefined) => ['account', userId]

export function useAccount(): Asked<Account> {
  const { user } = useUserState()
  const { data, error } = useQuery(
    {
      ...{ queryKey: accountKey(user?.userId), staleTime: 0 },
      queryFn: () => accounts().account(),
    },
    queries,
  )
  return { value: data, error }
}

export function usePolicy(): Asked<Policy> {
  const { data, error } = useQuery(
    {
      ...{ queryKey: ['policy'], staleTime: 60_000 },
      queryFn: () => accounts().policy(),
    },
    queries,
  )
  return { value: data, error }
}

export function useSessions(): Asked<SessionRow[]> & { refresh(): Promise<void> } {
  const { user } = useUserState()
  const queryKey = [...accountKey(user?.userId), 'sessions']
  const { data, error } = useQuery(
    {
      ...{ queryKey, staleTime: 0 },
      queryFn: () => accounts().sessions(),
    },
    queries,
  )
  return { value: data, error, refresh: () => queries.invalidateQueries({ queryKey }) }
}

export interface AccountActions extends Omit<AccountClient, 'policy' | 'account' | 'sessions'> {
  /** Something about the account or the session is another now: asks for both again. */
  changed(): Promise<void>
}

export function useAccountActions(): AccountActions {
  const { user } = useUserState()
  const { identity, session } = getClient()
  const client = accounts()
  return {
    ...client,
    deleteAccount: (password) => identity.deleteAccount(() => client.deleteAccount(password)),
    async changed() {
      session.renew()
      if (user) getClient().syncOf(user.userId).signedIn()
      await queries.invalidateQueries({ queryKey: accountKey(user?.userId) })
    },
  }
}
