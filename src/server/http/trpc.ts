/** tRPC over HTTP: who is asking comes from `Authorization: Bearer <jwt>`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Container } from '../container'
import { appRouter } from '../trpc/app-router'
import { toTrpcError } from '../trpc/errors'
import type { Context } from '../trpc/init'

const prefix = '/api/trpc/'

export async function answerTrpc(
  { services, tokens, log }: Pick<Container, 'services' | 'tokens' | 'log'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://parley.invalid')
  await nodeHTTPRequestHandler({
    router: appRouter,
    req: request,
    res: response,
    path: pathname.slice(prefix.length),
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
