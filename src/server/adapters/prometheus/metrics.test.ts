import { register } from 'prom-client'
import { expect, it } from 'vitest'
import { createPrometheusMetrics } from './metrics'

it('ME-01 deliveries, queries and requests are counted and timed under their names', async () => {
  const metrics = createPrometheusMetrics()
  const published = metrics.delivery()
  published()
  published()
  metrics.databaseQuery('append')()
  metrics.request('rooms.list')(200)
  const text = await metrics.read()
  expect(text).toContain('parley_delivery_seconds_count 2')
  expect(text).toContain('parley_database_query_seconds_count{call="append"} 1')
  expect(text).toContain('parley_http_requests_seconds_count{procedure="rooms.list",status="200"} 1')
  expect(text).toContain('process_resident_memory_bytes')
})

it('ME-05 connections that ended are counted by why', async () => {
  const metrics = createPrometheusMetrics()
  for (const reason of ['client', 'backlog', 'client']) metrics.connectionClosed(reason)
  const text = await metrics.read()
  expect(text).toContain('parley_realtime_closed_total{reason="client"} 2')
  expect(text).toContain('parley_realtime_closed_total{reason="backlog"} 1')
})

it('ME-02 a watched value is read at each asking, and left out when it cannot be read', async () => {
  const metrics = createPrometheusMetrics()
  const answers = [async () => 7, () => undefined, () => 0, () => Promise.reject(new Error('gone'))]
  metrics.watch('parley_redis_memory_bytes', 'Memory.', () => answers.shift()?.())
  const sample = async () => /^parley_redis_memory_bytes (.*)$/m.exec(await metrics.read())?.[1]
  expect([await sample(), await sample(), await sample(), await sample()]).toEqual([
    '7',
    undefined,
    '0',
    undefined,
  ])
})

it('ME-01 two sets of metrics in one process know nothing of each other, nor of the global one', async () => {
  const [one, other] = [createPrometheusMetrics(), createPrometheusMetrics()]
  one.delivery()()
  expect(await other.read()).toContain('parley_delivery_seconds_count 0')
  expect(register.getMetricsAsArray()).toEqual([])
})
