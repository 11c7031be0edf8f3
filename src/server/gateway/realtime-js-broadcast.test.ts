/** What an unmodified realtime-js broadcasts: over the socket with and without ack and self, and over HTTP. */
import { expect, test, vi } from 'vitest'
import { errorTable } from '@/contract/errors'
import { serverKey, startGateway } from './gateway-fixture'
import { eventually, joined } from './realtime-js-fixture'

vi.setConfig({ testTimeout: 30_000 })

const typing = { event: 'typing', payload: { who: 'ada ✍️' } }

test.each([
  { ack: false, self: false },
  { ack: false, self: true },
  { ack: true, self: false },
  { ack: true, self: true },
])(
  'RT-10 with ack: $ack, self: $self a broadcast among peers says ok and reaches those it should',
  async ({ ack, self }) => {
    const { tokens, realtime } = await startGateway()
    const [first, second] = [tokens.issue('ada'), tokens.issue('bob')]
    const ada = await joined(await realtime(() => first), 'peers:1:1', { broadcast: { ack, self } })
    const bob = await joined(await realtime(() => second), 'peers:1:1')
    expect(await ada.channel.send({ type: 'broadcast', ...typing })).toBe('ok')
    await eventually(() => expect(bob.broadcasts).toEqual([typing]))
    const done = { event: 'done', payload: {} }
    expect(await bob.channel.send({ type: 'broadcast', ...done })).toBe('ok')
    await eventually(() => expect(ada.broadcasts).toEqual(self ? [typing, done] : [done]))
    expect(bob.broadcasts).toEqual([typing])
  },
)

test.each([
  { ack: true, answer: 'error' },
  { ack: false, answer: 'ok' },
])(
  'RT-09 RT-57 with ack: $ack a broadcast that is not allowed is answered $answer, and the reason is told',
  async ({ ack, answer }) => {
    const { tokens, realtime } = await startGateway()
    const token = tokens.issue('eve')
    const eve = await joined(await realtime(() => token), 'room:1:1', { broadcast: { ack } })
    expect(await eve.channel.send({ type: 'broadcast', ...typing })).toBe(answer)
    await eventually(() =>
      expect(eve.system).toEqual([
        'Unauthorized: You do not have permissions to broadcast on this Channel topic',
      ]),
    )
    expect(eve.states).toEqual(['SUBSCRIBED'])
  },
)

test('RT-49 a server broadcasts with send() on a channel it never joined', async () => {
  const { tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const ada = await joined(await realtime(() => token), 'room:1:1')
  const server = await realtime(() => '', serverKey)
  const channel = server.channel('room:1:1', { config: { private: true } })
  expect(await channel.send({ type: 'broadcast', ...typing })).toBe('ok')
  await eventually(() => expect(ada.broadcasts).toEqual([typing]))
})

test('RT-56 a server broadcasts with httpSend(), whatever characters the names have', async () => {
  const { tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const ada = await joined(await realtime(() => token), 'room:1/2?%:1')
  const server = await realtime(() => '', serverKey)
  const channel = server.channel('room:1/2?%:1', { config: { private: true } })
  expect(await channel.httpSend('a/b c', typing.payload)).toEqual({ success: true })
  await eventually(() => expect(ada.broadcasts).toEqual([{ event: 'a/b c', payload: typing.payload }]))
})

test('RT-49 RT-56 whoever is no server broadcasts nothing over HTTP, and is told', async () => {
  const { gateway, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const client = await realtime(() => token)
  const ada = await joined(client, 'peers:1:1')
  const channel = client.channel('peers:2:1', { config: { private: true } })
  expect(await channel.send({ type: 'broadcast', ...typing })).toBe('error')
  await expect(ada.channel.httpSend('typing', {})).rejects.toThrow(errorTable.UNAUTHORIZED.message)
  const server = await realtime(() => '', serverKey)
  const open = server.channel('peers:1:1', { config: { private: false } })
  await expect(open.httpSend('typing', {})).rejects.toThrow(errorTable.BAD_REQUEST.message)
  gateway.publish('peers:1:1', 'barrier', {})
  await eventually(() => expect(ada.broadcasts).toEqual([{ event: 'barrier', payload: {} }]))
})
