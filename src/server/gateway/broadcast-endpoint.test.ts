import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { answerBroadcast } from './broadcast-endpoint'

async function startEndpoint(serverKey: string | undefined) {
  const published: unknown[] = []
  const broadcaster = { publish: (...message: unknown[]) => void published.push(message) }
  const server = createServer((request, response) => {
    void answerBroadcast({ broadcaster, serverKey, limits: { frameBytes: 1_000 } }, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    published,
    post: (headers: Record<string, string>, body: unknown) =>
      fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }),
  }
}

const message = { topic: 'room:1:1', event: 'change', payload: { head: 7 }, private: true }

test('RT-49 the server’s key broadcasts over HTTP, in either header', async () => {
  const { post, published } = await startEndpoint('key')
  expect((await post({ authorization: 'Bearer key' }, { messages: [message] })).status).toBe(202)
  expect((await post({ apikey: 'key' }, { messages: [message] })).status).toBe(202)
  const sent = ['room:1:1', 'change', { head: 7 }]
  expect(published).toEqual([sent, sent])
})

test('RT-49 another key or none broadcasts nothing, and without a key on the server there is no endpoint', async () => {
  const guarded = await startEndpoint('key')
  for (const headers of [{}, { apikey: 'kez' }, { authorization: 'Bearer ' }]) {
    const response = await guarded.post(headers, { messages: [message] })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 'UNAUTHORIZED' })
  }
  const absent = await startEndpoint(undefined)
  expect((await absent.post({ apikey: 'undefined' }, { messages: [message] })).status).toBe(404)
  expect([guarded.published, absent.published]).toEqual([[], []])
})

test('RT-49 a malformed or too large body is refused as a whole', async () => {
  const { post, published } = await startEndpoint('key')
  for (const wrong of [{}, { messages: [message, { ...message, private: false }] }, 'text']) {
    expect((await post({ apikey: 'key' }, wrong)).status).toBe(400)
  }
  const large = { ...message, payload: { text: 'x'.repeat(1_000) } }
  expect((await post({ apikey: 'key' }, { messages: [large] })).status).toBe(413)
  expect(published).toEqual([])
})
