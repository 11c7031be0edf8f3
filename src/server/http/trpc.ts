/** tRPC over HTTP: who is asking comes from `Authorization: Bearer <jwt>`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Container } from '../container'
import { appRouter } from '../trpc/app-router'
import { toTrpcError } from '../trpc/errors'
import type { Context } from '../trpc/init'

/** @param calls the procedures' names, separated by commas */
export async function answerTrpc(
  { services, tokens, log }: Pick<Container, 'services' | 'tokens' | 'log'>,
  calls: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await nodeHTTPRequestHandler({
    router: appRouter,
    req: request,
    res: response,
    path: calls,
    maxBodySize: limits.requestBytes,
    createContext: ({ info }): Context => {
      if (info.calls.length > limits.callsPerRequest) throw toTrpcError(new ParleyError('PAYLOAD_TOO_LARGE'))
      return { services, authenticate: async () => tokens.verify(bearerToken(request)) }
    },
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
    onError: ({ error }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') log.error('call_failed', error.cause ?? error)
    },
  })
}

/** @throws ParleyError UNAUTHORIZED */
function bearerToken(request: IncomingMessage): string {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!token) throw new ParleyError('UNAUTHORIZED')
  return token
}
