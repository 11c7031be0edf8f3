/** The connection's reducer under any sequence of events. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Connection, type ConnectionEvent, type Effect, idle, step } from './machine'

/** The state after these events, and the effects of the last one. */
function reached(...events: ConnectionEvent[]): { connection: Connection; effects: readonly Effect[] } {
  return events.reduce<{ connection: Connection; effects: readonly Effect[] }>(
    ({ connection }, event) => step(connection, event),
    { connection: idle, effects: [] },
  )
}

const open: ConnectionEvent = { is: 'open', held: false, epoch: undefined }
const done: ConnectionEvent = { is: 'done', epoch: 1, complete: true, renewed: false }
const live: ConnectionEvent[] = [open, done, { is: 'joined' }, done]

describe('the room connection', () => {
  test('SY-10 loads, joins, rejoins, and is quiet', () => {
    expect(reached(open).effects).toEqual([{ do: 'fetch', what: 'load' }])
    expect(reached(open, done).effects).toEqual([{ do: 'join', epoch: 1, spread: false }])
    expect(reached(open, done, { is: 'joined' }).effects).toEqual([{ do: 'fetch', what: 'rejoin' }])
    expect(reached(...live).connection).toMatchObject({
      phase: { is: 'quiet' },
      topic: 'joined',
      wasLive: true,
    })
  })

  test('SY-10 what is heard during a fetch is asked about again after it', () => {
    const again = reached(...live, { is: 'doubt' }, { is: 'doubt' }, done)
    expect(again.effects).toEqual([{ do: 'fetch', what: 'rejoin' }])
    expect(step(again.connection, done).connection.phase).toEqual({ is: 'quiet' })
  })

  test('SY-13 a hole waits, closes when its frame comes, and is fetched when it does not', () => {
    const hole = reached(...live, { is: 'behind' })
    expect(hole.effects).toMatchObject([{ do: 'wait', why: 'hole' }])
    expect(step(hole.connection, { is: 'complete' })).toMatchObject({
      connection: { phase: { is: 'quiet' } },
      effects: [{ do: 'stop-waiting' }],
    })
    expect(step(hole.connection, { is: 'timer' }).effects).toContainEqual({ do: 'fetch', what: 'rejoin' })
  })

  test('SY-16 only a higher epoch moves to another topic, except after a restored history', () => {
    expect(reached(...live, { is: 'epoch', epoch: 1 }).effects).toEqual([])
    expect(reached(...live, { is: 'epoch', epoch: 2 }).effects).toEqual([
      { do: 'join', epoch: 2, spread: true },
    ])
    const newer = reached(...live, { is: 'epoch', epoch: 2 })
    expect(step(newer.connection, { is: 'epoch', epoch: 1 }).effects).toEqual([])
    const renewed: ConnectionEvent = { ...done, renewed: true }
    const restored = reached(...live, { is: 'epoch', epoch: 2 }, { is: 'doubt' }, renewed)
    expect(restored.effects).toContainEqual({ do: 'join', epoch: 1, spread: true })
  })

  test('SY-20 each failure makes the next wait longer, and a wake ends it at once', () => {
    const failed: ConnectionEvent = { is: 'failed', retryAfter: undefined }
    const timer: ConnectionEvent = { is: 'timer' }
    const { connection, effects } = reached(open, failed, timer, failed, timer, failed)
    expect(effects).toMatchObject([{ do: 'wait', why: 'backoff', failures: 3 }])
    expect(step(connection, { is: 'wake' }).effects).toEqual([
      { do: 'stop-waiting' },
      { do: 'fetch', what: 'load' },
    ])
  })

  test('SY-23 a room that is gone does nothing until it is opened again', () => {
    const gone = reached(...live, { is: 'gone', code: 'ROOM_NOT_FOUND' })
    expect(gone.effects).toEqual([{ do: 'stop-waiting' }, { do: 'leave' }])
    for (const event of [{ is: 'wake' }, { is: 'joined' }, { is: 'behind' }, done] as const) {
      expect(step(gone.connection, event)).toEqual({ connection: gone.connection, effects: [] })
    }
    expect(step(gone.connection, open).effects).toEqual([{ do: 'fetch', what: 'load' }])
  })

  const follow: ConnectionEvent = { is: 'follow', epoch: 1 }

  test('SY-40 a room that is only followed joins its topic, asks for the heads when it has, and fetches what is missing', () => {
    expect(reached(follow)).toMatchObject({
      connection: { phase: { is: 'quiet' } },
      effects: [{ do: 'join', epoch: 1, spread: false }],
    })
    expect(reached(follow, { is: 'joined' }).effects).toEqual([{ do: 'compare' }])
    const behind = reached(follow, { is: 'joined' }, { is: 'behind' })
    expect(step(behind.connection, { is: 'timer' }).effects).toContainEqual({ do: 'fetch', what: 'rejoin' })
  })

  test('SY-40 a room that is only followed does not poll; shown, it does', () => {
    const broken = reached(follow, { is: 'broken' })
    expect(broken).toMatchObject({ connection: { phase: { is: 'quiet' } }, effects: [] })
    const shown = reached(follow, { is: 'broken' }, { ...open, held: true }, done)
    expect(shown.effects).toMatchObject([{ do: 'wait', why: 'poll' }])
    expect(step(shown.connection, follow)).toMatchObject({
      connection: { phase: { is: 'quiet' } },
      effects: [{ do: 'stop-waiting' }],
    })
  })

  test('SY-40 a followed room that is shown rejoins at once on the topic it has', () => {
    expect(reached(follow, { is: 'joined' }, { ...open, held: true }).effects).toEqual([
      { do: 'fetch', what: 'rejoin' },
    ])
  })

  test('SY-27 under any events the invariants hold, and the effects say the same as the state', () => {
    const event: fc.Arbitrary<ConnectionEvent> = fc.oneof(
      fc.record({
        is: fc.constant('open' as const),
        held: fc.boolean(),
        epoch: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      }),
      fc.record({
        is: fc.constant('follow' as const),
        epoch: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({
        is: fc.constant('done' as const),
        epoch: fc.integer({ min: 1, max: 3 }),
        complete: fc.boolean(),
        renewed: fc.boolean(),
      }),
      fc.record({ is: fc.constant('failed' as const), retryAfter: fc.constant(undefined) }),
      fc.record({ is: fc.constant('gone' as const), code: fc.constant('ROOM_NOT_FOUND' as const) }),
      fc.record({ is: fc.constant('epoch' as const), epoch: fc.integer({ min: 1, max: 3 }) }),
      ...(
        ['close', 'replaced', 'joined', 'broken', 'behind', 'complete', 'doubt', 'timer', 'wake'] as const
      ).map((is) => fc.constant({ is })),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let connection = idle
        let waiting = false
        for (const next of events) {
          // A topic says nothing where none was joined, and a timer rings only where one was set.
          if ((next.is === 'joined' || next.is === 'broken') && connection.topic === 'none') continue
          if (next.is === 'timer') {
            if (!waiting) continue
            waiting = false
          }
          const result = step(connection, next)
          for (const effect of result.effects) {
            if (effect.do === 'wait') expect(waiting).toBe(false)
            if (effect.do === 'wait') waiting = true
            if (effect.do === 'stop-waiting') waiting = false
          }
          connection = result.connection
          expect(waiting).toBe(connection.phase.is === 'pausing')
          const fetches = result.effects.filter((effect) => effect.do === 'fetch')
          if (fetches.length > 0) expect(connection.phase.is).toBe('fetching')
        }
      }),
      { numRuns: 500 },
    )
  })
})
