/** The sync engine's way to the server, over tRPC. */
import type { TRPCClient } from '@trpc/client'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { AppRouter } from '@/server/trpc/app-router'
import { browserClock } from './browser-ports'
import type { Clock } from './clock'
import { createPace, quickMs } from './pace'
import type { Transport } from './transport'
import { toParleyError } from './trpc-link'

/** Pages are asked for in the length that gets through: an answer of fewer is followed by the next page all the same. */
export function createTrpcTransport(trpc: TRPCClient<AppRouter>, clock: Clock = browserClock): Transport {
  async function inOurWords<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer
    } catch (error) {
      throw toParleyError(error)
    }
  }

  /** Asks for pages that are shorter where longer ones took too long to come. */
  function paged<Input extends { limit: number }, Answer>(
    most: number,
    ask: (input: Input) => Promise<Answer>,
    count: (answer: Answer) => number,
  ) {
    const pace = createPace({ first: most, least: 1, most })
    return async (input: Input): Promise<Answer> => {
      const limit = Math.min(input.limit, pace.size())
      const askedAt = clock.now()
      try {
        const answer = await inOurWords(ask({ ...input, limit }))
        pace.answered(count(answer), clock.now() - askedAt)
        return answer
      } catch (error) {
        // What failed at once would have failed for a shorter page too.
        const isSlow = clock.now() - askedAt > quickMs
        if (isSlow && error instanceof ParleyError && error.code === 'UNAVAILABLE') pace.unanswered(limit)
        throw error
      }
    }
  }

  return {
    async apply(commands) {
      const { results } = await inOurWords(trpc.commands.submit.mutate({ commands }))
      return results
    },
    rejoin: paged(
      limits.rejoinPage,
      (input) => trpc.rooms.rejoin.query(input),
      ({ changes }) => changes.length,
    ),
    history: paged(
      limits.historyPage,
      (input) => trpc.messages.history.query(input),
      ({ changes }) => changes.length,
    ),
    heads: paged(
      limits.headsPage,
      (input) => trpc.rooms.heads.query(input),
      ({ rooms, ended }) => rooms.length + ended.length,
    ),
    markReceived: async (input) => (await inOurWords(trpc.messages.markReceived.mutate(input))).position,
    markRead: async (input) => (await inOurWords(trpc.messages.markRead.mutate(input))).position,
    markThreadRead: async (input) => (await inOurWords(trpc.threads.markRead.mutate(input))).position,
    markUnread: async (input) => (await inOurWords(trpc.messages.markUnread.mutate(input))).position,
  }
}
