/** Clients that send too much, or too little: each is told why, and nobody else notices. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { ParleyError } from '@/contract/errors'
import { startGateway } from './gateway-fixture'
import { expectAlive, heartbeat } from './raw-client-fixture'
import { createUserConnections } from './user-connections'

describe('too much', () => {
  test('RT-14 a frame over the limit closes its connection', async () => {
    const { raw } = await startGateway({ frameBytes: 1_000 })
    const [hostile, other] = [await raw(), await raw()]
    hostile.send('x'.repeat(1_001))
    expect(await hostile.closed).toMatchObject({ code: 1009 })
    await expectAlive(other)
  })

  test('RT-14 a sender of an oversized frame that ignores the close is cut off', async () => {
    const { clock, gateway, port } = await startGateway({ frameBytes: 1_000 })
    const socket = connect(port, '127.0.0.1')
    socket.write(
      'GET /realtime/v1/websocket?vsn=2.0.0 HTTP/1.1\r\nHost: parley\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    await new Promise((resolve) => socket.once('data', resolve))
    const answered = new Promise((resolve) => socket.once('data', resolve))
    socket.write(Buffer.from([0x81, 0xfe, 0xff, 0xff, 0, 0, 0, 0]))
    await answered
    clock.advance(2_000)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(gateway.stats().connections).toBe(0)
  })

  test('RT-15 more frames in a second than allowed close the connection', async () => {
    const { clock, raw } = await startGateway({ framesPerSecond: 5 })
    const client = await raw()
    for (let second = 0; second < 3; second += 1) {
      for (let frame = 0; frame < 5; frame += 1) await expectAlive(client)
      clock.advance(1_000)
    }
    for (let frame = 0; frame < 6; frame += 1) client.send(heartbeat('flood'))
    expect(await client.closed).toEqual({ code: 1008, reason: 'Too many frames in one second' })
  })

  test('RT-15 pings count as frames', async () => {
    const { raw } = await startGateway({ framesPerSecond: 5 })
    const client = await raw()
    for (let ping = 0; ping < 6; ping += 1) client.socket.ping()
    expect(await client.closed).toMatchObject({ code: 1008 })
  })

  test('RT-16 a connection joins no more topics than allowed, and leaving one makes room', async () => {
    const { tokens, raw } = await startGateway({ topicsPerConnection: 2 })
    const client = await raw()
    const token = tokens.issue('ada')
    await client.join('room:1:1', { token })
    await client.join('room:2:1', { token })
    expect((await client.join('room:3:1', { token }))[4]).toEqual({
      status: 'error',
      response: { reason: 'ChannelRateLimitReached: Too many channels' },
    })
    client.send(['1', '2', 'realtime:room:1:1', 'phx_leave', {}])
    expect((await client.next())[3]).toBe('phx_reply')
    expect((await client.next())[3]).toBe('phx_close')
    expect((await client.join('room:3:1', { token }))[4]).toMatchObject({ status: 'ok' })
  })

  test('RT-16 joins that were given up still count while their check runs', async () => {
    const { access, tokens, raw } = await startGateway({ topicsPerConnection: 2 })
    const client = await raw()
    const token = tokens.issue('ada')
    const release = access.hold()
    for (const ref of ['1', '2']) {
      client.send([
        ref,
        ref,
        'realtime:room:1:1',
        'phx_join',
        { config: { private: true }, access_token: token },
      ])
      client.send([ref, ref, 'realtime:room:1:1', 'phx_leave', {}])
      expect((await client.next())[3]).toBe('phx_reply')
      expect((await client.next())[3]).toBe('phx_close')
    }
    expect((await client.join('room:1:1', { token }))[4]).toMatchObject({ status: 'error' })
    expect(access.asked).toBe(2)
    release()
    await vi.waitFor(async () => {
      expect((await client.join('room:1:1', { token }))[4]).toMatchObject({ status: 'ok' })
    })
  })

  test('RT-16 a topic with too long a name does not exist', async () => {
    const { access, tokens, raw } = await startGateway({ topicLength: 10 })
    const client = await raw()
    const token = tokens.issue('ada')
    expect((await client.join('a'.repeat(11), { token }))[4]).toMatchObject({ status: 'error' })
    expect(access.asked).toBe(0)
    expect((await client.join('a'.repeat(10), { token }))[4]).toMatchObject({ status: 'ok' })
  })

  test('RT-17 a refused client that keeps its side open is cut off', async () => {
    const { port, sockets } = await startGateway({ connections: 0 })
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume()
    client.write('GET /realtime/v1/websocket HTTP/1.1\r\nHost: localhost\r\n')
    client.write('Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true))
    client.destroy()
  })

  test('RT-17 connections beyond the limit are refused with 503', async () => {
    const { gateway, raw } = await startGateway({ connections: 1 })
    const first = await raw()
    await expect(raw()).rejects.toThrow('503')
    first.socket.close()
    await vi.waitFor(() => expect(gateway.stats().connections).toBe(0))
    await expectAlive(await raw())
  })

  test('RT-63 a network that connects too often is told for how long to wait, and nobody else is', async () => {
    const places = [undefined, new ParleyError('RATE_LIMITED', { retryAfter: 1_200 }), undefined]
    const admit = async () => {
      const refusal = places.shift()
      if (refusal) throw refusal
    }
    const { port, raw, errors } = await startGateway({}, { admit })
    const first = await raw()
    const client = connect({ port, host: '127.0.0.1' })
    client.write('GET /realtime/v1/websocket HTTP/1.1\r\nHost: localhost\r\n')
    client.write('Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    const [answer] = await once(client, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1.1 429 Too Many Requests\r\n(.*\r\n)*Retry-After: 2\r\n/)
    client.destroy()
    await expectAlive(first)
    await expectAlive(await raw())
    expect(errors).toEqual([])
  })

  test('RT-63 who goes away while it is looked up takes no place, and a gateway that stops meanwhile lets nobody in', async () => {
    let letIn = () => {}
    const admit = () => new Promise<void>((resolve) => (letIn = resolve))
    const { port, raw, gateway, sockets } = await startGateway({}, { admit })
    const client = connect({ port, host: '127.0.0.1' })
    client.write('GET /realtime/v1/websocket HTTP/1.1\r\nHost: localhost\r\n')
    client.write('Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    await vi.waitFor(() => expect(sockets).toHaveLength(1))
    client.resetAndDestroy()
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true))
    letIn()
    const late = raw()
    await vi.waitFor(() => expect(sockets).toHaveLength(2))
    const closed = gateway.close()
    letIn()
    await expect(late).rejects.toThrow('503')
    await closed
    expect(gateway.stats().connections).toBe(0)
  })

  test('RT-17 one user has no more connections than allowed', async () => {
    const { gateway, tokens, raw } = await startGateway({ connectionsPerUser: 1 })
    const [first, second] = [await raw(), await raw()]
    await first.join('room:1:1', { token: tokens.issue('ada') })
    const refused = await second.join('room:1:1', { token: tokens.issue('ada') })
    expect(refused[4]).toHaveProperty(
      'response.reason',
      expect.stringContaining('ConnectionRateLimitReached'),
    )
    expect((await second.join('room:1:1', { token: tokens.issue('bob') }))[4]).toMatchObject({ status: 'ok' })
    first.socket.close()
    await vi.waitFor(() => expect(gateway.stats().users).toBe(1))
    expect((await (await raw()).join('room:1:1', { token: tokens.issue('ada') }))[4]).toMatchObject({
      status: 'ok',
    })
  })
})

test('RT-17 a place is free again when one of several connections of a user goes', () => {
  const places = createUserConnections(2)
  expect([places.enter('ada'), places.enter('ada'), places.enter('ada')]).toEqual([true, true, false])
  places.leave('ada')
  expect([places.enter('ada'), places.enter('ada')]).toEqual([true, false])
})

describe('too little', () => {
  test('RT-18 a connection that sends nothing is closed, one with heartbeats and a topic stays', async () => {
    const { clock, tokens, raw } = await startGateway({ connectionIdleMs: 60_000 })
    const [silent, beating] = [await raw(), await raw()]
    await silent.join('room:1:1', { token: tokens.issue('ada', 600_000) })
    await beating.join('room:1:1', { token: tokens.issue('bob', 600_000) })
    for (let minute = 0; minute < 3; minute += 1) {
      clock.advance(40_000)
      if (minute === 0) await expectAlive(silent)
      await expectAlive(beating)
    }
    expect(await silent.closed).toMatchObject({
      code: 1008,
      reason: expect.stringContaining('Nothing was heard'),
    })
  })

  test('RT-18 heartbeats alone do not keep a connection without a topic', async () => {
    const { clock, raw } = await startGateway({ connectionIdleMs: 60_000 })
    const client = await raw()
    clock.advance(59_999)
    await expectAlive(client)
    clock.advance(1)
    expect(await client.closed).toMatchObject({ code: 1008 })
  })

  test('RT-18 whoever leaves its last topic has the whole time to join another', async () => {
    const { clock, tokens, raw } = await startGateway({ connectionIdleMs: 60_000 })
    const client = await raw()
    const token = tokens.issue('ada', 600_000)
    await client.join('room:1:1', { token })
    clock.advance(50_000)
    client.send(['1', '2', 'realtime:room:1:1', 'phx_leave', {}])
    expect((await client.next())[3]).toBe('phx_reply')
    expect((await client.next())[3]).toBe('phx_close')
    clock.advance(59_999)
    await expectAlive(client)
    clock.advance(1)
    expect(await client.closed).toMatchObject({ code: 1008 })
  })

  test('RT-18 a connection that is gone leaves no timer behind', async () => {
    const { clock, gateway, tokens, raw } = await startGateway()
    const client = await raw()
    await client.join('room:1:1', { token: tokens.issue('ada') })
    expect(clock.pending()).toBe(3)
    client.socket.close()
    await vi.waitFor(() => expect(gateway.stats().connections).toBe(0))
    expect(clock.pending()).toBe(0)
  })

  test('RT-19 a reader that does not read is dropped, and the others miss nothing', async () => {
    const { gateway, tokens, raw } = await startGateway({ connectionBacklogBytes: 100_000 })
    const [slow, fast] = [await raw(), await raw()]
    await slow.join('room:1:1', { token: tokens.issue('eve') })
    await fast.join('room:1:1', { token: tokens.issue('ada') })
    slow.socket.pause()
    const text = 'x'.repeat(200_000)
    let sent = 0
    while (gateway.stats().connections === 2 && sent < 1_000) {
      gateway.publish('room:1:1', 'change', { number: sent, text })
      const [, , , , payload] = await fast.next()
      expect(payload).toHaveProperty('payload.number', sent)
      sent += 1
    }
    expect(gateway.stats()).toEqual({ connections: 1, users: 1, topics: 1 })
    await expectAlive(fast)
  })
})
