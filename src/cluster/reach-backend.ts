/** A connection to a process that takes one. Nothing has been sent on it yet, so trying the next is always safe. */
import { connect, type Socket } from 'node:net'
import type { Clock } from '@/server/ports/clock'
import type { Backend, Backends } from './backends'

/** Where requests go, and whose time counts. */
export interface Route {
  backends: Backends
  clock: Clock
}

/** How long (ms) a connection within this machine may take: one that takes longer has no place in the queue. */
export const connectMs = 1_000

/**
 * One that refuses is out until it is well again, and the next one is tried (CR-03).
 * @returns undefined when no process takes connections
 */
export async function reachBackend({
  backends,
  clock,
}: Route): Promise<{ backend: Backend; socket: Socket } | undefined> {
  const tried = new Set<Backend>()
  for (let backend = backends.next(tried); backend; backend = backends.next(tried)) {
    const socket = await connectTo(backend.port, clock)
    if (socket) return { backend, socket }
    tried.add(backend)
    backend.up = false
  }
  return undefined
}

function connectTo(port: number, clock: Clock): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const cancel = clock.after(connectMs, () => socket.destroy())
    const settle = (connected: boolean) => {
      cancel()
      socket.off('error', fail).off('close', fail)
      resolve(connected ? socket : undefined)
    }
    const fail = () => {
      // An error of a socket that nobody waits for any more must not end the balancer.
      socket.on('error', () => undefined)
      settle(false)
    }
    socket
      .once('connect', () => settle(true))
      .once('error', fail)
      .once('close', fail)
  })
}
