/** The pages, by Next. */
import { createServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import next from 'next'
import type { RequestHandler } from './request-handler'

export interface Pages {
  prepare(): Promise<void>
  handle: RequestHandler
  /** For reload in development; every other WebSocket is refused. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends those WebSockets, for which the listening server would wait. */
  cutUpgraded(): void
  close(): Promise<void>
}

export function createPages(dev: boolean): Pages {
  // Next adds its own `upgrade` listener and ends sockets that are not its own. It gets a server that never listens,
  // and sees only those we hand on.
  const holder = createServer()
  const app = next({ dev, dir: process.cwd(), httpServer: holder })
  const upgraded = new Set<Duplex>()
  let handler: ReturnType<typeof app.getRequestHandler> | undefined

  return {
    async prepare() {
      await app.prepare()
      handler = app.getRequestHandler()
    },
    async handle(request, response) {
      await handler?.(request, response)
    },
    handleUpgrade(request, socket, head) {
      upgraded.add(socket)
      socket.once('close', () => upgraded.delete(socket))
      if (!holder.emit('upgrade', request, socket, head)) socket.destroy()
    },
    cutUpgraded() {
      for (const socket of upgraded) socket.destroy()
    },
    close: () => app.close(),
  }
}
