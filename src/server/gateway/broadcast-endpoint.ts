/** `POST /realtime/v1/api/broadcast`: whoever holds the server's key broadcasts on any topic, over HTTP. */
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
    const { messages } = parseBody(await readBody(request, limits.frameBytes))
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

function parseBody(text: string): z.infer<typeof broadcastBody> {
  try {
    return z.parse(broadcastBody, JSON.parse(text))
  } catch (cause) {
    throw new ParleyError('BAD_REQUEST', { cause })
  }
}

function refuse(response: ServerResponse, code: ErrorCode): void {
  const { status, message } = errorTable[code]
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ code, message }))
}
