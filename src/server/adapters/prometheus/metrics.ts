/** The metrics, by prom-client, on a registry of their own. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics, MetricsText } from '@/server/ports/metrics'

/** Seconds: from what memory takes to what nobody waits for. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** One set of numbers for one process, its memory, event loop and garbage collection among them. */
export function createPrometheusMetrics(): Metrics & MetricsText {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const deliveries = new Histogram({
    name: 'parley_delivery_seconds',
    help: 'From the start of an append to the publishing of its frame.',
    buckets,
    registers,
  })
  const queries = new Histogram({
    name: 'parley_database_query_seconds',
    help: 'Calls of database functions, failed ones too.',
    labelNames: ['call'],
    buckets,
    registers,
  })
  const requests = new Histogram({
    name: 'parley_http_requests_seconds',
    help: 'From the first line of a request to the end of its answer.',
    labelNames: ['procedure', 'status'],
    buckets,
    registers,
  })
  const closed = new Counter({
    name: 'parley_realtime_closed_total',
    help: 'Live connections that ended; backlog: readers that did not read, silent: no answer to a ping.',
    labelNames: ['reason'],
    registers,
  })

  return {
    delivery() {
      const end = deliveries.startTimer()
      return () => void end()
    },
    databaseQuery(call) {
      const end = queries.startTimer({ call })
      return () => void end()
    },
    request(procedure) {
      const end = requests.startTimer({ procedure })
      return (status) => void end({ status })
    },
    connectionClosed: (reason) => closed.inc({ reason }),
    watch(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          const value = await Promise.resolve()
            .then(read)
            .catch(() => undefined)
          if (value === undefined) this.remove()
          else this.set(value)
        },
      })
    },
    contentType: registry.contentType,
    read: () => registry.metrics(),
  }
}
