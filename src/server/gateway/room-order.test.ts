import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createRoomOrder, type PlacedFrame } from './room-order'

const topic = 'room:1:1'
const log = 'log'

/** A frame that says what it covers: `4-6` for `(4, 6]`. */
function frame(after: number, upTo: number, of = log): PlacedFrame {
  return { span: { log: of, after, upTo }, frame: Buffer.from(`${after}-${upTo}`) }
}

/** A room whose log has come to `head`; the log can be made unable to answer. */
function startOrder(head = 0, lateFramesPerRoom = 10) {
  const clock = createFakeClock()
  const sent: string[] = []
  const state = { head, readable: true, reads: 0, pending: [] as (() => void)[] }
  const order = createRoomOrder({
    clock,
    limits: { lateFrameMs: 200, lateFramesPerRoom },
    send: (_, bytes) => void sent.push(bytes.toString()),
    sendHead: (_, of, upTo) => void sent.push(`head ${of} ${upTo}`),
    repair: (_, after) => {
      state.reads += 1
      return new Promise((resolve) =>
        state.pending.push(() => resolve(state.readable ? frame(after, state.head) : undefined)),
      )
    },
  })
  return {
    ...{ clock, order, sent, state },
    /** Lets every read that is under way answer. */
    async answer() {
      for (const go of state.pending.splice(0)) go()
      await new Promise(setImmediate)
    },
  }
}

describe('one room', () => {
  test('RT-70 frames that fit go out at once, and an early one waits for the one before it', () => {
    const { order, sent, clock } = startOrder()
    order.take(topic, frame(4, 5))
    order.take(topic, frame(6, 7))
    order.take(topic, frame(7, 9))
    expect(sent).toEqual(['4-5'])
    order.take(topic, frame(5, 6))
    expect(sent).toEqual(['4-5', '5-6', '6-7', '7-9'])
    expect(clock.pending()).toBe(0)
  })

  test('RT-71 what does not come in time is read once, for everybody, and the rest follows', async () => {
    const { order, sent, clock, state, answer } = startOrder(8)
    order.take(topic, frame(4, 5))
    order.take(topic, frame(7, 8))
    order.take(topic, frame(8, 9))
    clock.advance(199)
    expect(state.reads).toBe(0)
    clock.advance(1)
    await answer()
    // (7, 8] came with the read, (8, 9] is newer than it.
    expect(sent).toEqual(['4-5', '5-8', '8-9'])
    expect(state.reads).toBe(1)
    order.take(topic, frame(5, 6))
    expect(sent).toHaveLength(3)
    expect(clock.pending()).toBe(0)
  })

  test('RT-71 when the log cannot be read, what there is goes out, and the clients see the hole', async () => {
    const { order, sent, clock, state, answer } = startOrder(9)
    state.readable = false
    order.take(topic, frame(4, 5))
    order.take(topic, frame(8, 9))
    order.take(topic, frame(6, 7))
    clock.advance(200)
    await answer()
    expect(sent).toEqual(['4-5', '6-7', '8-9'])
    order.take(topic, frame(9, 10))
    expect(sent.at(-1)).toBe('9-10')
    expect(clock.pending()).toBe(0)
  })

  test('RT-71 a frame that comes during the read is not sent again', async () => {
    const { order, sent, clock, answer } = startOrder(7)
    order.take(topic, frame(4, 5))
    order.take(topic, frame(6, 7))
    clock.advance(200)
    order.take(topic, frame(5, 6))
    expect(sent).toEqual(['4-5', '5-6', '6-7'])
    await answer()
    expect(sent).toEqual(['4-5', '5-6', '6-7'])
  })

  test('RT-71 a frame that the log does not reach is asked about once, and harms no later one', async () => {
    const { order, sent, clock, state, answer } = startOrder(5)
    order.take(topic, frame(4, 5))
    order.take(topic, frame(900, 901))
    clock.advance(200)
    await answer()
    expect(sent).toEqual(['4-5'])
    expect(clock.pending()).toBe(0)
    order.take(topic, frame(5, 6))
    expect(sent).toEqual(['4-5', '5-6'])
    expect(state.reads).toBe(1)
  })

  test('RT-71 one read at a time is under way', async () => {
    const { order, sent, clock, state, answer } = startOrder(10)
    for (const at of [4, 6, 9]) order.take(topic, frame(at, at + 1))
    clock.advance(200)
    order.take(topic, frame(5, 6))
    clock.advance(200)
    expect(state.reads).toBe(1)
    await answer()
    expect(sent).toEqual(['4-5', '5-6', '6-7', '5-10'])
  })

  test('RT-72 too many early frames go out as they are', () => {
    const { order, sent, clock } = startOrder(0, 3)
    order.take(topic, frame(0, 1))
    for (let at = 9; at > 5; at -= 1) order.take(topic, frame(at, at + 1))
    expect(sent).toEqual(['0-1', '6-7', '7-8', '8-9', '9-10'])
    expect(clock.pending()).toBe(0)
  })

  test('RT-70 what came before the first frame that was seen goes out too: it may be news to somebody', () => {
    const { order, sent } = startOrder()
    order.take(topic, frame(5, 6))
    order.take(topic, frame(4, 5))
    order.take(topic, frame(6, 7))
    expect(sent).toEqual(['5-6', '4-5', '6-7'])
  })

  test('RT-70 a repeat is not sent', () => {
    const { order, sent } = startOrder()
    order.take(topic, frame(5, 6))
    order.take(topic, frame(5, 6))
    expect(sent).toEqual(['5-6'])
  })

  test('RT-70 another log begins anew', () => {
    const { order, sent } = startOrder()
    order.take(topic, frame(5, 6))
    order.take(topic, frame(8, 9, 'restored'))
    expect(sent).toEqual(['5-6', '8-9'])
  })

  test('RT-73 a head that is further than what was sent is read up to', async () => {
    const { order, sent, state, answer } = startOrder(9)
    order.take(topic, frame(4, 5))
    order.compare(topic, { log, head: 5 })
    expect(state.reads).toBe(0)
    order.compare(topic, { log, head: 9 })
    await answer()
    expect(sent).toEqual(['4-5', '5-9'])
  })

  test('RT-73 a head that cannot be read up to, or of a room that was silent so far, is told', async () => {
    const { order, sent, state, answer } = startOrder(9)
    order.compare(topic, { log, head: 5 })
    expect(sent).toEqual(['head log 5'])
    state.readable = false
    order.compare(topic, { log, head: 9 })
    order.compare(topic, { log, head: 10 })
    await answer()
    expect(sent).toEqual(['head log 5', 'head log 10', 'head log 9'])
  })

  test('RT-72 a room that nobody is subscribed to is forgotten, with its timer and its reads', async () => {
    const { order, sent, clock, answer } = startOrder(9)
    order.take(topic, frame(4, 5))
    order.take(topic, frame(8, 9))
    order.forget(topic)
    expect(clock.pending()).toBe(0)
    order.take(topic, frame(1, 2))
    order.take(topic, frame(8, 9))
    clock.advance(200)
    order.forget(topic)
    await answer()
    expect(sent).toEqual(['4-5', '1-2'])
  })
})

test('RT-70 RT-71 in whatever order frames come and whichever are lost, everything is sent, in order', async () => {
  const arrival = fc.record({
    at: fc.nat(19),
    pause: fc.constantFrom(0, 0, 0, 100, 200),
    reads: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(arrival, { maxLength: 40 }), async (arrivals) => {
      const { order, sent, clock, state, answer } = startOrder(0, 100)
      state.head = 1
      order.take(topic, frame(0, 1))
      for (const { at, pause, reads } of arrivals) {
        // Whatever was published was committed before.
        state.head = Math.max(state.head, at + 1)
        order.take(topic, frame(at, at + 1))
        clock.advance(pause)
        if (reads) await answer()
      }
      while (clock.pending() > 0 || state.pending.length > 0) {
        clock.advance(200)
        await answer()
      }
      const spans = sent.map((text) => text.split('-').map(Number))
      let upTo = 0
      for (const [after = -1, end = -1] of spans) {
        expect(after).toBeLessThanOrEqual(upTo)
        expect(end).toBeGreaterThan(upTo)
        upTo = end
      }
      expect(upTo).toBe(state.head)
    }),
    { numRuns: 300 },
  )
})
