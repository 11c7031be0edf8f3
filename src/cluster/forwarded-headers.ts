/** The headers that go on to a process: what concerned only the connection to us left out, the client's address added. */
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/** They speak of one connection, and Node sets them anew for the next; `expect` has been answered already. */
const ofOneConnection = [
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
]

/** A body without them would be taken for the next message. */
const framing = new Set(['content-length', 'transfer-encoding'])

/** The headers of a message from either side that may go on; a body's framing always does. */
export function endToEndHeaders({ headers, headersDistinct }: IncomingMessage): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const dropped = new Set([...ofOneConnection, ...named])
  const kept = (name: string) => framing.has(name) || !dropped.has(name)
  return Object.fromEntries(Object.entries(headersDistinct).filter(([name]) => kept(name)))
}

/** `Host` stays as it is: the server compares pages' origins with it. The address is appended, never believed (SV-13). */
export function forwardedHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const { headers, socket } = request
  const address = (socket.remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '')
  return {
    ...endToEndHeaders(request),
    ...(headers.host === undefined ? {} : { host: headers.host }),
    'x-forwarded-for': [headers['x-forwarded-for'] ?? [], address].flat().join(', '),
    'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
  }
}
