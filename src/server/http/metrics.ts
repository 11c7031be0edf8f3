/** `GET /metrics`: the numbers, for this machine itself and for whoever has the token. */
import type { IncomingMessage } from 'node:http'
import type { MetricsText } from '../ports/metrics'
import { isSameSecret } from '../same-secret'
import { isOwnHost } from './own-host'
import { answerJson, type RequestHandler } from './request-handler'

/** @param token opens it to other machines; without one they are told that there is nothing */
export function createMetricsPage(metrics: MetricsText, token: string | undefined): RequestHandler {
  return async (request, response) => {
    const allowed = isFromHere(request) || (token !== undefined && carries(request, token))
    if (!allowed || request.method !== 'GET') return answerJson(response, 404, { status: 'error' })
    const text = await metrics.read()
    response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' })
    response.end(text)
  }
}

/** A proxy on this machine speaks for others, and a page can point its own name at this machine: both are not "here". */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const loopback = address === '::1' || address.startsWith('127.')
  const forwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined
  return loopback && !forwarded && isOwnHost('127.0.0.1', headers.host)
}

function carries({ headers }: IncomingMessage, token: string): boolean {
  return isSameSecret(headers.authorization ?? '', `Bearer ${token}`)
}
