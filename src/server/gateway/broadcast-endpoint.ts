/**
 * Whoever holds the server's key broadcasts on any topic, over HTTP:
 * `POST /realtime/v1/api/broadcast` with any number of messages, which is `send()` of a realtime-js that has not joined,
 * and `POST /realtime/v1/api/broadcast/<topic>/events/<event>?private=true` with one payload, which is `httpSend()`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod/mini'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'
import type { Broadcaster } from '../ports/broadcaster'
import { isSameSecret } from '../same-secret'
import type { GatewayLimits } from './gateway-limits'

/** Public topics do not exist here, so every message has to say `private`. */
const broadcastBody = z.object({
  messages: z.array(
    z.object({
      topic: z.string().check(z.minLength(1)),
      event: z.string(),
      payload: z.record(z.string(), z.unknown()),
      private: z.literal(true),
    }),
  ),
})

type Message = z.infer<typeof broadcastBody>['messages'][number]

const broadcastPath = '/realtime/v1/api/broadcast'
const singlePath = /^\/realtime\/v1\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/

export function isBroadcastPath(pathname: string): boolean {
  return pathname === broadcastPath || singlePath.test(pathname)
}

interface EndpointDeps {
  readonly broadcaster: Broadcaster
  /** Undefined: there is no such endpoint. */
  readonly serverKey: string | undefined
  readonly limits: Pick<GatewayLimits, 'frameBytes'>
}

/** Answers 202 with nothing, or `{code, message}` of the contract. All messages are sent, or none. Never rejects. */
export async function answerBroadcast(
  { broadcaster, serverKey, limits }: EndpointDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (serverKey === undefined || request.method !== 'POST') throw new ParleyError('NOT_FOUND')
    if (!holdsKey(request, serverKey)) throw new ParleyError('UNAUTHORIZED')
    const messages = parseMessages(request.url, await readBody(request, limits.frameBytes))
    for (const { topic, event, payload } of messages) broadcaster.publish(topic, event, payload)
    response.writeHead(202).end()
  } catch (error) {
    refuse(response, error instanceof ParleyError ? error.code : 'INTERNAL')
  }
}

function holdsKey({ headers }: IncomingMessage, serverKey: string): boolean {
  const bearer = headers.authorization?.match(/^Bearer (.+)$/i)?.[1]
  return [bearer, headers.apikey].some((key) => typeof key === 'string' && isSameSecret(key, serverKey))
}

async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limit) throw new ParleyError('PAYLOAD_TOO_LARGE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

/** Where the path names no event, the body names them. */
function parseMessages(requestUrl: string | undefined, body: string): readonly Message[] {
  try {
    const url = new URL(requestUrl ?? '/', 'http://parley.invalid')
    const content: unknown = JSON.parse(body)
    const [, topic, event] = url.pathname.match(singlePath) ?? []
    if (topic === undefined || event === undefined) return z.parse(broadcastBody, content).messages
    const names = { topic: decodeURIComponent(topic), event: decodeURIComponent(event) }
    const message = { ...names, payload: content, private: url.searchParams.get('private') === 'true' }
    return z.parse(broadcastBody, { messages: [message] }).messages
  } catch (cause) {
    throw new ParleyError('BAD_REQUEST', { cause })
  }
}

function refuse(response: ServerResponse, code: ErrorCode): void {
  const { status, message } = errorTable[code]
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ code, message }))
}
