import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { expect, it, vi } from 'vitest'
import { limits } from '@/contract/limits'
import { createFakeClock } from '@/testing/fake-clock'
import { createHttpServer } from './http-server'

async function start() {
  const clock = createFakeClock()
  const waiting: ServerResponse[] = []
  const http = createHttpServer('127.0.0.1', async (_, response) => void waiting.push(response), clock)
  const port = await http.listen(0)
  return { http, clock, waiting, port, url: `http://127.0.0.1:${port}/` }
}

it('SV-06 a stop answers the requests in flight, then ends every connection, silent ones too', async () => {
  const { http, waiting, port, url } = await start()
  const silent = connect(port, '127.0.0.1')
  await once(silent, 'connect')
  const answer = fetch(url)
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  const closed = http.close()
  const ended = once(silent, 'close')
  waiting[0]?.end('finished')
  expect(await (await answer).text()).toBe('finished')
  await Promise.all([closed, ended])
  await expect(fetch(url)).rejects.toThrow()
})

it('SV-06 a request that never ends does not hold up a stop for longer than its limit', async () => {
  const { http, clock, waiting, url } = await start()
  const answer = fetch(url).catch(() => 'cut off')
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  const closed = http.close()
  clock.advance(limits.stopRequestsMs)
  await closed
  expect(await answer).toBe('cut off')
})

it('SV-05 a request under a foreign name is not handed on', async () => {
  const { http, waiting, port } = await start()
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1\.1 421 /)
  expect(waiting).toEqual([])
  await http.close()
})
