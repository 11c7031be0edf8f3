/** How many people are in a room. */
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { getClient } from './client-context'

/** Others come and go unannounced: they are counted again this often (ms). */
const interval = 60_000

/**
 * Undefined until it is known; `more` when there are at least this many.
 *
 * @param seen who has been seen in the room: somebody new there means that somebody has joined
 */
export function useMemberCount(
  roomId: string,
  seen: readonly string[],
): { count: number; more: boolean } | undefined {
  const { data, refetch } = useQuery({
    ...{ queryKey: ['member-count', roomId], refetchInterval: interval },
    queryFn: () => getClient().api.rooms.members.query({ roomId }),
  })
  const members = data?.members
  const strangers =
    members && !data.hasMore ? seen.filter((id) => members.every(({ userId }) => userId !== id)) : []
  const news = strangers.join()
  useEffect(() => {
    if (news !== '') void refetch()
  }, [news, refetch])
  return data && { count: data.members.length, more: data.hasMore }
}
