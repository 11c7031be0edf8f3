/** What was found for a search: at once in this browser, and then on the server. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { findInCopies, newestFirst } from '@/client/sync/find-in-copies'
import { toParleyError } from '@/client/sync/trpc-link'
import type { ErrorCode } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { FoundMessage } from '@/contract/search'
import { isEmptySearch, parseSearch } from '@/contract/search-query'
import { getClient, useUserId } from './client-context'
import { queries } from './queries'

/** Somebody types (ms); only then the server is asked. */
const pause = 250

export interface Found {
  /** In this browser; undefined until it was looked through. */
  here: FoundMessage[] | undefined
  /** What only the server has found. */
  there: FoundMessage[]
  /** `idle`: there is nothing to look for. `failed` says why, and goes on by itself where that can help. */
  server: { is: 'idle' | 'searching' | 'done' } | { is: 'failed'; why: ErrorCode }
  /** The next page of the server, where there is one. */
  more: (() => void) | undefined
}

export function useFind(typed: string, rooms: readonly { roomId: string; name: string }[]): Found {
  const { api, copiesOf, namesOf } = getClient()
  const userId = useUserId()
  const query = typed.slice(0, limits.searchQuery).toWellFormed()
  const isEmpty = isEmptySearch(parseSearch(query))
  const [here, setHere] = useState<{ query: string; messages: FoundMessage[] }>()
  const asked = useLater(query)
  const current = useRef(rooms)
  useEffect(() => {
    current.current = rooms
  }, [rooms])

  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    const names = namesOf(userId).names()
    findInCopies({ typed: query, rooms: current.current, names, page: copiesOf(userId), signal }).then(
      (messages) => {
        if (!signal.aborted) setHere({ query, messages })
      },
      () => {
        if (!signal.aborted) setHere({ query, messages: [] })
      },
    )
    return () => leaving.abort()
  }, [query, userId, copiesOf, namesOf])

  const answer = useInfiniteQuery(
    {
      queryKey: ['search', userId, asked],
      enabled: !isEmpty && asked === query,
      ...{ staleTime: 0, gcTime: 0, initialPageParam: undefined as string | undefined },
      queryFn: ({ pageParam, signal }) =>
        api.messages.search.query({ query: asked, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
      getNextPageParam: ({ cursor }) => cursor,
    },
    queries,
  )
  const known = here?.query === query ? here.messages : undefined
  const ids = new Set(known?.map(({ id }) => id))
  const pages = asked === query ? (answer.data?.pages ?? []) : []
  const there = pages.flatMap(({ messages }) => messages).filter(({ id }) => !ids.has(id))
  const problem = answer.failureReason
  return {
    here: known,
    there: there.toSorted(newestFirst),
    server: isEmpty
      ? { is: 'idle' }
      : problem
        ? { is: 'failed', why: toParleyError(problem).code }
        : { is: answer.isSuccess && asked === query && !answer.isFetching ? 'done' : 'searching' },
    more: answer.hasNextPage && asked === query ? () => void answer.fetchNextPage() : undefined,
  }
}

/** The text, once nobody has typed for a moment. */
function useLater(text: string): string {
  const [later, setLater] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), pause)
    return () => clearTimeout(timer)
  }, [text])
  return later
}
