/** The gateway as an unmodified realtime-js meets it. */
import { expect, test, vi } from 'vitest'
import { ParleyError } from '@/contract/errors'
import { startGateway } from './gateway-fixture'
import { eventually, joined, subscribe } from './realtime-js-fixture'

vi.setConfig({ testTimeout: 30_000 })

test('RT-01 whoever may read a topic joins it and hears what the server broadcasts', async () => {
  const { gateway, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const heard = await joined(await realtime(() => token), 'room:1:1')
  gateway.publish('room:1:1', 'change', { head: 7, text: 'naïve 🌍' })
  await eventually(() =>
    expect(heard.broadcasts).toEqual([{ event: 'change', payload: { head: 7, text: 'naïve 🌍' } }]),
  )
  expect(gateway.stats()).toEqual({ connections: 1, users: 1, topics: 1 })
})

test('RT-01 whoever may not read a topic hears so, and hears nothing else', async () => {
  const { gateway, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const { states } = subscribe(await realtime(() => token), 'room:secret:1')
  await eventually(() =>
    expect(states[0]).toBe(
      'CHANNEL_ERROR: Unauthorized: You do not have permissions to read from this Channel topic: room:secret:1',
    ),
  )
  expect(gateway.stats().topics).toBe(0)
})

test('RT-02 a public join is refused', async () => {
  const { access, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const { states } = subscribe(await realtime(() => token), 'room:1:1', { private: false })
  await eventually(() => expect(states[0]).toContain('CHANNEL_ERROR: PrivateOnly'))
  expect(access.asked).toBe(0)
})

test('RT-02 a join with presence is answered with the state, which is empty', async () => {
  const { tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const client = await realtime(() => token)
  const channel = client.channel('peers:1:1', { config: { private: true } })
  const synced = new Promise<void>((resolve) => channel.on('presence', { event: 'sync' }, () => resolve()))
  channel.subscribe()
  await synced
  expect(channel.presenceState()).toEqual({})
})

test('RT-04 whoever leaves a topic hears nothing more from it', async () => {
  const { gateway, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const client = await realtime(() => token)
  const left = await joined(client, 'room:1:1')
  const kept = await joined(client, 'room:2:1')
  expect(await client.removeChannel(left.channel)).toBe('ok')
  await eventually(() => expect(gateway.stats().topics).toBe(1))
  gateway.publish('room:1:1', 'change', {})
  gateway.publish('room:2:1', 'change', {})
  await eventually(() => expect(kept.broadcasts).toHaveLength(1))
  expect(left.broadcasts).toEqual([])
})

test('RT-06 heartbeats are answered', async () => {
  const { tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const client = await realtime(() => token)
  const beats: string[] = []
  client.onHeartbeat((status) => beats.push(status))
  await joined(client, 'room:1:1')
  await eventually(() => expect(beats).toContain('ok'))
})

test('RT-07 a token that expires ends the topic with a reason, and the client joins again with a fresh one', async () => {
  const { clock, gateway, tokens, realtime } = await startGateway()
  let token = tokens.issue('ada')
  const heard = await joined(await realtime(() => token), 'room:1:1')
  clock.advance(30_000)
  await eventually(() => expect(heard.states[1]).toBe('CHANNEL_ERROR: Token has expired'))
  expect(heard.system).toEqual(['Token has expired'])
  expect(gateway.stats().topics).toBe(0)
  token = tokens.issue('ada')
  await eventually(() => expect(heard.states.at(-1)).toBe('SUBSCRIBED'))
  gateway.publish('room:1:1', 'change', {})
  await eventually(() => expect(heard.broadcasts).toHaveLength(1))
})

test('RT-08 a client that renews its token in time never notices the expiry of the first', async () => {
  const { clock, gateway, tokens, realtime } = await startGateway()
  let token = tokens.issue('ada')
  const client = await realtime(() => token)
  const heard = await joined(client, 'room:1:1')
  token = tokens.issue('ada', 50_000)
  await client.setAuth()
  await client.channel('room:1:1').send({ type: 'broadcast', event: 'barrier', payload: {} })
  await eventually(() => expect(heard.system).toHaveLength(1))
  clock.advance(40_000)
  gateway.publish('room:1:1', 'change', {})
  await eventually(() => expect(heard.broadcasts).toHaveLength(1))
  expect(heard.states).toEqual(['SUBSCRIBED'])
})

test('RT-09 a broadcast on a topic that only the server writes reaches nobody, and its sender hears why', async () => {
  const { gateway, tokens, realtime } = await startGateway()
  const [first, second] = [tokens.issue('ada'), tokens.issue('eve')]
  const reader = await joined(await realtime(() => first), 'room:1:1')
  const client = await realtime(() => second)
  const quiet = await joined(client, 'room:1:1', { broadcast: { self: true } })
  await quiet.channel.send({ type: 'broadcast', event: 'change', payload: { forged: true } })
  await eventually(() =>
    expect(quiet.system[0]).toContain('Unauthorized: You do not have permissions to broadcast'),
  )

  const acked = await joined(client, 'user:ada', { broadcast: { ack: true, self: true } })
  expect(await acked.channel.send({ type: 'broadcast', event: 'rooms', payload: {} })).toBe('error')

  gateway.publish('room:1:1', 'change', { forged: false })
  await eventually(() => expect(reader.broadcasts).toEqual([{ event: 'change', payload: { forged: false } }]))
  expect(quiet.broadcasts).toEqual(reader.broadcasts)
})

test('RT-11 a join that cannot be checked just now is refused, and succeeds when the client tries again', async () => {
  const { access, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  access.failure = new ParleyError('UNAVAILABLE')
  const { states } = subscribe(await realtime(() => token), 'room:1:1')
  await eventually(() => expect(states[0]).toContain('CHANNEL_ERROR: Unavailable'))
  access.failure = undefined
  await eventually(() => expect(states.at(-1)).toBe('SUBSCRIBED'))
})

test('RT-08 a client that signs in as somebody else comes back as that user', async () => {
  const { gateway, tokens, realtime } = await startGateway()
  let token = tokens.issue('ada')
  const client = await realtime(() => token)
  const heard = await joined(client, 'room:1:1')
  token = tokens.issue('bob')
  await client.setAuth()
  await eventually(() => expect(heard.states[1]).toContain('belongs to another user'))
  await eventually(() => expect(heard.states.at(-1)).toBe('SUBSCRIBED'))
  expect(gateway.stats()).toEqual({ connections: 1, users: 1, topics: 1 })
})
