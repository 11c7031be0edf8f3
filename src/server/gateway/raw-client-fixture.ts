/** For the gateway's tests: a WebSocket that sends whatever it is told, and hands over frames one by one. */
import { expect, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'

/** `[join_ref, ref, topic, event, payload]` */
export type WireFrame = readonly [string | null, string | null, string, string, unknown]

export interface JoinOptions {
  readonly token: string
  readonly ref?: string
  readonly config?: Readonly<Record<string, unknown>>
}

export interface RawClient {
  readonly socket: WebSocket
  /** Strings and buffers go as they are, everything else as JSON. */
  send(frame: unknown): void
  /** The next frame, in the order of arrival. */
  next(): Promise<WireFrame>
  /** Asks to join; the answer is the next frame. */
  join(topic: string, options: JoinOptions): Promise<WireFrame>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

export async function connectRaw(url: string): Promise<RawClient> {
  const socket = new WebSocket(url)
  const arrived: WireFrame[] = []
  const waiting: ((frame: WireFrame) => void)[] = []
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString()) as WireFrame
    const take = waiting.shift()
    if (take) take(frame)
    else arrived.push(frame)
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  onTestFinished(() => socket.terminate())
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })

  function send(frame: unknown): void {
    socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  async function next(): Promise<WireFrame> {
    return arrived.shift() ?? new Promise((resolve) => waiting.push(resolve))
  }

  return {
    socket,
    send,
    next,
    join(topic, { token, ref = '1', config = { private: true } }) {
      send([ref, ref, `realtime:${topic}`, 'phx_join', { config, access_token: token }])
      return next()
    },
    closed,
  }
}

export function heartbeat(ref: string): WireFrame {
  return [null, ref, 'phoenix', 'heartbeat', {}]
}

export async function expectAlive(client: RawClient): Promise<void> {
  client.send(heartbeat('alive'))
  expect(await client.next()).toEqual([null, 'alive', 'phoenix', 'phx_reply', { status: 'ok', response: {} }])
}
