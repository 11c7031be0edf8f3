/** One end of a WebSocket that MSW took, as the gateway knows it from `ws`. */
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import type { WebSocketHandlerConnection } from 'msw'
import type { WebSocket } from 'ws'
import type { Gateway } from '@/server/gateway/gateway'

/** The page's end. */
export type LiveClient = WebSocketHandlerConnection['client']

/** What a close frame that never came is told as. */
const lost = 1006

class MemorySocket extends EventEmitter {
  readonly OPEN = 1
  readonly CLOSED = 3
  readyState = 1
  readonly bufferedAmount = 0
  readonly #client: LiveClient

  constructor(client: LiveClient) {
    super()
    this.#client = client
    client.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') this.emit('message', Buffer.from(data), false)
      else if (!(data instanceof Blob)) this.emit('message', Buffer.from(data as ArrayBuffer), true)
    })
    client.addEventListener('close', ({ code }) => {
      this.readyState = this.CLOSED
      this.emit('close', code)
    })
  }

  send(frame: Buffer) {
    this.#client.send(frame.toString())
  }

  close(code?: number, reason?: string) {
    this.#client.close(code, reason)
  }

  terminate() {
    this.#client.close(lost)
  }

  /** A browser answers by itself. */
  ping() {
    queueMicrotask(() => this.emit('pong'))
  }
}

/** Connects the page's WebSocket with the gateway. */
export function connectToGateway(gateway: Gateway, client: LiveClient): void {
  // The gateway uses no more of a WebSocket than this.
  const socket = new MemorySocket(client) as unknown as WebSocket
  gateway.open(socket, new PassThrough(), `${client.url.pathname}${client.url.search}`)
}

/** As if the network had broken. */
export function cutOff(client: LiveClient): void {
  client.close(lost)
}
