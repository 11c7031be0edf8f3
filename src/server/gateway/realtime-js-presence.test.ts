/** Presence as the caller of an unmodified realtime-js sees it: its events, its state, and through a broken network. */
import type { RealtimeClient } from '@supabase/realtime-js'
import { expect, test, vi } from 'vitest'
import { type GatewayFixture, startGateway } from './gateway-fixture'
import { eventually } from './realtime-js-fixture'

vi.setConfig({ testTimeout: 30_000 })

/** Joined, tracking `says` whenever it is subscribed, as the library's manual has it. */
async function appear(client: RealtimeClient, says?: string, key = '') {
  const channel = client.channel('peers:1:1', { config: { private: true, presence: { key } } })
  const events: unknown[] = []
  channel.on('presence', { event: 'join' }, ({ event, key, newPresences }) =>
    events.push({ event, key, says: newPresences.map((meta) => meta.says) }),
  )
  channel.on('presence', { event: 'leave' }, ({ event, key, currentPresences, leftPresences }) =>
    events.push({ event, key, says: leftPresences.map((meta) => meta.says), left: currentPresences.length }),
  )
  let syncs = 0
  channel.on('presence', { event: 'sync' }, () => {
    syncs += 1
  })
  channel.subscribe((state) => {
    if (state === 'SUBSCRIBED' && says) void channel.track({ says })
  })
  await eventually(() => expect(syncs).toBeGreaterThan(0))
  return { channel, events }
}

async function appearAs({ realtime, tokens }: GatewayFixture, userId: string, says?: string, key?: string) {
  const token = tokens.issue(userId, 600_000)
  return appear(await realtime(() => token), says, key)
}

test('RT-40 the others are told who comes and goes, and hold who is there', async () => {
  const fixture = await startGateway()
  const bob = await appearAs(fixture, 'bob')
  const ada = await appearAs(fixture, 'ada', 'at work')
  await eventually(() => expect(bob.events).toEqual([{ event: 'join', key: 'ada', says: ['at work'] }]))
  const state = { ada: [{ says: 'at work', user_id: 'ada', presence_ref: expect.any(String) }] }
  expect(bob.channel.presenceState()).toEqual(state)
  expect(ada.channel.presenceState()).toEqual(state)
  expect(await ada.channel.untrack()).toBe('ok')
  await eventually(() =>
    expect(bob.events[1]).toEqual({ event: 'leave', key: 'ada', says: ['at work'], left: 0 }),
  )
  expect(bob.channel.presenceState()).toEqual({})
})

// Under one key they would be two metas, and realtime-js 2.109 then loses which of them leaves.
test('RT-41 two pages of one user that ask for keys of their own come and go independently', async () => {
  const fixture = await startGateway()
  const bob = await appearAs(fixture, 'bob')
  const first = await appearAs(fixture, 'ada', 'one', 'page 1')
  await appearAs(fixture, 'ada', 'two', 'page 2')
  const two = { 'ada:page 2': [{ says: 'two', user_id: 'ada' }] }
  await eventually(() =>
    expect(bob.channel.presenceState()).toMatchObject({ ...two, 'ada:page 1': [{ says: 'one' }] }),
  )
  await first.channel.untrack()
  await eventually(() => expect(Object.keys(bob.channel.presenceState())).toEqual(['ada:page 2']))
  expect(bob.channel.presenceState()).toMatchObject(two)
})

test('RT-44 a client that is back in time and tracks again was never away for the others', async () => {
  const fixture = await startGateway()
  const bob = await appearAs(fixture, 'bob')
  const ada = await appearAs(fixture, 'ada', 'here')
  await eventually(() => expect(bob.events).toHaveLength(1))
  fixture.sockets[1]?.destroy()
  await eventually(() => expect(fixture.sockets).toHaveLength(3))
  await eventually(() => expect(fixture.gateway.stats().connections).toBe(2))
  await eventually(() => expect(ada.channel.state).toBe('joined'))
  expect(await ada.channel.track({ says: 'here' })).toBe('ok')
  fixture.clock.advance(10_000)
  expect(await ada.channel.track({ says: 'still here' })).toBe('ok')
  await eventually(() => expect(bob.channel.presenceState()).toMatchObject({ ada: [{ says: 'still here' }] }))
  expect(bob.events).not.toContainEqual(expect.objectContaining({ event: 'leave' }))
})

test('RT-44 a client that does not come back has left', async () => {
  const fixture = await startGateway()
  const bob = await appearAs(fixture, 'bob')
  const token = fixture.tokens.issue('ada', 600_000)
  const client = await fixture.realtime(() => token)
  await appear(client, 'here')
  await eventually(() => expect(bob.events).toHaveLength(1))
  await client.disconnect()
  await eventually(() => expect(fixture.gateway.stats().connections).toBe(1))
  fixture.clock.advance(2_000)
  await eventually(() => expect(bob.events).toHaveLength(2))
  expect(bob.channel.presenceState()).toEqual({})
})

test('RT-42 RT-57 presence on a topic that one may not write is answered "error", and the reason is told', async () => {
  const { tokens, realtime } = await startGateway()
  const token = tokens.issue('eve')
  const client = await realtime(() => token)
  const channel = client.channel('room:1:1', { config: { private: true } })
  const system: string[] = []
  channel.on('system', {}, ({ message }) => system.push(message))
  await new Promise((resolve) => channel.subscribe(resolve))
  expect(await channel.track({ says: 'hi' })).toBe('error')
  expect(system).toEqual([
    'Unauthorized: You do not have permissions to track presence on this Channel topic',
  ])
})
