import { randomUUID } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { createGuest } from '@/testing/guest'
import { createTestDatabase } from '@/testing/test-database'
import { createPinoLog } from './adapters/pino/log'
import { createPrometheusMetrics } from './adapters/prometheus/metrics'
import { systemClock } from './adapters/system/clock'
import { createContainer } from './container'
import { createHttpServer } from './http/http-server'
import { createMetricsPage } from './http/metrics'
import { createRequestHandler } from './http/request-handler'

async function startServer() {
  const database = await createTestDatabase()
  const metrics = createPrometheusMetrics()
  const lines: string[] = []
  const log = createPinoLog('json', (line) => void lines.push(line))
  const container = createContainer({
    databaseUrls: { api: database.apiUrl, auth: database.authUrl },
    authSecret: 'a secret of at least thirty-two characters',
    redisUrl: undefined,
    alone: true,
    proxies: 0,
    rateLimits: true,
    smtp: undefined,
    site: () => 'http://localhost',
    guests: true,
    openRooms: true,
    serverKey: undefined,
    log,
    metrics,
  })
  const page = createMetricsPage(metrics, undefined)
  const handle = createRequestHandler(container, async (_, response) => void response.end(), {
    metrics: page,
  })
  const http = createHttpServer({
    host: '127.0.0.1',
    secure: () => {},
    handle,
    clock: systemClock,
    log,
    logRequests: true,
    metrics,
  })
  const port = await http.listen(0)
  onTestFinished(async () => {
    await http.close()
    await container.close()
    await database.drop()
  })
  return { address: `http://127.0.0.1:${port}`, lines }
}

it('ME-07 reads of rooms and people are timed under their names', async () => {
  const { address } = await startServer()
  const ada = await createGuest(address)
  const roomId = randomUUID()
  await ada.call.rooms.create.mutate({ id: roomId, name: 'Room' })
  await ada.call.rooms.list.query({})
  await ada.call.rooms.members.query({ roomId })
  await ada.call.profiles.me.query()
  await ada.call.profiles.names.query({ userIds: [ada.userId] })
  const text = await (await fetch(`${address}/metrics`)).text()
  for (const call of ['list_rooms', 'list_members', 'profile', 'names'])
    expect(text).toMatch(new RegExp(`^parley_database_query_seconds_count\\{call="${call}"\\} [1-9]`, 'm'))
})

it('ME-01 LO-03 a message sent through the whole server is measured on its way, and not in the log', async () => {
  const { address, lines } = await startServer()
  const ada = await createGuest(address)
  const roomId = randomUUID()
  await ada.call.rooms.create.mutate({ id: roomId, name: 'Room' })
  const content = 'a secret between friends'
  await ada.call.messages.send.mutate({ id: randomUUID(), roomId, content, sentAt: new Date().toISOString() })
  const text = await (await fetch(`${address}/metrics`)).text()
  expect(text).toContain('parley_delivery_seconds_count 1\n')
  expect(text).toMatch(/^parley_database_query_seconds_count\{call="append\w*"\} 1$/m)
  expect(text).toMatch(
    /^parley_http_requests_seconds_count\{procedure="(messages\.send|batch)",status="200"\} 1$/m,
  )
  expect(text).toContain('parley_realtime_connections 0\n')
  expect(lines.join()).toContain('/api/trpc/messages.send')
  expect(lines.join()).not.toContain(content)
  expect(lines.join()).not.toContain(await ada.token())
  expect(lines.join()).not.toContain('?')
})
