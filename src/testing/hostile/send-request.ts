/** Sends a request as it is, however wrong, and tells what came back. */
import { type Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'

export interface HostileRequest {
  readonly kind: 'http'
  readonly method: string
  /** As it stands in the first line. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer | undefined
  /** Whether the server may hang up before it has answered, or before it has read everything. */
  readonly mayBeCut?: boolean
}

/** What no HTTP client would send. */
export interface HostileBytes {
  readonly kind: 'bytes'
  readonly bytes: string
  /** The message has no end: nobody answers it, and whoever sent it goes away. */
  readonly unfinished?: boolean
}

export interface Answer {
  /** 0 where the server hung up. */
  readonly status: number
  readonly headers: string
  readonly body: string
}

const hungUp: Answer = { status: 0, headers: '', body: '' }

/** @throws what stood in the way of an answer, the abort included */
export function sendRequest(
  address: string,
  sent: HostileRequest,
  { agent, signal }: { agent: Agent; signal: AbortSignal },
): Promise<Answer> {
  const { method, path, headers, body, mayBeCut } = sent
  const { hostname: host, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }) => {
      if (mayBeCut && !signal.aborted) return resolve(hungUp)
      // The server had ended an idle connection while this was on its way: every client asks again on another one.
      const wasIdle = request.reusedSocket && error.code === 'ECONNRESET'
      return wasIdle ? resolve(sendRequest(address, sent, { agent, signal })) : reject(error)
    }
    // Node sends the body of a GET raw, as if it were the next request.
    const framing = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const all = 'transfer-encoding' in headers ? headers : { ...framing, ...headers }
    const request = httpRequest({ host, port, method, path, headers: all, agent, signal }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => void chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => {
        const headers = response.rawHeaders.join('\n')
        resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString() })
      })
    })
    request.on('error', fail)
    for (const event of ['upgrade', 'connect']) {
      request.on(event, (response, socket) => {
        socket.destroy()
        resolve({ status: response.statusCode, headers: response.rawHeaders.join('\n'), body: '' })
      })
    }
    request.end(body)
  })
}

/** Resolves when the server has closed the connection. @throws the abort */
export function sendBytes(
  address: string,
  { bytes, unfinished = false }: HostileBytes,
  signal: AbortSignal,
): Promise<Answer> {
  const { hostname: host, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect({ host, port: Number(port), allowHalfOpen: true })
    const abort = () => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      socket.end()
    })
    socket.on('end', () => socket.end())
    socket.on('error', () => undefined)
    socket.on('close', () => {
      signal.removeEventListener('abort', abort)
      const body = Buffer.concat(chunks).toString('latin1')
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(body)?.[1] ?? 0), headers: '', body })
    })
    const sent = Buffer.from(bytes, 'latin1')
    if (unfinished) socket.end(sent)
    else socket.write(sent)
  })
}
