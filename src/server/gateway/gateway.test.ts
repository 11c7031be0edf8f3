/** Publishing, joining, leaving and stopping, frame by frame. */
import { describe, expect, test, vi } from 'vitest'
import { createFanOut } from './fan-out'
import { startGateway } from './gateway-fixture'
import { createHub } from './hub'

const topic = 'realtime:room:1:1'
const ok = { status: 'ok', response: {} }

describe('publishing', () => {
  /** Publishing for a hub of its own, in a process that is alone. */
  function publishing() {
    const hub = createHub()
    const order = { take: vi.fn(), compare: vi.fn(), forget: vi.fn(), stop: vi.fn() }
    return { hub, publish: createFanOut({ hub, order, bus: undefined }).publish }
  }

  test('RT-03 a frame is encoded once, and every subscriber is given the same bytes', () => {
    const { hub, publish } = publishing()
    const received: Buffer[] = []
    for (let reader = 0; reader < 3; reader += 1)
      hub.subscribe('room:1:1', { send: (frame) => received.push(frame) }, 'ada')
    const toJSON = vi.fn(() => ({ head: 1 }))
    publish('room:1:1', 'change', { toJSON })
    expect(received).toHaveLength(3)
    expect(new Set(received).size).toBe(1)
    expect(toJSON).toHaveBeenCalledTimes(1)
  })

  test('RT-03 a topic without subscribers costs no encoding', () => {
    const { hub, publish } = publishing()
    const subscriber = { send: vi.fn() }
    hub.subscribe('room:1:1', subscriber, 'ada')
    hub.unsubscribe('room:1:1', subscriber)
    const toJSON = vi.fn()
    publish('room:1:1', 'change', { toJSON })
    expect(toJSON).not.toHaveBeenCalled()
    expect(hub.size()).toBe(0)
  })

  test('RT-03 publishing never throws', async () => {
    const { errors, gateway, tokens, raw } = await startGateway()
    const client = await raw()
    await client.join('room:1:1', { token: tokens.issue('ada') })
    gateway.publish('room:1:1', 'change', { head: 1n })
    expect(errors).toHaveLength(1)
    gateway.publish('room:1:1', 'change', { head: 1 })
    const payload = { type: 'broadcast', event: 'change', payload: { head: 1 } }
    expect(await client.next()).toEqual([null, null, topic, 'broadcast', payload])
  })
})

describe('joining and leaving', () => {
  test('RT-04 a leave is answered, then the topic is closed', async () => {
    const { tokens, raw } = await startGateway()
    const client = await raw()
    await client.join('room:1:1', { token: tokens.issue('ada') })
    client.send(['1', '2', topic, 'phx_leave', {}])
    expect(await client.next()).toEqual(['1', '2', topic, 'phx_reply', ok])
    expect(await client.next()).toEqual(['1', '1', topic, 'phx_close', {}])
    client.send(['1', '3', topic, 'phx_leave', {}])
    expect(await client.next()).toEqual(['1', '3', topic, 'phx_reply', ok])
  })

  test('RT-04 a leave that comes while the join is being checked wins', async () => {
    const { access, gateway, tokens, raw } = await startGateway()
    const client = await raw()
    const release = access.hold()
    const token = tokens.issue('ada')
    client.send(['1', '1', topic, 'phx_join', { config: { private: true }, access_token: token }])
    await vi.waitFor(() => expect(access.asked).toBe(1))
    client.send(['1', '2', topic, 'phx_leave', {}])
    expect(await client.next()).toEqual(['1', '2', topic, 'phx_reply', ok])
    expect(await client.next()).toEqual(['1', '1', topic, 'phx_close', {}])
    release()
    const [, , , , answer] = await client.join('room:2:1', { token, ref: '3' })
    expect(answer).toMatchObject({ status: 'ok' })
    expect(gateway.stats().topics).toBe(1)
    gateway.publish('room:1:1', 'change', {})
    gateway.publish('room:2:1', 'change', {})
    expect((await client.next())[2]).toBe('realtime:room:2:1')
  })

  test('RT-05 a second join of a topic replaces the first, which is closed', async () => {
    const { gateway, tokens, raw } = await startGateway()
    const client = await raw()
    const token = tokens.issue('ada')
    await client.join('room:1:1', { token, ref: '1' })
    expect(await client.join('room:1:1', { token, ref: '2' })).toEqual(['1', '1', topic, 'phx_close', {}])
    expect(await client.next()).toMatchObject(['2', '2', topic, 'phx_reply', { status: 'ok' }])
    client.send(['1', '3', topic, 'phx_leave', {}])
    expect(await client.next()).toEqual(['1', '3', topic, 'phx_reply', ok])
    gateway.publish('room:1:1', 'change', {})
    gateway.publish('room:1:1', 'barrier', {})
    expect(await client.next()).toMatchObject([null, null, topic, 'broadcast', { event: 'change' }])
    expect(await client.next()).toMatchObject([null, null, topic, 'broadcast', { event: 'barrier' }])
  })

  test('RT-05 of two joins being checked, the later counts', async () => {
    const { access, gateway, tokens, raw } = await startGateway()
    const client = await raw()
    const release = access.hold()
    const payload = { config: { private: true }, access_token: tokens.issue('ada') }
    client.send(['1', '1', topic, 'phx_join', payload])
    client.send(['2', '2', topic, 'phx_join', payload])
    expect(await client.next()).toEqual(['1', '1', topic, 'phx_close', {}])
    release()
    expect(await client.next()).toMatchObject(['2', '2', topic, 'phx_reply', { status: 'ok' }])
    gateway.publish('room:1:1', 'change', {})
    expect((await client.next())[3]).toBe('broadcast')
  })

  test('RT-04 a connection that goes away during the check leaves nothing behind', async () => {
    const { access, gateway, tokens, raw } = await startGateway()
    const client = await raw()
    const release = access.hold()
    client.send([
      '1',
      '1',
      topic,
      'phx_join',
      { config: { private: true }, access_token: tokens.issue('ada') },
    ])
    await vi.waitFor(() => expect(access.asked).toBe(1))
    client.socket.terminate()
    await vi.waitFor(() => expect(gateway.stats().connections).toBe(0))
    release()
    const other = await raw()
    await other.join('room:2:1', { token: tokens.issue('bob') })
    expect(gateway.stats()).toEqual({ connections: 1, users: 1, topics: 1 })
  })

  test('RT-11 a defect in a check refuses the join and harms nobody', async () => {
    const { access, errors, tokens, raw } = await startGateway()
    const client = await raw()
    access.failure = new Error('a defect')
    const [, , , , answer] = await client.join('room:1:1', { token: tokens.issue('ada') })
    expect(answer).toHaveProperty('response.reason', expect.stringContaining('Unavailable'))
    expect(errors).toHaveLength(1)
    access.failure = undefined
    expect((await client.join('room:1:1', { token: tokens.issue('ada') }))[4]).toMatchObject({ status: 'ok' })
  })
})

describe('the door', () => {
  test.each([
    ['another version', 'vsn=1.0.0'],
    ['no version', 'apikey=any'],
  ])('RT-20 a client of %s is told which one is spoken here', async (_what, query) => {
    const { raw } = await startGateway()
    const { closed } = await raw(query)
    expect(await closed).toEqual({
      code: 1002,
      reason: 'Unsupported protocol version: connect with vsn=2.0.0',
    })
  })

  test('RT-20 only the path of the protocol is the gateway’s', async () => {
    const { gateway } = await startGateway()
    expect(gateway.handles('/realtime/v1/websocket?apikey=any&vsn=2.0.0')).toBe(true)
    expect(gateway.handles('/realtime/v1/websocket')).toBe(true)
    for (const url of [
      undefined,
      '',
      '/',
      '/realtime/v1/websocket/x',
      '/_next/webpack-hmr',
      '?/realtime/v1/websocket',
    ]) {
      expect(gateway.handles(url)).toBe(false)
    }
  })

  test('RT-21 a server that stops says so to everybody and lets nobody in', async () => {
    const { gateway, raw } = await startGateway()
    const clients = [await raw(), await raw()]
    const stopped = gateway.close()
    await expect(raw()).rejects.toThrow('503')
    for (const { closed } of clients) expect(await closed).toMatchObject({ code: 1001 })
    await stopped
    expect(gateway.stats().connections).toBe(0)
  })

  test('RT-21 whoever does not answer the goodbye is cut off', async () => {
    const { clock, gateway, raw } = await startGateway()
    const { socket } = await raw()
    socket.pause()
    const stopped = gateway.close()
    clock.advance(2_000)
    await stopped
    expect(gateway.stats().connections).toBe(0)
  })
})
