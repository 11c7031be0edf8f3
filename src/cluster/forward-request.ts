/** Hands a request on to a process, and its answer back, both as they come. */
import { type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { pipeline } from 'node:stream'
import { endToEndHeaders, forwardedHeaders } from './forwarded-headers'
import { type Route, reachBackend } from './reach-backend'

/** How long (ms) a process may take until its answer begins, counted from the last piece of the request. */
export const answerMs = 10_000

const messages = {
  502: 'The process that had this request ended. Try again.',
  503: 'No process can take this request just now. Try again.',
  504: 'The process that has this request does not answer. Try again.',
}

/**
 * Never sends a request twice: once it is on its way, only its sender knows whether trying again is right (CR-04).
 * Answers 503 when no process takes it, 502 when one ended with it, 504 when one does not answer in time.
 */
export async function forwardRequest(
  request: IncomingMessage,
  response: ServerResponse,
  route: Route,
): Promise<void> {
  const reached = await reachBackend(route)
  if (!reached) return refuse(response, 503)
  const { backend, socket } = reached
  if (response.destroyed) return void socket.destroy()
  const outgoing = send({
    createConnection: () => socket,
    method: request.method,
    path: request.url,
    headers: forwardedHeaders(request),
  })

  let cancel = () => {}
  const restartLimit = () => {
    cancel()
    cancel = route.clock.after(answerMs, () => fail(504))
  }
  const fail = (status: keyof typeof messages) => {
    // An answer that ends too early cuts the response off by itself.
    if (!response.headersSent && !response.destroyed) refuse(response, status)
    outgoing.destroy()
  }
  // Whoever waits for an answer waits on; an answer that stopped halfway can only be cut.
  const cut = () => {
    if (response.headersSent) response.destroy()
  }

  outgoing.on('response', (answer) => {
    cancel()
    request.off('data', restartLimit)
    const { 'transfer-encoding': _, ...headers } = endToEndHeaders(answer)
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers)
    pipeline(answer, response, () => undefined)
  })
  outgoing.on('error', () => fail(502))
  response.once('close', () => {
    cancel()
    backend.open.delete(cut)
    outgoing.destroy()
  })
  backend.open.add(cut)
  request.on('data', restartLimit)
  restartLimit()
  request.pipe(outgoing)
}

function refuse(response: ServerResponse, status: keyof typeof messages): void {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'retry-after': '1' }
  response.writeHead(status, headers)
  response.end(JSON.stringify({ status: 'error', message: messages[status] }))
}
