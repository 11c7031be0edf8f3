/** Routes a request: the API, identity, health, metrics and the service worker are answered here, everything else by Next. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Container } from '../container'
import { trpcPrefix } from './procedure'
import { pathOf } from './request-path'
import { answerTrpc } from './trpc'

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The part of the container that answers requests. */
type Answering = Pick<
  Container,
  'services' | 'tokens' | 'limiter' | 'addressOf' | 'handleAuth' | 'health' | 'log'
> & {
  gateway: Pick<Container['gateway'], 'handlesRequest' | 'answerBroadcast'>
}

/** Files and pages that others make; without one, its path is a page as well. */
interface OwnPaths {
  /** Answers `/metrics`. */
  metrics?: RequestHandler
  /** Answers `/service-worker.js`. */
  worker?: RequestHandler
}

export function createRequestHandler(
  container: Answering,
  next: RequestHandler,
  { metrics = next, worker = next }: OwnPaths = {},
): RequestHandler {
  return async (request, response) => {
    const path = pathOf(request)
    if (path.startsWith(trpcPrefix))
      return answerTrpc(container, path.slice(trpcPrefix.length), request, response)
    if (path.startsWith('/api/auth/')) return container.handleAuth(request, response)
    if (path === '/api/health') return answerHealth(container, response)
    if (container.gateway.handlesRequest(path)) return container.gateway.answerBroadcast(request, response)
    if (path === '/metrics') return metrics(request, response)
    if (path === '/service-worker.js') return worker(request, response)
    return next(request, response)
  }
}

async function answerHealth(container: Answering, response: ServerResponse): Promise<void> {
  const health = await container.health()
  answerJson(response, health.status === 'unavailable' ? 503 : 200, health)
}

/** Answers with JSON that no cache keeps. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
