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
  close(): Promise<void>
}

export function createPages(dev: boolean): Pages {
  // Next adds its own `upgrade` listener and ends sockets that are not its own. It gets a server that never listens,
  // and sees only those we hand on.
  const holder = createServer()
  const app = next({ dev, dir: process.cwd(), httpServer: holder })
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
      if (!holder.emit('upgrade', request, socket, head)) socket.destroy()
    },
    close: () => app.close(),
  }
}
