/** Asks a client for a sign of life, and cuts off the one that gives none: a killed process says no goodbye. */
import type { WebSocket } from 'ws'
import type { Clock } from '../ports/clock'

/** Pings every `pingMs`; whoever has said nothing by the next ping is silent. The result stops it. */
export function keepAlive(socket: WebSocket, clock: Clock, pingMs: number, onSilent: () => void): () => void {
  let heard = true
  let cancelTimer = clock.after(pingMs, look)

  function look(): void {
    if (!heard) {
      onSilent()
      return
    }
    heard = false
    if (socket.readyState === socket.OPEN) socket.ping()
    cancelTimer = clock.after(pingMs, look)
  }

  function hear(): void {
    heard = true
  }

  socket.on('pong', hear)
  socket.on('message', hear)
  return () => cancelTimer()
}
