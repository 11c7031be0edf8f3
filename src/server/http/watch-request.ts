/** Measures a request, and logs it on demand: how it went, never what was in it (LO-03). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../ports/clock'
import type { Log } from '../ports/log'
import type { Metrics } from '../ports/metrics'
import { procedureOf } from './procedure'
import { pathOf } from './request-path'

interface Watching {
  clock: Clock
  log: Log
  logRequests: boolean
  metrics: Pick<Metrics, 'request'>
}

export function watchRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { clock, log, logRequests, metrics }: Watching,
): void {
  const { method, socket } = request
  const path = pathOf(request)
  const measured = metrics.request(procedureOf(path))
  const startedAt = clock.now()
  const sentBefore = socket.bytesWritten
  response.once('close', () => {
    // Whoever went away before the answer began was told nothing.
    const status = response.headersSent ? response.statusCode : 499
    measured(status)
    if (!logRequests) return
    const bytes = socket.bytesWritten - sentBefore
    log.info('request', { method, path, status, ms: clock.now() - startedAt, bytes })
  })
}
