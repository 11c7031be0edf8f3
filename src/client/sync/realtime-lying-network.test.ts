/** The live channel over networks that go silent, lie or cut. Only the timers are turned by hand; the sockets are real. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { startGateway } from '@/server/gateway/gateway-fixture'
import { createTcpProxy } from '@/testing/tcp-proxy'
import { browserClock } from './browser-ports'
import { createRealtimeLiveChannel } from './realtime-live-channel'
import type { SocketClass } from './watched-sockets'

vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets everything happen that waits for this machine's own network alone. */
async function settle() {
  for (let turns = 0; turns < 20; turns++) {
    await vi.advanceTimersByTimeAsync(0)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Lets time go by, in steps small enough that answers come in between. */
async function pass(milliseconds: number) {
  for (let left = milliseconds; left > 0; left -= 100) {
    await vi.advanceTimersByTimeAsync(100)
    await settle()
  }
}

/** Somebody in a room, over the network at this port. */
function open(port: number, token = 'token') {
  const live = createRealtimeLiveChannel({
    ...{ url: `ws://127.0.0.1:${port}/realtime/v1`, clock: browserClock, random: () => 0.5 },
    token: async () => token,
    page: 'page',
    socket: WebSocket as unknown as SocketClass,
  })
  onTestFinished(() => live.close())
  const states: string[] = []
  const heads: unknown[] = []
  live.join('room:1:1', {
    event: (_event, payload) => heads.push((payload as { head: number }).head),
    state: (state) => states.push(state),
  })
  return { live, states, heads }
}

async function start() {
  const { gateway, port, tokens } = await startGateway()
  const network = await createTcpProxy(port)
  onTestFinished(() => network.close())
  return { gateway, network, enter: () => open(network.port, tokens.issue('ada', 3_600_000)) }
}

test('NW-05 a socket that died without a word is noticed within two heartbeats, and made anew', async () => {
  const { network, enter, gateway } = await start()
  const { states, heads } = enter()
  await pass(500)
  expect(states).toEqual(['joining', 'joined'])
  network.swallow()
  network.heal()
  gateway.publish('room:1:1', 'change', { head: 1 })
  await pass(60_000)
  expect(states.slice(2).filter((state) => state !== 'broken')).toEqual(['joined'])
  gateway.publish('room:1:1', 'change', { head: 2 })
  await vi.waitFor(() => expect(heads).toEqual([2]))
})

test('NW-05 FC-22 on wake it is noticed within one', async () => {
  const { network, enter } = await start()
  const { live, states } = enter()
  await pass(500)
  network.swallow()
  network.heal()
  live.wake?.()
  await pass(30_000)
  expect(states.at(-1)).toBe('joined')
  expect(states.filter((state) => state === 'joined')).toHaveLength(2)
})

test('NW-05 a network that takes the socket and says nothing is given up, and tried again', async () => {
  const { network, enter } = await start()
  network.swallow()
  const { states } = enter()
  await pass(500)
  network.heal()
  await pass(35_000)
  expect(states.at(-1)).toBe('joined')
})

test('NW-05 on wake a socket that has been waiting to be let in is tried anew at once, and not again and again', async () => {
  const { network, enter } = await start()
  network.swallow()
  const { live, states } = enter()
  await pass(6_000)
  network.heal()
  for (let times = 0; times < 3; times++) live.wake?.()
  await pass(1_500)
  expect(states.at(-1)).toBe('joined')
  expect(network.connections()).toBe(2)
})

test("NW-03 a hotel's page instead of the live channel costs nothing but time", async () => {
  const { network, enter, gateway } = await start()
  const { states, heads } = enter()
  await pass(500)
  network.answer('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<h1>Welcome!</h1>')
  await pass(30_000)
  expect(states.at(-1)).toBe('broken')
  expect(network.connections()).toBeLessThan(10)
  network.heal()
  await pass(11_000)
  expect(states.at(-1)).toBe('joined')
  gateway.publish('room:1:1', 'change', { head: 7 })
  await vi.waitFor(() => expect(heads).toEqual([7]))
})

test('NW-06 FC-25 a proxy that cuts every socket after a while shows as nothing but another join', async () => {
  const { network, enter } = await start()
  const { states } = enter()
  await pass(500)
  for (let times = 0; times < 5; times++) {
    network.drop()
    await pass(10_000)
  }
  expect(states).toEqual(['joining', ...Array.from({ length: 6 }, () => 'joined')])
})

test('NW-06 FC-25 a proxy that cuts every socket at once is not stormed', async () => {
  const { network, enter } = await start()
  const { states } = enter()
  for (let second = 0; second < 60; second++) {
    await pass(1_000)
    network.drop()
  }
  expect(network.connections()).toBeLessThan(15)
  await pass(15_000)
  expect(states.at(-1)).toBe('joined')
})

test('NW-06 a topic that is not back after a moment is told as broken, once', async () => {
  const { network, enter } = await start()
  const { states } = enter()
  await pass(500)
  network.cut()
  await pass(20_000)
  expect(states).toEqual(['joining', 'joined', 'broken'])
})

test('NW-01 a join that takes as long as a slow link needs is not made again meanwhile', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const joins: string[] = []
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const [joinRef = '', ref = '', topic = '', event] = JSON.parse(String(data)) as string[]
      const answer = (delay: number) =>
        setTimeout(
          () =>
            socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }])),
          delay,
        )
      if (event === 'heartbeat') return void answer(0)
      if (event === 'phx_join') joins.push(ref)
      answer(45_000)
    })
  })
  const { states } = open((server.address() as AddressInfo).port)
  await pass(50_000)
  expect(joins).toHaveLength(1)
  expect(states).toEqual(['joining', 'joined'])
})
