/** The page's one cache of what is asked of the server while it is shown. Not part of the first page: only of what opens later. */
import { QueryClient } from '@tanstack/react-query'
import { toParleyError } from '@/client/sync/trpc-link'
import { errorTable } from '@/contract/errors'

/** A query is tried again only where that can help, and also while the machine says that it has no network (NW-07). */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 5 && errorTable[toParleyError(error).code].retry === 'later',
      networkMode: 'always',
      refetchOnReconnect: true,
    },
  },
})
// Asks again when the page is looked at again.
queries.mount()
