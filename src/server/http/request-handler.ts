/** Routes a request: the API, identity and health are answered here, everything else by Next. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Container } from '../container'
import { answerTrpc } from './trpc'

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The part of the container that answers requests. */
type Answering = Pick<Container, 'services' | 'tokens' | 'handleAuth' | 'troubles'>

export function createRequestHandler(container: Answering, next: RequestHandler): RequestHandler {
  return async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://parley.invalid')
    if (pathname.startsWith('/api/trpc/')) return answerTrpc(container, request, response)
    if (pathname.startsWith('/api/auth/')) return container.handleAuth(request, response)
    if (pathname === '/api/health') return answerHealth(container, response)
    return next(request, response)
  }
}

async function answerHealth(container: Answering, response: ServerResponse): Promise<void> {
  const reasons = await container.troubles()
  if (reasons.length === 0) answerJson(response, 200, { status: 'ok' })
  else answerJson(response, 503, { status: 'unavailable', reasons })
}

/** Answers with JSON that no cache keeps. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
