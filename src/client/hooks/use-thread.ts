/** Whether one follows a thread, asked of the server while it is shown, and how to change that. */
import { useQuery } from '@tanstack/react-query'
import { getClient, useSync } from './client-context'
import { queries } from './queries'

export interface ThreadFollowing {
  /** Undefined until it is known. */
  follows: boolean | undefined
  /** Rejects, and then nothing has changed. */
  follow(follows: boolean): Promise<void>
}

/** @param answers how many the server has: whoever answers follows */
export function useThreadFollowing(roomId: string, threadId: string, answers: number): ThreadFollowing {
  const { api } = getClient()
  const { heads } = useSync()
  const queryKey = ['thread', threadId, answers]
  const { data } = useQuery(
    {
      ...{ queryKey, staleTime: 0 },
      placeholderData: (before) => before,
      queryFn: () => api.threads.state.query({ roomId, threadId }),
    },
    queries,
  )
  return {
    follows: data?.follows,
    async follow(follows) {
      await api.threads.follow.mutate({ roomId, threadId, follows })
      heads.refresh()
      await queries.invalidateQueries({ queryKey })
    },
  }
}
