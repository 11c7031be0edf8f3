import { expect, test } from 'vitest'
import { startGateway } from './gateway-fixture'

test('RT-47 joins beyond the limit of a second are refused with a reason, and succeed later', async () => {
  const { clock, tokens, raw } = await startGateway({ joinsPerSecond: 1 })
  const client = await raw()
  const token = tokens.issue('ada')
  expect((await client.join('room:1:1', { token }))[4]).toMatchObject({ status: 'ok' })
  expect((await client.join('room:2:1', { token }))[4]).toEqual({
    status: 'error',
    response: { reason: 'ClientJoinRateLimitReached: Too many joins per second' },
  })
  clock.advance(1_000)
  expect((await client.join('room:2:1', { token }))[4]).toMatchObject({ status: 'ok' })
})

test('RT-48 a broadcast beyond the limit of a second reaches nobody, and its sender hears so', async () => {
  const { clock, tokens, raw } = await startGateway({ broadcastsPerSecond: 1 })
  const [ada, bob] = [await raw(), await raw()]
  const token = tokens.issue('ada')
  await ada.join('peers:1:1', { token })
  await ada.join('peers:2:1', { token, ref: '2', config: { private: true, broadcast: { ack: true } } })
  await bob.join('peers:1:1', { token: tokens.issue('bob') })
  function send(ref: string, room: string, event: string): void {
    ada.send([ref, '7', `realtime:peers:${room}:1`, 'broadcast', { type: 'broadcast', event, payload: {} }])
  }
  send('1', '1', 'first')
  send('1', '1', 'dropped')
  expect((await ada.next())[4]).toMatchObject({ status: 'error', message: 'Too many messages per second' })
  send('2', '2', 'dropped')
  expect((await ada.next())[3]).toBe('system')
  expect((await ada.next())[4]).toEqual({
    status: 'error',
    response: { reason: 'Too many messages per second' },
  })
  clock.advance(1_000)
  send('1', '1', 'second')
  expect((await bob.next())[4]).toMatchObject({ event: 'first' })
  expect((await bob.next())[4]).toMatchObject({ event: 'second' })
})
