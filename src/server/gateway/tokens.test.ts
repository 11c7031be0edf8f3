/** How tokens begin, prolong and end what a connection may hear, frame by frame. */
import { expect, test, vi } from 'vitest'
import { ParleyError } from '@/contract/errors'
import { startGateway } from './gateway-fixture'

const topic = 'realtime:room:1:1'
const ok = { status: 'ok', response: {} }

async function joined() {
  const fixture = await startGateway()
  const client = await fixture.raw()
  await client.join('room:1:1', { token: fixture.tokens.issue('ada') })
  return { ...fixture, client }
}

function ending(reason: string) {
  const system = { extension: 'system', status: 'error', message: reason, channel: 'room:1:1' }
  return [
    ['1', null, topic, 'system', system],
    ['1', '1', topic, 'phx_error', { reason }],
  ]
}

test('RT-07 every topic of the connection ends when its token expires', async () => {
  const { client, clock, gateway, tokens } = await joined()
  await client.join('room:2:1', { token: tokens.issue('ada', 29_000), ref: '2' })
  clock.advance(29_999)
  expect(gateway.stats().topics).toBe(2)
  clock.advance(1)
  expect(gateway.stats().topics).toBe(0)
  const [system, error] = ending('Token has expired')
  expect(await client.next()).toEqual(system)
  expect(await client.next()).toEqual(error)
  expect((await client.next()).slice(2, 4)).toEqual(['realtime:room:2:1', 'system'])
  expect((await client.next()).slice(2, 4)).toEqual(['realtime:room:2:1', 'phx_error'])
  expect((await client.join('room:1:1', { token: tokens.issue('ada') }))[4]).toMatchObject({ status: 'ok' })
})

test('RT-07 a token that expires while the join is being checked is no longer good', async () => {
  const { access, clock, tokens, raw } = await startGateway()
  const client = await raw()
  const release = access.hold()
  client.send(['1', '1', topic, 'phx_join', { config: { private: true }, access_token: tokens.issue('ada') }])
  await vi.waitFor(() => expect(access.asked).toBe(1))
  clock.advance(30_000)
  release()
  expect((await client.next())[4]).toHaveProperty(
    'response.reason',
    expect.stringContaining('InvalidJWTToken'),
  )
})

test('RT-07 a token valid for years does not overflow a timer', async () => {
  const { clock, gateway, tokens, raw } = await startGateway({ connectionIdleMs: 1e12 })
  const client = await raw()
  const wait = vi.spyOn(clock, 'after')
  await client.join('room:1:1', { token: tokens.issue('ada', 1e11) })
  expect(Math.max(...wait.mock.calls.map(([milliseconds]) => milliseconds))).toBeLessThan(2 ** 31)
  clock.advance(10_000_000)
  expect(gateway.stats().topics).toBe(1)
})

test('RT-08 a fresh token prolongs', async () => {
  const { client, clock, gateway, tokens } = await joined()
  client.send(['1', '2', topic, 'access_token', { access_token: tokens.issue('ada', 40_000) }])
  expect(await client.next()).toEqual(['1', '2', topic, 'phx_reply', ok])
  clock.advance(39_999)
  expect(gateway.stats().topics).toBe(1)
  clock.advance(1)
  expect(gateway.stats().topics).toBe(0)
})

test('RT-08 an invalid token ends the topic it was sent on', async () => {
  const { client, gateway } = await joined()
  client.send(['1', '2', topic, 'access_token', { access_token: 'made-up' }])
  const [system, error] = ending('InvalidJWTToken: The access token is missing, invalid or has expired')
  expect(await client.next()).toEqual(system)
  expect(await client.next()).toEqual(error)
  expect(gateway.stats().topics).toBe(0)
})

test('RT-08 a token that cannot be checked just now, or is none, changes nothing', async () => {
  const { client, clock, gateway, tokens } = await joined()
  tokens.failure = new ParleyError('UNAVAILABLE')
  client.send(['1', '2', topic, 'access_token', { access_token: 'any' }])
  expect((await client.next())[4]).toHaveProperty('response.reason', expect.stringContaining('Unavailable'))
  client.send(['1', '3', topic, 'access_token', { access_token: null }])
  expect((await client.next())[4]).toMatchObject({ status: 'error' })
  clock.advance(29_999)
  expect(gateway.stats().topics).toBe(1)
})

test("RT-08 another user's token closes the connection", async () => {
  const { client, tokens } = await joined()
  client.send(['1', '2', topic, 'access_token', { access_token: tokens.issue('bob') }])
  expect(await client.closed).toMatchObject({ code: 1008, reason: expect.stringContaining('another user') })
})

test("RT-08 a join with another user's token closes the connection", async () => {
  const { access, client, tokens } = await joined()
  const payload = { config: { private: true }, access_token: tokens.issue('bob') }
  client.send(['2', '2', 'realtime:room:2:1', 'phx_join', payload])
  expect(await client.closed).toMatchObject({ code: 1008 })
  expect(access.asked).toBe(1)
})
