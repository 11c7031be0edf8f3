/** Between Node's HTTP messages and better-auth's: bounded, and only with the headers that either side needs. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorTable, ParleyError } from '@/contract/errors'
import { isHttps } from '@/server/request-source'
import { internalOrigin } from './auth-options'

/** What better-auth may know of a request. Forwarding headers are left out: nobody has vouched for them. */
const requestHeaders = ['authorization', 'cookie', 'user-agent'] as const

/** `set-auth-token` is left out: it would hand the session's secret to scripts, which the cookie is made to prevent. */
const responseHeaders = ['content-type', 'cache-control', 'pragma']

/** Stored with the session. */
const longestUserAgent = 300

/** The headers that better-auth gets of a request, as if it came from its own origin. */
export function headersOf({ headers }: IncomingMessage): Headers {
  const kept = new Headers({ origin: internalOrigin })
  for (const name of requestHeaders) {
    const value = headers[name]
    if (value === undefined) continue
    kept.set(name, name === 'user-agent' ? value.slice(0, longestUserAgent) : value)
  }
  return kept
}

/** Reads the whole body. @throws ParleyError PAYLOAD_TOO_LARGE; the rest is read then too, but not kept. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else reject(new ParleyError('PAYLOAD_TOO_LARGE'))
    })
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.on('error', (cause) => reject(new ParleyError('BAD_REQUEST', { cause })))
  })
}

export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Response,
): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer())
  for (const name of responseHeaders) {
    const value = answer.headers.get(name)
    if (value !== null) response.setHeader(name, value)
  }
  setCookies(request, response, answer.headers.getSetCookie())
  response.writeHead(answer.status).end(body)
}

/** Answers with JSON that no cache keeps. */
export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  body: object,
  cookies: readonly string[],
): void {
  setCookies(request, response, cookies)
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function setCookies(request: IncomingMessage, response: ServerResponse, cookies: readonly string[]): void {
  const suffix = isHttps(request) ? '; Secure' : ''
  if (cookies.length > 0) {
    response.setHeader(
      'set-cookie',
      cookies.map((cookie) => cookie + suffix),
    )
  }
}

/** Answers `{code, message, retryAfter?}`, with `retryAfter` in milliseconds. */
export function sendError(response: ServerResponse, { code, message, retryAfter }: ParleyError): void {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  if (retryAfter !== undefined) headers['retry-after'] = String(Math.ceil(retryAfter / 1000))
  response.writeHead(errorTable[code].status, headers).end(JSON.stringify({ code, message, retryAfter }))
}
