/** The listening server: hands requests on, and stops without leaving one unanswered. */
import { createServer, type Server } from 'node:http'
import { errorTable } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import type { Clock } from '../ports/clock'
import type { Log } from '../ports/log'
import type { Metrics } from '../ports/metrics'
import { isOwnHost } from './own-host'
import { answerJson, type RequestHandler } from './request-handler'
import type { SecurityHeaders } from './security-headers'
import { watchRequest } from './watch-request'

interface Dependencies {
  /** The address to listen on. */
  host: string
  /** Proxies in front of it. */
  proxies?: number
  handle: RequestHandler
  /** Put on every answer, refusals included. */
  secure: SecurityHeaders
  clock: Clock
  log: Log
  /** Whether to log every request. */
  logRequests: boolean
  metrics: Pick<Metrics, 'request'>
}

export interface HttpServer {
  server: Server
  /** @returns the port, which the system chose if `port` is 0 */
  listen(port: number): Promise<number>
  /**
   * Goes on answering for so long (ms), each answer the last on its connection, so that a proxy in front can notice that
   * this server is about to stop.
   */
  drain(milliseconds: number): Promise<void>
  /**
   * Takes no more requests, lets those in flight finish (up to `serverLimits.stopRequestsMs`), and ends every connection:
   * browsers keep some open that never carried a request, and would hold up the stop for ever.
   */
  close(): Promise<void>
}

export function createHttpServer(dependencies: Dependencies): HttpServer {
  const { host, proxies, handle, secure, clock, log } = dependencies
  let leaving = false
  let inFlight = 0
  let onIdle = () => {}

  const server = createServer((request, response) => {
    inFlight++
    if (leaving) response.setHeader('connection', 'close')
    secure(request, response)
    watchRequest(request, response, dependencies)
    response.once('close', () => {
      if (--inFlight === 0) onIdle()
    })
    if (!isOwnHost(host, request.headers.host, proxies)) {
      answerJson(response, 421, { status: 'error', message: 'There is no such site here.' })
      return
    }
    if (request.method === 'TRACE') {
      // The fetch API, which much behind this speaks, has no such method.
      answerJson(response, 405, { code: 'BAD_REQUEST', message: errorTable.BAD_REQUEST.message })
      return
    }
    handle(request, response).catch((error: unknown) => {
      log.error('request_failed', error)
      if (response.headersSent) response.destroy()
      else answerJson(response, 500, { status: 'error' })
    })
  })

  return {
    server,
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          const address = server.address()
          resolve(typeof address === 'object' && address ? address.port : port)
        })
      }),
    drain(milliseconds) {
      leaving = true
      return new Promise((resolve) => void clock.after(milliseconds, resolve))
    },
    async close() {
      leaving = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      if (inFlight > 0) {
        await new Promise<void>((resolve) => {
          const cancel = clock.after(serverLimits.stopRequestsMs, resolve)
          onIdle = () => {
            cancel()
            resolve()
          }
        })
      }
      server.closeAllConnections()
      await closed
    },
  }
}
