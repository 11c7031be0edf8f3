import type { IncomingMessage, Server } from 'node:http'
import { Duplex } from 'node:stream'
import { expect, it, vi } from 'vitest'
import { createPages } from './pages'

/** Next, as far as WebSockets go: in development it takes those for reload, and keeps them open. */
vi.mock('next', () => ({
  default: ({ httpServer }: { httpServer: Server }) => {
    httpServer.on('upgrade', () => {})
    return {}
  },
}))

it('SV-23 a stop ends the sockets through which development pages reload', () => {
  const pages = createPages(true)
  const sockets = [1, 2].map(() => new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() }))
  for (const socket of sockets) pages.handleUpgrade({} as IncomingMessage, socket, Buffer.alloc(0))
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false])
  pages.cutUpgraded()
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true])
})
