import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { answerBroadcast, isBroadcastPath } from './broadcast-endpoint'

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
    post: (headers: Record<string, string>, body: unknown, path = '') =>
      fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) }),
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

test('RT-56 a path that names topic and event broadcasts its body as one payload', async () => {
  const { post, published } = await startEndpoint('key')
  const path = 'realtime/v1/api/broadcast/room%3A1%2F2/events/a%20b?private=true'
  expect((await post({ apikey: 'key' }, { head: 7 }, path)).status).toBe(202)
  expect(published).toEqual([['room:1/2', 'a b', { head: 7 }]])
})

test('RT-56 such a path with another key, a name that is none, no word of privacy or another body sends nothing', async () => {
  const { post, published } = await startEndpoint('key')
  const path = 'realtime/v1/api/broadcast/room/events/'
  expect((await post({ apikey: 'kez' }, {}, `${path}change?private=true`)).status).toBe(401)
  for (const wrong of ['change', 'change?private=false', '%ff?private=true']) {
    expect((await post({ apikey: 'key' }, {}, path + wrong)).status).toBe(400)
  }
  expect((await post({ apikey: 'key' }, ['list'], `${path}change?private=true`)).status).toBe(400)
  expect(published).toEqual([])
})

test('RT-56 the endpoint has these two paths and no other', () => {
  const base = '/realtime/v1/api/broadcast'
  for (const path of [base, `${base}/room%3A1/events/change`]) expect(isBroadcastPath(path)).toBe(true)
  for (const path of ['/', '/room', '/room/events', '/room/events/', '//events/x', '/a/b/events/x', 's']) {
    expect(isBroadcastPath(base + path)).toBe(false)
  }
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
