/** Hands a WebSocket on to a process: the handshake as a request of its own, and then every byte. */
import { type IncomingMessage, request as send } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '@/server/ports/clock'
import { forwardedHeaders } from './forwarded-headers'
import { type Route, reachBackend } from './reach-backend'

/** How long (ms) a process may take to answer the handshake. */
export const handshakeMs = 5_000
/** How long (ms) the last bytes of one side may take to reach the other. */
const lastBytesMs = 5_000

/** A refused handshake is answered with its status; one that is not answered in time ends (CR-05). */
export async function forwardUpgrade(
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
  route: Route,
): Promise<void> {
  client.on('error', () => client.destroy())
  const reached = await reachBackend(route)
  if (!reached) return refuse(client, 503, 'Service Unavailable', 'Retry-After: 1')
  const { backend, socket } = reached
  if (client.destroyed) return void socket.destroy()
  const outgoing = send({
    createConnection: () => socket,
    method: request.method,
    path: request.url,
    headers: { ...forwardedHeaders(request), connection: 'Upgrade', upgrade: request.headers.upgrade },
  })
  const cut = () => {
    outgoing.destroy()
    client.destroy()
  }
  const cancel = route.clock.after(handshakeMs, cut)

  outgoing.on('upgrade', (answer, upstream, first) => {
    cancel()
    const headers = []
    for (let n = 0; n < answer.rawHeaders.length; n += 2)
      headers.push(`${answer.rawHeaders[n]}: ${answer.rawHeaders[n + 1]}`)
    client.write(statusLine(101, 'Switching Protocols', headers))
    if (first.length > 0) client.write(first)
    if (head.length > 0) upstream.write(head)
    join(client, upstream, route.clock)
    join(upstream, client, route.clock)
  })
  outgoing.on('response', ({ statusCode = 502, statusMessage = '' }) => {
    cancel()
    refuse(client, statusCode, statusMessage, 'Content-Length: 0')
    outgoing.destroy()
  })
  outgoing.on('error', () => {
    cancel()
    client.destroy()
  })
  client.once('close', () => {
    cancel()
    backend.open.delete(cut)
    outgoing.destroy()
  })
  backend.open.add(cut)
  outgoing.end()
}

/** Nobody waits until the client closes its side too. */
function refuse(client: Duplex, status: number, text: string, header: string): void {
  client.end(statusLine(status, text, [header, 'Connection: close']), () => client.destroy())
}

function statusLine(status: number, text: string, headers: readonly string[]): string {
  return `${[`HTTP/1.1 ${status} ${text}`, ...headers].join('\r\n')}\r\n\r\n`
}

/** What was said last, a close code for instance, still arrives; a side that takes nothing more is not waited for. */
function join(from: Duplex, to: Duplex, clock: Clock): void {
  from.pipe(to)
  from.on('error', () => to.destroy())
  from.once('close', () => {
    to.end()
    const cancel = clock.after(lastBytesMs, () => to.destroy())
    to.once('close', cancel)
  })
}
