/** One address in front of several processes: every request and every WebSocket goes to one that is well. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { isOwnHost } from '@/server/http/own-host'
import type { Clock } from '@/server/ports/clock'
import { createBackends } from './backends'
import { forwardRequest } from './forward-request'
import { forwardUpgrade } from './forward-upgrade'
import { watchHealth } from './watch-health'

export interface Balancer {
  /** @returns the port, which the system chose if `port` is 0 */
  listen(port: number): Promise<number>
  /**
   * Puts the process on this port of the machine into rotation.
   * @param onChange hears when it leaves the rotation (`unwell`; `silent`: it hangs) and when it is back (`well`)
   * @returns takes it out for good
   */
  add(port: number, onChange?: (answer: 'well' | 'unwell' | 'silent') => void): () => void
  /** Takes no more connections. Requests on those that are open still find the processes. */
  stopAccepting(): void
  /** Ends every connection. */
  close(): Promise<void>
}

/** Open connections, idle ones too; further ones are refused. */
const maxConnections = 30_000

interface Options {
  /** The address to listen on; on this machine's own it answers to its own names only (SV-05). */
  host: string
  /** Proxies in front of it: they answer for the names. */
  proxies: number
  clock: Clock
}

export function createBalancer({ host, proxies, clock }: Options): Balancer {
  const backends = createBackends()
  const route = { backends, clock }
  const watches = new Set<() => void>()
  /** Node leaves it to us to end these. */
  const upgraded = new Set<Duplex>()
  let stopping = false

  const server = createServer((request, response) => {
    // A connection that is kept open would hold up the stop.
    if (stopping) response.setHeader('connection', 'close')
    if (!isOwnHost(host, request.headers.host, proxies)) return void response.writeHead(421).end()
    // A defect costs its own connection, not everybody's.
    forwardRequest(request, response, route).catch(() => response.destroy())
  })
  server.maxConnections = maxConnections
  server.on('upgrade', (request, socket, head) => {
    if (!isOwnHost(host, request.headers.host, proxies)) return socket.destroy()
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    forwardUpgrade(request, socket, head, route).catch(() => socket.destroy())
  })

  let closed: Promise<void> | undefined
  function stopAccepting(): Promise<void> {
    stopping = true
    closed ??= new Promise((resolve) => server.close(() => resolve()))
    return closed
  }

  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
      }),
    add(port, onChange = () => {}) {
      const backend = backends.add(port)
      // During a stop nobody is well, and that is no news.
      const tell: typeof onChange = (answer) => stopping || onChange(answer)
      const endWatch = watchHealth({ backend, clock, onChange: tell })
      watches.add(endWatch)
      return () => {
        endWatch()
        watches.delete(endWatch)
        backends.remove(backend)
      }
    },
    stopAccepting: () => void stopAccepting(),
    async close() {
      for (const endWatch of watches) endWatch()
      const done = stopAccepting()
      for (const socket of upgraded) socket.destroy()
      server.closeAllConnections()
      await done
    },
  }
}
