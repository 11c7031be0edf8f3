/** A WebSocket that sends what it is told, and hands everything it hears to somebody who looks at it. */
import { WebSocket } from 'ws'

export interface LiveSocket {
  /** Sends, and then waits until the server has answered something else, or has hung up. */
  send(frame: string | Buffer): Promise<void>
  /** Whether the server has hung up. */
  isOver(): boolean
  close(): Promise<void>
}

/** @returns undefined where the server refuses the connection. @throws the abort */
export async function openLiveSocket(
  address: string,
  signal: AbortSignal,
  hear: (text: string) => void,
): Promise<LiveSocket | undefined> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/realtime/v1/websocket?vsn=2.0.0`)
  let beats = 0
  let over = false
  const waiting = new Map<string, () => void>()
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      over = true
      for (const wake of waiting.values()) wake()
      resolve()
    })
  })
  socket.on('message', (data) => {
    const text = data.toString()
    const beat = /^\[null,"(beat \d+)"/.exec(text)?.[1]
    if (beat === undefined) hear(text)
    else waiting.get(beat)?.()
  })
  socket.on('error', () => undefined)
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => {
      socket.terminate()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort)
    socket.on('close', () => signal.removeEventListener('abort', abort))
  })
  aborted.catch(() => undefined)
  const opened = new Promise<void>((resolve) => void socket.on('open', resolve))
  await Promise.race([opened, ended, aborted])
  if (over) return undefined

  return {
    async send(frame) {
      const beat = `beat ${++beats}`
      const answered = new Promise<void>((resolve) => void waiting.set(beat, resolve))
      socket.send(frame)
      socket.send(JSON.stringify([null, beat, 'phoenix', 'heartbeat', {}]))
      if (!over) await Promise.race([answered, aborted])
      waiting.delete(beat)
    },
    isOver: () => over,
    async close() {
      socket.close()
      await Promise.race([ended, aborted])
    },
  }
}
