import type { RealtimeChannel, RealtimeClient } from '@supabase/realtime-js'
import { expect, test, vi } from 'vitest'
import { type GatewayFixture, startGateway } from './gateway-fixture'
import { expectAlive, type RawClient } from './raw-client-fixture'

vi.setConfig({ testTimeout: 30_000 })

const topic = 'peers:1:1'

interface Watching {
  readonly channel: RealtimeChannel
  /** `join ada`, `leave ada`, in their order. */
  readonly events: string[]
  /** What each key says: `{ ada: ['at work'] }`. */
  said(): Record<string, unknown[]>
}

/** An unmodified realtime-js, joined and with the state. */
async function watch(client: RealtimeClient, key = ''): Promise<Watching> {
  const channel = client.channel(topic, { config: { private: true, presence: { key } } })
  const events: string[] = []
  channel.on('presence', { event: 'join' }, (join) => events.push(`join ${join.key}`))
  channel.on('presence', { event: 'leave' }, (leave) => events.push(`leave ${leave.key}`))
  const synced = new Promise<void>((resolve) => channel.on('presence', { event: 'sync' }, () => resolve()))
  channel.subscribe()
  await synced
  function said() {
    const state = channel.presenceState<{ says: string }>()
    return Object.fromEntries(Object.entries(state).map(([of, all]) => [of, all.map(({ says }) => says)]))
  }
  return { channel, events, said }
}

async function watchAs({ realtime, tokens }: GatewayFixture, userId: string, key?: string) {
  const token = tokens.issue(userId, 600_000)
  return watch(await realtime(() => token), key)
}

const seeing = { private: true, presence: { enabled: true } }

/** A raw client that has joined and sees presence. */
async function joinRaw({ raw, tokens }: GatewayFixture, userId: string, config = seeing): Promise<RawClient> {
  const client = await raw()
  await client.join(topic, { token: tokens.issue(userId, 600_000), config })
  if (config.presence.enabled) await client.next()
  return client
}

function track(client: RawClient, payload: unknown, on = topic): void {
  client.send(['1', '9', `realtime:${on}`, 'presence', { type: 'presence', event: 'track', payload }])
}

/** The `system` event that tells why, and the answer. */
async function expectRefusal(client: RawClient, why: string): Promise<void> {
  const reason = expect.stringContaining(why)
  expect((await client.next())[4]).toMatchObject({ status: 'error', message: reason })
  expect((await client.next())[4]).toEqual({ status: 'error', response: { reason } })
}

const accepted = ['1', '9', `realtime:${topic}`, 'phx_reply', { status: 'ok', response: {} }]

test('RT-40 whoever tracks is seen by the others, early and late, and not when it untracks', async () => {
  const fixture = await startGateway()
  const ada = await watchAs(fixture, 'ada')
  const bob = await watchAs(fixture, 'bob')
  expect(await ada.channel.track({ says: 'at work' })).toBe('ok')
  await vi.waitFor(() => expect(bob.said()).toEqual({ ada: ['at work'] }))
  expect((await watchAs(fixture, 'eve')).said()).toEqual({ ada: ['at work'] })
  expect(await ada.channel.untrack()).toBe('ok')
  await vi.waitFor(() => expect(bob.events).toEqual(['join ada', 'leave ada']))
  expect(bob.said()).toEqual({})
})

test('RT-41 nobody passes for another user, whatever key or meta it sends', async () => {
  const fixture = await startGateway()
  const ada = await watchAs(fixture, 'ada')
  const eve = await watchAs(fixture, 'eve', 'ada')
  await eve.channel.track({ says: 'hello', user_id: 'ada', phx_ref: 'mine' })
  await vi.waitFor(() => expect(ada.said()).toEqual({ 'eve:ada': ['hello'] }))
  expect(ada.channel.presenceState()).toMatchObject({ 'eve:ada': [{ user_id: 'eve' }] })
  expect(JSON.stringify(ada.channel.presenceState())).not.toContain('mine')
})

test('RT-42 presence on a topic that only the server writes is refused', async () => {
  const fixture = await startGateway()
  const client = await fixture.raw()
  await client.join('room:1:1', { token: fixture.tokens.issue('eve'), config: seeing })
  expect((await client.next())[4]).toEqual({})
  track(client, {}, 'room:1:1')
  await expectRefusal(client, 'permissions to track presence')
})

test('RT-42 whoever did not ask for presence is not sent any', async () => {
  const fixture = await startGateway()
  const blind = await joinRaw(fixture, 'bob', { private: true, presence: { enabled: false } })
  const ada = await joinRaw(fixture, 'ada')
  track(ada, { says: 'hi' })
  expect((await ada.next())[3]).toBe('presence_diff')
  expect(await ada.next()).toEqual(accepted)
  await expectAlive(blind)
})

test('RT-43 FC-27 tracking again changes what is said, and nobody sees a leave', async () => {
  const fixture = await startGateway()
  const ada = await watchAs(fixture, 'ada')
  const bob = await watchAs(fixture, 'bob')
  await ada.channel.track({ says: 'at work' })
  await ada.channel.track({ says: 'at home' })
  await vi.waitFor(() => expect(bob.said()).toEqual({ ada: ['at home'] }))
  expect(bob.events).not.toContain('leave ada')
})

test('RT-43 a client that missed a change while it was away hears of it when it is back', async () => {
  const fixture = await startGateway()
  const ada = await watchAs(fixture, 'ada')
  const token = fixture.tokens.issue('bob', 600_000)
  const client = await fixture.realtime(() => token)
  const bob = await watch(client)
  await ada.channel.track({ says: 'at work' })
  await vi.waitFor(() => expect(bob.said()).toEqual({ ada: ['at work'] }))
  await client.disconnect()
  await vi.waitFor(() => expect(fixture.gateway.stats().connections).toBe(1))
  await ada.channel.track({ says: 'at home' })
  client.connect()
  await vi.waitFor(() => expect(bob.said()).toEqual({ ada: ['at home'] }), 15_000)
})

test('RT-44 FC-27 a page that is loaded again shows the others neither a leave nor a join', async () => {
  const fixture = await startGateway()
  const bob = await watchAs(fixture, 'bob')
  const before = await joinRaw(fixture, 'ada')
  track(before, { says: 'here' })
  await vi.waitFor(() => expect(bob.events).toEqual(['join ada']))
  before.socket.terminate()
  await vi.waitFor(() => expect(fixture.gateway.stats().connections).toBe(1))
  fixture.clock.advance(1_999)
  const after = await joinRaw(fixture, 'ada')
  track(after, { says: 'here' })
  expect(await after.next()).toEqual(accepted)
  fixture.clock.advance(10_000)
  await bob.channel.track({ says: 'last' })
  await vi.waitFor(() => expect(bob.said()).toEqual({ ada: ['here'], bob: ['last'] }))
  expect(bob.events).toEqual(['join ada', 'join bob'])
})

test('RT-44 a presence whose owner does not come back in time is gone', async () => {
  const fixture = await startGateway()
  const bob = await joinRaw(fixture, 'bob')
  const ada = await joinRaw(fixture, 'ada')
  track(ada, { says: 'here' })
  expect((await bob.next())[3]).toBe('presence_diff')
  ada.socket.terminate()
  await vi.waitFor(() => expect(fixture.gateway.stats().connections).toBe(1))
  fixture.clock.advance(2_000)
  expect((await bob.next())[4]).toMatchObject({ joins: {}, leaves: { ada: { metas: [{ says: 'here' }] } } })
})

test('RT-45 a connection that answers no ping is cut off, and one that answers stays', async () => {
  const { clock, gateway, raw } = await startGateway({ pingMs: 7_500 })
  const [dead, alive] = [await raw(), await raw()]
  dead.socket.pause()
  const asked = new Promise((resolve) => alive.socket.once('ping', resolve))
  clock.advance(7_500)
  await asked
  await expectAlive(alive)
  clock.advance(7_500)
  await vi.waitFor(() => expect(gateway.stats().connections).toBe(1))
  await expectAlive(alive)
})

test('RT-46 a presence that says too much, or is no object, is refused', async () => {
  const fixture = await startGateway({ presenceBytes: 100 })
  const client = await joinRaw(fixture, 'ada')
  for (const payload of [{ says: 'é'.repeat(50) }, 'text', undefined]) {
    track(client, payload)
    await expectRefusal(client, 'Presence track payload must be a map')
  }
})

test('RT-46 a topic holds a bounded number of presences, and a page loaded again keeps its place', async () => {
  const fixture = await startGateway({ presencesPerTopic: 1 })
  const [ada, bob] = [await joinRaw(fixture, 'ada'), await joinRaw(fixture, 'bob')]
  track(ada, {})
  expect((await bob.next())[3]).toBe('presence_diff')
  track(bob, {})
  await expectRefusal(bob, 'Too many presences')
  ada.socket.terminate()
  await vi.waitFor(() => expect(fixture.gateway.stats().connections).toBe(1))
  const again = await joinRaw(fixture, 'ada')
  track(again, {})
  expect(await again.next()).toEqual(accepted)
})

test('RT-46 a join tracks only so often, hears so, and may again later', async () => {
  const fixture = await startGateway({ presenceCalls: 1 })
  const ada = await watchAs(fixture, 'ada')
  expect(await ada.channel.track({ says: 'one' })).toBe('ok')
  expect(await ada.channel.track({ says: 'two' })).toBe('error')
  fixture.clock.advance(30_000)
  expect(await ada.channel.track({ says: 'three' })).toBe('ok')
  expect(ada.said()).toEqual({ ada: ['three'] })
})
