/** How long an answer is waited for, and how much is asked for at once, over real HTTP and with time turned by hand. */
import { expect, test } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { browse, listen, parley, roomId } from './network-fixture'
import { patience } from './patient-fetch'

const soon = <Value>(read: () => Value) => expect.poll(read, { interval: 1, timeout: 10_000 })

/** A browser that is signed in, and how often it has begun to wait for the next sign of an answer. */
async function setUp() {
  const clock = createFakeClock()
  const { after } = clock
  let waits = 0
  clock.after = (milliseconds, callback) => {
    if (milliseconds === patience.silenceMs) waits += 1
    return after(milliseconds, callback)
  }
  const sleepers = new Set<() => void>()
  const { transport, session, place } = browse(await listen(parley), clock, (callback) => {
    sleepers.add(callback)
    return () => sleepers.delete(callback)
  })
  await session.ensureGuest()
  const before = waits
  const wake = () => {
    for (const callback of sleepers) callback()
  }
  return { clock, transport, place, sleepers, wake, waits: () => waits - before }
}

test('NW-01 a server that takes the request and says nothing is given up after a while', async () => {
  const { clock, transport, place, waits } = await setUp()
  place.address = await listen(() => {})
  const answer = transport.rejoin({ roomId, limit: 1 })
  const result = expect(answer).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await soon(waits).toBe(1)
  clock.advance(patience.silenceMs - 1)
  expect(clock.pending()).toBeGreaterThan(0)
  clock.advance(1)
  await result
  expect(clock.pending()).toBe(0)
})

test('NW-01 FC-22 on wake a request that has been silent since long is given up at once, and a fresh one is not', async () => {
  const { clock, transport, place, waits, wake, sleepers } = await setUp()
  place.address = await listen(() => {})
  let isOver = false
  const answer = transport.rejoin({ roomId, limit: 1 })
  const result = expect(answer.finally(() => (isOver = true))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await soon(waits).toBe(1)
  clock.advance(patience.wakeMs - 1)
  wake()
  await new Promise((resolve) => setImmediate(resolve))
  expect(isOver).toBe(false)
  clock.advance(1)
  wake()
  await result
  expect([sleepers.size, clock.pending()]).toEqual([0, 0])
})

test('NW-01 an answer that keeps coming is waited for, far beyond any silence', async () => {
  const { clock, transport, place, waits } = await setUp()
  const text = JSON.stringify([{ result: { data: { changes: [], hasMore: false, head: 7 } } }])
  let say = (_piece: string) => {}
  place.address = await listen((_, response) => {
    say = (piece) => void response.write(piece)
    response.setHeader('content-length', text.length)
    response.flushHeaders()
  })
  const answer = transport.rejoin({ roomId, limit: 1 })
  await soon(waits).toBe(2)
  for (let at = 0; at < text.length; at += 10) {
    clock.advance(patience.silenceMs / 2)
    say(text.slice(at, at + 10))
    // It has arrived, and sets the limit anew, before more time goes by.
    await soon(waits).toBeGreaterThanOrEqual(3 + at / 10)
  }
  expect(await answer).toMatchObject({ head: 7 })
  expect(clock.pending()).toBe(0)
})

test.each([
  ['falls silent halfway', patience.silenceMs, false],
  ['never ends', patience.longestMs, true],
])('NW-01 an answer that %s is given up', async (_what, after, goesOn) => {
  const { clock, transport, place, waits } = await setUp()
  let say = () => {}
  place.address = await listen((_, response) => {
    say = () => void response.write(' ')
    response.flushHeaders()
  })
  const answer = transport.rejoin({ roomId, limit: 1 })
  const result = expect(answer).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await soon(waits).toBe(2)
  for (let passed = 0; passed < after; passed += 10_000) {
    expect(clock.pending()).toBeGreaterThan(0)
    const before = waits()
    if (goesOn) {
      say()
      await soon(waits).toBeGreaterThan(before)
    }
    clock.advance(10_000)
  }
  await result
  expect(clock.pending()).toBe(0)
})

test('NW-02 a page that is too long for the network is asked for in shorter ones, and longer ones again', async () => {
  const { clock, transport, place } = await setUp()
  const asked: number[] = []
  let longest = 100
  place.address = await listen((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('input') ?? ''
    const { limit } = JSON.parse(query)['0'] as { limit: number }
    asked.push(limit)
    // A proxy that says nothing before it has everything.
    if (limit > longest) return
    const changes = Array.from({ length: limit }, () => ({}))
    response.end(JSON.stringify([{ result: { data: { changes, hasMore: true } } }]))
  })
  const lengths: number[] = []
  while (lengths.length < 4) {
    const page = transport.rejoin({ roomId, limit: 500 }).then(
      ({ changes }) => void lengths.push(changes.length),
      () => {},
    )
    const number = asked.length + 1
    await soon(() => asked.length).toBe(number)
    if ((asked.at(-1) ?? 0) > longest) clock.advance(patience.silenceMs)
    await page
    if (lengths.length === 1) longest = 1_000
  }
  expect(asked).toEqual([500, 250, 125, 62, 124, 248, 496])
  expect(lengths).toEqual([62, 124, 248, 496])
})
