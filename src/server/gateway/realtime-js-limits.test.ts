/** The gateway's limits as an unmodified realtime-js meets them: what its caller is told, and that it comes back. */
import { expect, test, vi } from 'vitest'
import { type GatewayFixture, startGateway } from './gateway-fixture'
import { eventually, joined, subscribe } from './realtime-js-fixture'

vi.setConfig({ testTimeout: 30_000 })

function connectAs({ realtime, tokens }: GatewayFixture, userId: string) {
  const token = tokens.issue(userId, 600_000)
  return realtime(() => token)
}

test('RT-16 RT-58 one topic too many is refused with a reason, and joined when another is left', async () => {
  const fixture = await startGateway({ topicsPerConnection: 1 })
  const client = await connectAs(fixture, 'ada')
  const first = await joined(client, 'room:1:1')
  const second = subscribe(client, 'room:2:1')
  await eventually(() =>
    expect(second.states[0]).toBe('CHANNEL_ERROR: ChannelRateLimitReached: Too many channels'),
  )
  fixture.gateway.publish('room:1:1', 'change', {})
  await eventually(() => expect(first.broadcasts).toHaveLength(1))
  await client.removeChannel(first.channel)
  await eventually(() => expect(second.states.at(-1)).toBe('SUBSCRIBED'))
})

test('RT-47 RT-58 joins too fast are refused with a reason, and succeed later by themselves', async () => {
  const fixture = await startGateway({ joinsPerSecond: 1 })
  const client = await connectAs(fixture, 'ada')
  const first = await joined(client, 'room:1:1')
  const second = subscribe(client, 'room:2:1')
  await eventually(() =>
    expect(second.states[0]).toBe('CHANNEL_ERROR: ClientJoinRateLimitReached: Too many joins per second'),
  )
  fixture.clock.advance(1_000)
  await eventually(() => expect(second.states.at(-1)).toBe('SUBSCRIBED'))
  expect(first.states).toEqual(['SUBSCRIBED'])
})

test('RT-17 RT-58 one connection of a user too many joins when another has gone', async () => {
  const fixture = await startGateway({ connectionsPerUser: 1 })
  const first = await connectAs(fixture, 'ada')
  await joined(first, 'room:1:1')
  const second = subscribe(await connectAs(fixture, 'ada'), 'room:1:1')
  await eventually(() => expect(second.states[0]).toContain('CHANNEL_ERROR: ConnectionRateLimitReached: '))
  await first.disconnect()
  await eventually(() => expect(second.states.at(-1)).toBe('SUBSCRIBED'))
})

test('RT-17 RT-58 a client that found the server full is let in when there is room', async () => {
  const fixture = await startGateway({ connections: 1 })
  const first = await connectAs(fixture, 'ada')
  await joined(first, 'room:1:1')
  const second = subscribe(await connectAs(fixture, 'bob'), 'room:1:1')
  await eventually(() => expect(second.states[0]).toContain('CHANNEL_ERROR: '))
  expect(fixture.gateway.stats().connections).toBe(1)
  await first.disconnect()
  await eventually(() => expect(second.states.at(-1)).toBe('SUBSCRIBED'))
})

test.each([
  { ack: true, answer: 'error' },
  { ack: false, answer: 'ok' },
])(
  'RT-48 RT-57 with ack: $ack a broadcast too many is answered $answer, the reason is told, and the topic stays',
  async ({ ack, answer }) => {
    const fixture = await startGateway({ broadcastsPerSecond: 1 })
    const ada = await joined(await connectAs(fixture, 'ada'), 'peers:1:1', { broadcast: { ack } })
    const bob = await joined(await connectAs(fixture, 'bob'), 'peers:1:1')
    function send(event: string) {
      return ada.channel.send({ type: 'broadcast', event, payload: {} })
    }
    expect(await send('first')).toBe('ok')
    expect(await send('dropped')).toBe(answer)
    await eventually(() => expect(ada.system).toEqual(['Too many messages per second']))
    fixture.clock.advance(1_000)
    expect(await send('second')).toBe('ok')
    await eventually(() => expect(bob.broadcasts.map(({ event }) => event)).toEqual(['first', 'second']))
    expect(ada.states).toEqual(['SUBSCRIBED'])
  },
)

test('RT-46 RT-57 a presence call too many is answered "error", the reason is told, and the topic stays', async () => {
  const fixture = await startGateway({ presenceCalls: 1 })
  const ada = await joined(await connectAs(fixture, 'ada'), 'peers:1:1')
  expect(await ada.channel.track({ says: 'one' })).toBe('ok')
  expect(await ada.channel.untrack()).toBe('error')
  expect(ada.system).toEqual(['Client presence rate limit exceeded'])
  fixture.clock.advance(30_000)
  expect(await ada.channel.untrack()).toBe('ok')
  expect(ada.states).toEqual(['SUBSCRIBED'])
})

test('RT-46 RT-57 a presence that says too much is answered "error", and the reason is told', async () => {
  const fixture = await startGateway({ presenceBytes: 100 })
  const ada = await joined(await connectAs(fixture, 'ada'), 'peers:1:1')
  expect(await ada.channel.track({ says: 'x'.repeat(100) })).toBe('error')
  expect(ada.system).toEqual([expect.stringContaining('Presence track payload must be a map')])
  expect(await ada.channel.track({ says: 'x' })).toBe('ok')
})

test('RT-14 RT-58 a payload over the limit costs its sender the connection, which it opens again', async () => {
  const fixture = await startGateway({ frameBytes: 1_000 })
  const ada = await joined(await connectAs(fixture, 'ada'), 'peers:1:1', { broadcast: { ack: true } })
  const bob = await joined(await connectAs(fixture, 'bob'), 'peers:1:1')
  void ada.channel.send({ type: 'broadcast', event: 'large', payload: { text: 'x'.repeat(1_000) } })
  await eventually(() => expect(ada.states[1]).toContain('CHANNEL_ERROR'))
  await eventually(() => expect(ada.states.at(-1)).toBe('SUBSCRIBED'))
  expect(await ada.channel.send({ type: 'broadcast', event: 'small', payload: {} })).toBe('ok')
  await eventually(() => expect(bob.broadcasts).toEqual([{ event: 'small', payload: {} }]))
  expect(bob.states).toEqual(['SUBSCRIBED'])
})

test('RT-15 RT-58 too many frames cost their sender the connection, which it opens again', async () => {
  const fixture = await startGateway({ framesPerSecond: 60 })
  const ada = await joined(await connectAs(fixture, 'ada'), 'peers:1:1')
  for (let sent = 0; sent < 60; sent += 1) {
    void ada.channel.send({ type: 'broadcast', event: 'flood', payload: {} })
  }
  await eventually(() => expect(ada.states[1]).toBe('CHANNEL_ERROR: Too many frames in one second'))
  await eventually(() => expect(ada.states.at(-1)).toBe('SUBSCRIBED'))
})
