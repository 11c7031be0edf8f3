// Stops the real server while people are in the middle of something: nobody is cut off who could have been answered.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { expect } from '@playwright/test'
import { WebSocket } from 'ws'
import { createGuest, type Guest } from '../src/testing/guest'
import { test } from './fixtures/test'

const message = (roomId: string, content: string) => ({
  ...{ id: randomUUID(), roomId, content, sentAt: new Date().toISOString() },
})

/** A send of which the server has the beginning; `finish` sends the rest and answers what came back. */
async function beginSend(address: string, guest: Guest, input: object) {
  const body = JSON.stringify(input)
  const sending = request(`${address}/api/trpc/messages.send`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${guest.token()}`,
      expect: '100-continue',
    },
  })
  const answered = once(sending, 'response')
  // Whoever is cut off and does not ask for the answer does not want to know.
  answered.catch(() => {})
  sending.flushHeaders()
  await once(sending, 'continue')
  return {
    async finish() {
      sending.end(body)
      const [response] = (await answered) as [IncomingMessage]
      return {
        status: response.statusCode,
        connection: response.headers.connection,
        body: await json(response),
      }
    },
  }
}

test('SV-21 a stop tells the sockets, answers what is in flight, and stores what was received', async ({
  startServer,
}) => {
  const server = await startServer()
  const [ada, ben] = [await createGuest(server.address), await createGuest(server.address)]
  const roomId = randomUUID()
  await ada.call.rooms.create.mutate({ id: roomId, name: 'Until the end' })
  await ben.call.rooms.join.mutate({ roomId })
  const { log, position } = await ben.call.messages.send.mutate(message(roomId, 'received'))
  const socket = new WebSocket(`${server.address.replace('http', 'ws')}/realtime/v1/websocket?vsn=2.0.0`)
  const goodbye = once(socket, 'close')
  await once(socket, 'open')
  const sending = await beginSend(server.address, ben, message(roomId, 'in flight'))

  await ada.call.messages.markReceived.mutate({ roomId, log, position })
  server.signal('SIGTERM')
  expect((await goodbye)[0]).toBe(1001)
  expect(await sending.finish()).toMatchObject({
    status: 200,
    body: { result: { data: { status: 'stored', position: position + 1 } } },
  })
  expect(await server.ended).toBe(0)

  const next = await startServer(server.port)
  const missed = await ada.call.rooms.rejoin.query({ roomId })
  expect(missed.changes.map(({ content }) => content)).toEqual(['in flight'])
  next.signal('SIGTERM')
  expect(await next.ended).toBe(0)
})

test('SV-20 behind a proxy a server that stops goes on answering for a moment, and says that it stops', async ({
  startServer,
}) => {
  const server = await startServer(0, { PARLEY_PROXIES: '1' })
  const health = async () => {
    const answer = await fetch(`${server.address}/api/health`)
    return [answer.status, answer.headers.get('connection'), await answer.json()]
  }
  expect(await health()).toEqual([200, 'keep-alive', { status: 'ok' }])
  server.signal('SIGTERM')
  const stopping = { status: 'unavailable', reasons: ['The server is stopping.'] }
  await expect.poll(health, { intervals: [1] }).toEqual([503, 'close', stopping])
  expect(await server.ended).toBe(0)
})

test('SV-22 a second signal ends the server at once', async ({ startServer }) => {
  const server = await startServer()
  const ada = await createGuest(server.address)
  // Alone, the first signal would wait for this one, and then exit with 0.
  await beginSend(server.address, ada, message(randomUUID(), 'never finished'))
  let code: number | null | undefined
  void server.ended.then((ended) => {
    code = ended
  })
  // Within a second, one more signal counts as the same Ctrl-C.
  const signalled = () => {
    server.signal('SIGINT')
    return code
  }
  await expect.poll(signalled, { intervals: [100] }).toBe(1)
})
