'use client'

/** What every page stands on: the client, started once, and the queries' cache. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { toParleyError } from '@/client/sync/trpc-link'
import { errorTable } from '@/contract/errors'
import { getClient } from './client-context'

export function AppProviders({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient)
  useEffect(() => {
    void getClient().identity.restore()
  }, [])
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}

/** A query is tried again only where that can help, and also while the machine says that it has no network (NW-07). */
function createQueryClient(): QueryClient {
  const retry = (failures: number, error: unknown) =>
    failures < 5 && errorTable[toParleyError(error).code].retry === 'later'
  const networkMode = 'always'
  return new QueryClient({
    defaultOptions: {
      queries: { retry, networkMode, refetchOnReconnect: true },
      mutations: { retry, networkMode },
    },
  })
}
