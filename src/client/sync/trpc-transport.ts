/** The sync engine's way to the server, over tRPC. */
import type { TRPCClient } from '@trpc/client'
import type { AppRouter } from '@/server/trpc/app-router'
import type { Transport } from './transport'
import { toParleyError } from './trpc-link'

export function createTrpcTransport(trpc: TRPCClient<AppRouter>): Transport {
  async function inOurWords<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer
    } catch (error) {
      throw toParleyError(error)
    }
  }

  return {
    apply: async (commands) => (await inOurWords(trpc.commands.submit.mutate({ commands }))).results,
    rejoin: (input) => inOurWords(trpc.rooms.rejoin.query(input)),
    history: (input) => inOurWords(trpc.messages.history.query(input)),
    heads: (input) => inOurWords(trpc.rooms.heads.query(input)),
    markReceived: async (input) => (await inOurWords(trpc.messages.markReceived.mutate(input))).position,
    markRead: async (input) => (await inOurWords(trpc.messages.markRead.mutate(input))).position,
  }
}
