/** The live channel's adapter against Parley's own gateway, with an unmodified realtime-js in between. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { WebSocketLikeConstructor } from '@supabase/realtime-js'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { closures } from '@/server/gateway/closures'
import { startGateway } from '@/server/gateway/gateway-fixture'
import type { Clock } from './clock'
import { createRealtimeLiveChannel } from './realtime-live-channel'

vi.setConfig({ testTimeout: 30_000 })

/** The library waits a second or two between its tries; a busy machine takes longer. */
const eventually = (assertion: () => void) => vi.waitFor(assertion, 15_000)

const realClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** @param random how long the library waits between its tries: a whole number adds minutes */
async function start(random = 0) {
  const fixture = await startGateway()
  const state = { token: fixture.tokens.issue('ada') }
  const sockets: WebSocket[] = []
  class Recorded extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      sockets.push(this)
    }
  }
  const live = createRealtimeLiveChannel({
    ...{ url: `ws://127.0.0.1:${fixture.port}/realtime/v1`, clock: realClock, random: () => random },
    page: 'page',
    token: async () => state.token,
    socket: Recorded as unknown as WebSocketLikeConstructor,
  })
  onTestFinished(() => live.close())

  function join(topic: string) {
    const states: string[] = []
    const events: unknown[] = []
    const leave = live.join(topic, {
      event: (event, payload) => events.push([event, payload]),
      state: (now) => states.push(now),
    })
    return { states, events, leave }
  }
  /** Another page, of whoever. */
  function another(userId: string, page: string) {
    const token = fixture.tokens.issue(userId)
    const other = createRealtimeLiveChannel({
      ...{ url: `ws://127.0.0.1:${fixture.port}/realtime/v1`, clock: realClock, random: () => 0, page },
      token: async () => token,
      socket: WebSocket as unknown as WebSocketLikeConstructor,
    })
    onTestFinished(() => other.close())
    return other
  }

  function meet(topic: string, on = live) {
    const states: string[] = []
    const events: unknown[] = []
    const here: string[][] = []
    const { say, leave } = on.meet(topic, {
      event: (event, payload) => events.push([event, payload]),
      state: (now) => states.push(now),
      here: (people) => here.push([...people].sort()),
    })
    return { states, events, here, say, leave }
  }
  return { ...fixture, live, join, meet, another, state, sockets }
}

test('RT-30 one socket carries all topics, and each hears its own broadcasts', async () => {
  const { gateway, join, sockets } = await start()
  const one = join('room:1:1')
  const two = join('room:2:1')
  await eventually(() => expect([one.states.at(-1), two.states.at(-1)]).toEqual(['joined', 'joined']))
  gateway.publish('room:1:1', 'change', { head: 1 })
  gateway.publish('room:2:1', 'change', { head: 2 })
  await eventually(() =>
    expect([one.events, two.events]).toEqual([[['change', { head: 1 }]], [['change', { head: 2 }]]]),
  )
  expect(sockets).toHaveLength(1)
})

test('PT-08 people who meet are told who is there, hear what the others say, and see them go', async () => {
  const { meet, another, clock } = await start()
  const ada = meet('peers:1:1')
  await eventually(() => expect(ada.here.at(-1)).toEqual(['ada']))
  const grace = meet('peers:1:1', another('grace', 'page'))
  await eventually(() => expect(ada.here.at(-1)).toEqual(['ada', 'grace']))
  await eventually(() => expect(grace.here.at(-1)).toEqual(['ada', 'grace']))
  ada.say('typing', { userId: 'ada' })
  await eventually(() => expect(grace.events).toEqual([['typing', { userId: 'ada' }]]))
  expect(ada.events).toEqual([])
  grace.leave()
  grace.say('typing', { userId: 'grace' })
  await eventually(() => {
    clock.advance(1_000)
    expect(ada.here.at(-1)).toEqual(['ada'])
  })
  expect(ada.events).toEqual([])
})

test('PT-08 two pages of one user are there as one, and each again after its socket was cut', async () => {
  const { meet, another, sockets } = await start()
  const one = meet('peers:1:1')
  await eventually(() => expect(one.here.at(-1)).toEqual(['ada']))
  const two = meet('peers:1:1', another('ada', 'another page'))
  await eventually(() => expect(two.here.at(-1)).toEqual(['ada']))
  const told = one.here.length
  sockets[0]?.terminate()
  await eventually(() => expect(one.states).toEqual(['joining', 'joined', 'joined']))
  await eventually(() => expect(one.here.length).toBeGreaterThan(told))
  expect(one.here.at(-1)).toEqual(['ada'])
})

test('PT-05 who is there on two pages is there until the last of them has gone', async () => {
  const { meet, another, clock } = await start()
  const grace = meet('peers:1:1', another('grace', 'page'))
  const one = meet('peers:1:1', another('ada', 'one'))
  await eventually(() => expect(grace.here.at(-1)).toEqual(['ada', 'grace']))
  const told = grace.here.length
  const two = meet('peers:1:1', another('ada', 'two'))
  await eventually(() => expect(grace.here.length).toBeGreaterThan(told))
  const toldOfBoth = grace.here.length
  one.leave()
  await eventually(() => {
    clock.advance(1_000)
    expect(grace.here.length).toBeGreaterThan(toldOfBoth)
  })
  expect(grace.here.at(-1)).toEqual(['ada', 'grace'])
  two.leave()
  await eventually(() => {
    clock.advance(1_000)
    expect(grace.here.at(-1)).toEqual(['grace'])
  })
})

test('PT-01 what is said while the topic is not joined is lost, and goes no other way', async () => {
  const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no'))
  onTestFinished(() => asked.mockRestore())
  const { meet, sockets } = await start(1_000)
  const ada = meet('peers:1:1')
  ada.say('typing', { userId: 'ada' })
  await eventually(() => expect(ada.states).toContain('joined'))
  sockets[0]?.terminate()
  await eventually(() => expect(ada.states).toContain('broken'))
  ada.say('typing', { userId: 'ada' })
  expect(asked).not.toHaveBeenCalled()
})

test('RT-31 a topic that is left and joined again at once works, and the old listener hears nothing', async () => {
  const { gateway, join } = await start()
  const old = join('room:1:1')
  await eventually(() => expect(old.states).toContain('joined'))
  old.leave()
  const now = join('room:1:1')
  await eventually(() => expect(now.states).toContain('joined'))
  gateway.publish('room:1:1', 'change', { head: 1 })
  await eventually(() => expect(now.events).toHaveLength(1))
  expect(old.events).toEqual([])
  expect(old.states).toEqual(['joining', 'joined'])
})

test('RT-32 a cut socket comes back by itself, and its topics are told as joined once more', async () => {
  const { gateway, join, sockets } = await start()
  const room = join('room:1:1')
  await eventually(() => expect(room.states).toContain('joined'))
  sockets[0]?.terminate()
  await eventually(() => expect(room.states).toEqual(['joining', 'joined', 'joined']))
  gateway.publish('room:1:1', 'change', { head: 1 })
  await eventually(() => expect(room.events).toHaveLength(1))
})

test('RT-32 waking tries a lost socket at once instead of when its turn comes', async () => {
  const { live, join, sockets } = await start(1_000)
  const room = join('room:1:1')
  await eventually(() => expect(room.states).toContain('joined'))
  sockets[0]?.terminate()
  await eventually(() => expect(room.states).toContain('broken'))
  live.wake?.()
  live.wake?.()
  await eventually(() => expect(room.states.at(-1)).toBe('joined'))
  live.wake?.()
  live.wake?.()
  expect(room.states.filter((state) => state === 'broken')).toHaveLength(1)
  expect(sockets).toHaveLength(2)
})

test('FC-23 RT-33 a join that is refused for its expired token is tried again with a fresh one', async () => {
  const { tokens, clock, state, join } = await start()
  state.token = tokens.issue('ada', 1)
  clock.advance(10)
  const room = join('room:1:1')
  await eventually(() => expect(room.states).toContain('broken'))
  state.token = tokens.issue('ada')
  await eventually(() => expect(room.states.at(-1)).toBe('joined'))
})

test('FC-23 RT-33 a topic that the server closes, because the token ran out, is joined again', async () => {
  const { tokens, clock, state, join } = await start()
  const room = join('room:1:1')
  await eventually(() => expect(room.states).toContain('joined'))
  state.token = tokens.issue('ada', 120_000)
  clock.advance(31_000)
  await eventually(() => expect(room.states).toEqual(['joining', 'joined', 'joined']))
})

test('RT-34 a topic that one may not read is broken, and stays so', async () => {
  const { join } = await start()
  const room = join('room:secret:1')
  await eventually(() => expect(room.states).toContain('broken'))
  expect(room.states).not.toContain('joined')
})

/** A server that does something to the first join, once it has granted it. */
async function joinWhere(undo: (socket: WebSocket, joinRef: string, topic: string) => void) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  let joins = 0
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const [joinRef = '', ref, topic = '', event] = JSON.parse(String(data)) as string[]
      if (event !== 'phx_join') return
      socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]))
      if (++joins === 1) undo(socket, joinRef, topic)
    })
  })
  const { port } = server.address() as AddressInfo
  const live = createRealtimeLiveChannel({
    ...{
      url: `ws://127.0.0.1:${port}/realtime/v1`,
      clock: realClock,
      random: () => 0,
      token: async () => 'token',
      page: 'page',
    },
    socket: WebSocket as unknown as WebSocketLikeConstructor,
  })
  onTestFinished(() => live.close())
  const states: string[] = []
  live.join('room:1:1', { event: () => {}, state: (state) => states.push(state) })
  return states
}

test('RT-35 a topic that the server closes for good, as Supabase does, is joined again', async () => {
  const states = await joinWhere((socket, joinRef, topic) =>
    socket.send(JSON.stringify([joinRef, joinRef, topic, 'phx_close', {}])),
  )
  await eventually(() => expect(states).toEqual(['joining', 'joined', 'joined']))
})

test('RT-52 whoever is told that the server stops comes back and joins again', async () => {
  const { code, reason } = closures.stopping
  const states = await joinWhere((socket) => socket.close(code, reason))
  await eventually(() => expect(states).toEqual(['joining', 'joined', 'joined']))
})
