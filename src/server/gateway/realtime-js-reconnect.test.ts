/** How an unmodified realtime-js comes back: after a cut, a slow join, a stop of the server, and a bad token. */
import { expect, test, vi } from 'vitest'
import { startGateway } from './gateway-fixture'
import { eventually, joined, subscribe } from './realtime-js-fixture'

vi.setConfig({ testTimeout: 30_000 })

test('RT-59 a client whose socket was cut joins all its topics again by itself', async () => {
  const { gateway, sockets, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const client = await realtime(() => token)
  const [first, second] = [await joined(client, 'room:1:1'), await joined(client, 'room:2:1')]
  sockets[0]?.destroy()
  for (const { states } of [first, second]) {
    await eventually(() =>
      expect(states.slice(1)).toEqual([expect.stringContaining('CHANNEL_ERROR'), 'SUBSCRIBED']),
    )
  }
  gateway.publish('room:1:1', 'change', { head: 1 })
  gateway.publish('room:2:1', 'change', { head: 2 })
  await eventually(() => expect(first.broadcasts).toEqual([{ event: 'change', payload: { head: 1 } }]))
  await eventually(() => expect(second.broadcasts).toEqual([{ event: 'change', payload: { head: 2 } }]))
  expect(gateway.stats().connections).toBe(1)
})

test('RT-59 a client that comes back joins with the token it has by then', async () => {
  const { clock, gateway, sockets, tokens, realtime } = await startGateway()
  let token = tokens.issue('ada')
  const heard = await joined(await realtime(() => token), 'room:1:1')
  clock.advance(20_000)
  token = tokens.issue('ada', 60_000)
  sockets[0]?.destroy()
  await eventually(() => expect(heard.states.at(2)).toBe('SUBSCRIBED'))
  clock.advance(20_000)
  gateway.publish('room:1:1', 'change', {})
  await eventually(() => expect(heard.broadcasts).toHaveLength(1))
  expect(heard.states).toHaveLength(3)
})

test('RT-60 a join that takes longer than its client waits is asked again, and joined once', async () => {
  const { access, gateway, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const client = await realtime(() => token)
  const release = access.hold()
  const states: string[] = []
  const broadcasts: unknown[] = []
  const channel = client.channel('room:1:1', { config: { private: true } })
  channel.on('broadcast', { event: '*' }, ({ payload }) => broadcasts.push(payload))
  channel.subscribe((state) => states.push(state), 200)
  await eventually(() => expect(states).toContain('TIMED_OUT'))
  release()
  await eventually(() => expect(states.at(-1)).toBe('SUBSCRIBED'))
  gateway.publish('room:1:1', 'change', { head: 1 })
  gateway.publish('room:1:1', 'change', { head: 2 })
  await eventually(() => expect(broadcasts).toEqual([{ head: 1 }, { head: 2 }]))
})

test('RT-60 what was sent while the join took too long is given up, and said to be', async () => {
  const { access, tokens, realtime } = await startGateway()
  const [first, second] = [tokens.issue('ada'), tokens.issue('bob')]
  const bob = await joined(await realtime(() => second), 'peers:1:1')
  const release = access.hold()
  const ada = subscribe(await realtime(() => first), 'peers:1:1')
  expect(await ada.channel.send({ type: 'presence', event: 'track', payload: {} }, { timeout: 50 })).toBe(
    'timed out',
  )
  release()
  await eventually(() => expect(ada.states).toEqual(['SUBSCRIBED']))
  expect(await ada.channel.send({ type: 'broadcast', event: 'typing', payload: {} })).toBe('ok')
  await eventually(() => expect(bob.broadcasts).toHaveLength(1))
  expect(bob.channel.presenceState()).toEqual({})
})

test('RT-21 a server that stops tells its clients', async () => {
  const { gateway, tokens, realtime } = await startGateway()
  const token = tokens.issue('ada')
  const heard = await joined(await realtime(() => token), 'room:1:1')
  const closed = gateway.close()
  await eventually(() => expect(heard.states[1]).toContain('CHANNEL_ERROR: The server is stopping'))
  await closed
})

test('RT-08 setAuth() with a token renews every topic of the client', async () => {
  const { clock, gateway, tokens, realtime } = await startGateway()
  const client = await realtime(() => 'not asked any more')
  await client.setAuth(tokens.issue('ada'))
  const [first, second] = [await joined(client, 'room:1:1'), await joined(client, 'room:2:1')]
  await client.setAuth(tokens.issue('ada', 60_000))
  await second.channel.send({ type: 'broadcast', event: 'barrier', payload: {} })
  await eventually(() => expect(second.system).toHaveLength(1))
  clock.advance(40_000)
  gateway.publish('room:1:1', 'change', {})
  gateway.publish('room:2:1', 'change', {})
  for (const { broadcasts, states } of [first, second]) {
    await eventually(() => expect(broadcasts).toHaveLength(1))
    expect(states).toEqual(['SUBSCRIBED'])
  }
})

test('RT-08 RT-61 a bad token ends the topics with a code of its own, and a good one brings them back', async () => {
  const { gateway, tokens, realtime } = await startGateway()
  let token = tokens.issue('ada')
  const client = await realtime(() => token)
  const heard = await joined(client, 'room:1:1')
  token = 'made up'
  await eventually(() => expect(heard.states[1]).toMatch(/^CHANNEL_ERROR: InvalidJWTToken: /))
  expect(heard.system[0]).toMatch(/^InvalidJWTToken: /)
  expect(gateway.stats().topics).toBe(0)
  token = tokens.issue('ada')
  await eventually(() => expect(heard.states.at(-1)).toBe('SUBSCRIBED'))
})

test('RT-61 a join without a good token is refused with a code of its own', async () => {
  const { realtime } = await startGateway()
  const { states } = subscribe(await realtime(() => 'made up'), 'room:1:1')
  await eventually(() => expect(states[0]).toMatch(/^CHANNEL_ERROR: InvalidJWTToken: /))
})
