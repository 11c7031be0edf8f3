/** Clients that send nonsense: each is told why, nothing changes, and nobody else notices. */
import { expect, test } from 'vitest'
import { startGateway } from './gateway-fixture'
import { expectAlive } from './raw-client-fixture'

test.each([
  ['text that is not JSON', 'hello', 'not JSON'],
  ['a frame of four parts', [null, '1', 'phoenix', 'heartbeat'], 'not an array of five'],
  [
    'a frame of version 1',
    { topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '1' },
    'not an array of five',
  ],
  ['a ref of another type', [null, 1, 'phoenix', 'heartbeat', {}], 'a ref is neither text nor null'],
  ['unknown bytes', Buffer.from([9, 9, 9]), 'unknown binary kind'],
])('RT-12 %s closes its connection and no other', async (_what, frame, detail) => {
  const { raw } = await startGateway()
  const [hostile, other] = [await raw(), await raw()]
  hostile.send(frame)
  expect(await hostile.closed).toEqual({ code: 1007, reason: `Malformed frame: ${detail}` })
  await expectAlive(other)
})

test('RT-13 an event on a topic that was not joined is refused, and the connection goes on', async () => {
  const { raw } = await startGateway()
  const client = await raw()
  for (const [topic, event] of [
    ['realtime:room:1:1', 'broadcast'],
    ['realtime:room:1:1', 'access_token'],
    ['realtime:', 'phx_join'],
    ['elsewhere', 'phx_join'],
    ['phoenix', 'surprise'],
  ] as const) {
    client.send(['1', '2', topic, event, {}])
    const response = { reason: 'unmatched topic' }
    expect(await client.next()).toEqual(['1', '2', topic, 'phx_reply', { status: 'error', response }])
  }
  await expectAlive(client)
})

test('RT-13 an unknown event on a joined topic is refused, and the topic stays joined', async () => {
  const { gateway, tokens, raw } = await startGateway()
  const client = await raw()
  await client.join('room:1:1', { token: tokens.issue('ada') })
  client.send(['1', '2', 'realtime:room:1:1', 'surprise', {}])
  expect(await client.next()).toMatchObject(['1', '2', 'realtime:room:1:1', 'phx_reply', { status: 'error' }])
  gateway.publish('room:1:1', 'change', {})
  expect((await client.next())[3]).toBe('broadcast')
})

test.each([
  ['nothing', {}, 'InvalidJoinPayload'],
  ['a config of the wrong type', { config: { private: 'yes' } }, 'InvalidJoinPayload'],
  ['a token of the wrong type', { config: { private: true }, access_token: 1 }, 'InvalidJoinPayload'],
  ['no word about privacy', { config: {} }, 'PrivateOnly'],
  ['postgres_changes', { config: { private: true, postgres_changes: [{}] } }, 'UnsupportedConfig'],
  ['a replay', { config: { private: true, broadcast: { replay: { since: 0 } } } }, 'UnsupportedConfig'],
  ['no token', { config: { private: true } }, 'InvalidJWTToken'],
  ['an unknown token', { config: { private: true }, access_token: 'made-up' }, 'InvalidJWTToken'],
])('RT-02 a join with %s is refused', async (_what, payload, reason) => {
  const { access, gateway, raw } = await startGateway()
  const client = await raw()
  client.send(['1', '1', 'realtime:room:1:1', 'phx_join', payload])
  const [, , , event, answer] = await client.next()
  expect([event, answer]).toMatchObject(['phx_reply', { status: 'error' }])
  expect(answer).toHaveProperty('response.reason', expect.stringContaining(`${reason}: `))
  expect(access.asked).toBe(0)
  expect(gateway.stats().topics).toBe(0)
})

test('RT-10 a broadcast without a payload, or one too deep to be sent on, is refused', async () => {
  const { tokens, raw } = await startGateway()
  const client = await raw()
  await client.join('peers:1:1', {
    token: tokens.issue('ada'),
    config: { private: true, broadcast: { ack: true, self: true } },
  })
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  client.send('["1","2","realtime:peers:1:1","broadcast",{"event":"typing"}]')
  client.send(`["1","3","realtime:peers:1:1","broadcast",{"event":"typing","payload":${deep}}]`)
  client.send('["1","4","realtime:peers:1:1","broadcast",{"payload":{}}]')
  for (const ref of ['2', '3', '4']) {
    expect((await client.next())[3]).toBe('system')
    const [, answered, , , answer] = await client.next()
    expect([answered, answer]).toMatchObject([ref, { status: 'error' }])
  }
  await expectAlive(client)
})
