/** tRPC over HTTP: who is asking comes from `Authorization: Bearer <jwt>`. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { admit } from '../admission'
import type { Container } from '../container'
import { notedFrom } from '../ports/audit-log'
import type { Identity } from '../ports/token-verifier'
import { networkOf } from '../request-source'
import { appRouter } from '../trpc/app-router'
import { toTrpcError } from '../trpc/errors'
import type { Context } from '../trpc/init'

/** @param calls the procedures' names, separated by commas */
export async function answerTrpc(
  {
    services,
    tokens,
    limiter,
    addressOf,
    log,
  }: Pick<Container, 'services' | 'tokens' | 'limiter' | 'addressOf' | 'log'>,
  calls: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  /** Whoever shows no valid token is a stranger; people behind the same address who do are not held up by them. */
  async function authenticate(): Promise<Identity> {
    try {
      return await tokens.verify(bearerToken(request))
    } catch (error) {
      const isStranger = error instanceof ParleyError && error.code === 'UNAUTHORIZED'
      if (isStranger) await admit(limiter, 'strangers', networkOf(addressOf(request)))
      throw error
    }
  }

  await nodeHTTPRequestHandler({
    router: appRouter,
    req: request,
    res: response,
    path: isDecodable(calls) ? calls : encodeURIComponent(calls),
    maxBodySize: limits.requestBytes,
    createContext: ({ info }): Context => {
      if (info.calls.length > limits.callsPerRequest) throw toTrpcError(new ParleyError('PAYLOAD_TOO_LARGE'))
      let user: Promise<Identity> | undefined
      const auditLog = notedFrom(addressOf(request), services.auditLog)
      // Once for all calls of a request.
      return { services: { ...services, auditLog }, limiter, authenticate: () => (user ??= authenticate()) }
    },
    responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
    onError: ({ error }) => {
      if (error.code === 'INTERNAL_SERVER_ERROR') log.error('call_failed', error.cause ?? error)
    },
  })
}

/** tRPC decodes names, and takes what cannot be decoded for a failure of its own. */
function isDecodable(calls: string): boolean {
  try {
    decodeURIComponent(calls)
    return true
  } catch {
    return false
  }
}

/** @throws ParleyError UNAUTHORIZED */
function bearerToken(request: IncomingMessage): string {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (!token) throw new ParleyError('UNAUTHORIZED')
  return token
}
