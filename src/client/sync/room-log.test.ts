/** The client's copy of a room against a model of the server's log. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Command } from '@/contract/commands'
import type { ChangesFrame } from '@/contract/realtime'
import type { History, Rejoin } from '@/contract/sync'
import { createModelServer } from '@/testing/model-server'
import {
  isComplete,
  mergeFrame,
  mergeFrames,
  mergeHead,
  mergeHeadAnswer,
  mergeHistory,
  mergeNewest,
  mergeRejoin,
  openLog,
  type RoomLog,
  visibleMessages,
} from './room-log'

const log = '00000000-0000-7000-8000-00000000000a'
const otherLog = '00000000-0000-7000-8000-00000000000b'
const roomId = '00000000-0000-7000-8000-0000000000c1'
const as = '00000000-0000-7000-8000-0000000000d1'
const sentAt = '2026-01-01T00:00:00.000Z'
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** A server with one room, and every frame that it broadcast. */
function server() {
  const model = createModelServer(log)
  const frames: ChangesFrame[] = []
  model.onPublish = (_topic, _event, frame) => {
    if ('changes' in frame) frames.push(frame)
  }
  model.addRoom(roomId)
  let ids = 0
  function act(what: number, target: number) {
    const id = idOf(++ids)
    const sent = model.messages(roomId)
    const messageId = sent[target % Math.max(1, sent.length)]?.id
    const command: Command =
      !messageId || what === 0
        ? { kind: 'send', as, id, roomId, content: `text ${id}`, sentAt }
        : what === 1
          ? { kind: 'edit', as, id, roomId, messageId, content: `edited ${id}` }
          : what === 2
            ? { kind: 'remove', as, id, roomId, messageId }
            : { kind: 'react', as, id, roomId, messageId, emoji: '👍', present: target % 2 === 0 }
    return model.apply(command)
  }
  const open = (limit = 200) => openLog(roomId, model.history({ roomId, limit }), 0)
  const rejoin = (room: RoomLog, limit = 500) => model.rejoin({ roomId, after: room.cursor, limit })
  return { model, frames, act, open, rejoin }
}

/** The server's messages, each as it was when the log ended at `cursor`. */
function historyOf(frames: readonly ChangesFrame[], cursor: number) {
  const state = new Map<string, ChangesFrame['changes'][number]>()
  for (const frame of frames) {
    if (frame.upTo <= cursor) for (const change of frame.changes) state.set(change.id, change)
  }
  return state
}

describe('one room log', () => {
  test('SY-02 SY-47 frames that come together are merged in their order; the worst of them is what they come to', () => {
    const { act, frames, open } = server()
    act(0, 0)
    const room = open()
    const before = frames.length
    for (let n = 0; n < 4; n++) act(0, 0)
    const [one, two, three, four] = frames.slice(before) as [ChangesFrame, ...ChangesFrame[]]
    const together = (...some: (ChangesFrame | undefined)[]) =>
      mergeFrames(
        room,
        some.flatMap((frame) => frame ?? []),
      )

    const inDisorder = together(three, one, four, two)
    expect(inDisorder).toEqual({ outcome: 'applied', room: open(), early: [] })
    const withHole = together(four, one)
    expect(withHole).toMatchObject({ outcome: 'hole', early: [four], room: { cursor: one.upTo } })
    expect(isComplete(withHole.room)).toBe(false)
    const ofAnother = together(four, { ...one, log: otherLog })
    expect(ofAnother).toMatchObject({ outcome: 'other-log', early: [four], room: { cursor: room.cursor } })
    expect(mergeFrames(inDisorder.room, [two as ChangesFrame]).outcome).toBe('repeat')
    expect(together()).toEqual({ outcome: 'repeat', room, early: [] })
  })

  test('SY-01 a row is written only if its changedSeq is higher than the stored one', () => {
    const { act, open, rejoin } = server()
    act(0, 0)
    const empty = openLog(roomId, { log, epoch: 1, head: 0, changes: [], hasMore: false }, 0)
    const late = rejoin(empty)
    act(1, 0)
    const room = open()
    const older = { ...late, cursor: 3, head: 3 }
    const merged = mergeRejoin(room, room, older)
    expect(merged.outcome).toBe('applied')
    expect(merged.room.messages[0]?.changedSeq).toBe(2)
  })

  test('SY-32 a newest page that comes late does not replace what is newer, and one of a server that lost something does', () => {
    const { act, open, rejoin, model } = server()
    const page = (limit = 200) => model.history({ roomId, limit })
    act(0, 0)
    const asked = open()
    const early = page()
    act(0, 0)
    const newer = mergeRejoin(asked, asked, rejoin(asked)).room
    expect(mergeNewest(roomId, newer, asked, early, 7)).toBe(newer)
    const another = { ...newer, generation: newer.generation + 1 }
    expect(mergeNewest(roomId, another, asked, page(), 7)).toBe(another)
    expect(mergeNewest(roomId, newer, newer, page(), 7)).toMatchObject({ cursor: 2, generation: 1 })
    expect(mergeNewest(roomId, newer, newer, early, 7)).toMatchObject({ cursor: 1, generation: 1 })
    expect(mergeNewest(roomId, undefined, undefined, early, 7)).toMatchObject({ cursor: 1, generation: 7 })
    const elsewhere = { ...early, log: otherLog }
    expect(mergeNewest(roomId, newer, asked, elsewhere, 7)).toMatchObject({ log: otherLog, cursor: 1 })
  })

  test('SY-02 a frame applies when after <= cursor < upTo, repeats below, and is a hole beyond', () => {
    const { frames, act, open } = server()
    act(0, 0)
    const room = open()
    act(0, 0)
    act(0, 0)
    const [first, second, third] = frames as [ChangesFrame, ChangesFrame, ChangesFrame]
    expect(mergeFrame(room, first).outcome).toBe('repeat')
    const hole = mergeFrame(room, third)
    expect(hole).toMatchObject({ outcome: 'hole', room: { cursor: 1, target: 3 } })
    expect(hole.room.messages).toHaveLength(1)
    expect(mergeFrame(room, second)).toMatchObject({ outcome: 'applied', room: { cursor: 2 } })
    const wide = { ...third, after: 0, changes: [...second.changes, ...third.changes] }
    expect(mergeFrame(room, wide)).toMatchObject({ outcome: 'applied', room: { cursor: 3 } })
  })

  test('SY-03 the cursor never falls: an answer that comes late is a repeat', () => {
    const { frames, act, open, rejoin } = server()
    const asked = open()
    act(0, 0)
    const late = rejoin(asked)
    act(0, 0)
    const room = frames.reduce((now, frame) => mergeFrame(now, frame).room, asked)
    expect(room.cursor).toBe(2)
    expect(mergeRejoin(room, asked, late)).toMatchObject({ outcome: 'repeat', room: { cursor: 2 } })
  })

  test('SY-04 a head that is only heard of raises the target and nothing else', () => {
    const { act, open } = server()
    act(0, 0)
    const room = open()
    expect(mergeHead(room, { log, head: 9 }).room).toEqual({ ...room, target: 9 })
    expect(mergeHead(room, { log, head: 0 })).toEqual({ outcome: 'repeat', room })
  })

  test('SY-05 another log, or a head below the cursor as it was when the request left, calls for a new fetch', () => {
    const { act, open, rejoin } = server()
    act(0, 0)
    act(0, 0)
    const asked = open()
    const page = rejoin(asked)
    expect(mergeRejoin(asked, asked, { ...page, log: otherLog }).outcome).toBe('other-log')
    expect(mergeRejoin(asked, asked, { ...page, head: 1, cursor: 1 }).outcome).toBe('other-log')
    expect(mergeHeadAnswer(asked, asked, { log, head: 1 }).outcome).toBe('other-log')
    const advanced = { ...asked, cursor: 5, target: 5 }
    expect(mergeHeadAnswer(advanced, asked, { log, head: 3 }).outcome).toBe('repeat')
    expect(mergeRejoin(advanced, asked, { ...page, head: 3, cursor: 3 }).outcome).toBe('repeat')
  })

  test('SY-06 an answer from beyond the copy, which was let go of and begun anew since, leaves no hole in it', () => {
    const { act, open, rejoin, model } = server()
    act(0, 0)
    const early = model.history({ roomId, limit: 200 })
    act(0, 0)
    const asked = open()
    act(0, 0)
    const anew = openLog(roomId, early, asked.generation)
    expect(mergeRejoin(anew, asked, rejoin(asked))).toEqual({ outcome: 'stale', room: anew })
  })

  test('SY-06 an answer asked for under another generation is discarded', () => {
    const { act, open, rejoin, model } = server()
    act(0, 0)
    const asked = open()
    const now = { ...asked, generation: 1 }
    expect(mergeRejoin(now, asked, { ...rejoin(asked), head: 7, cursor: 7 })).toEqual({
      outcome: 'stale',
      room: now,
    })
    expect(mergeHistory(now, asked, model.history({ roomId, limit: 1 }))).toEqual({
      outcome: 'stale',
      room: now,
    })
    expect(mergeHeadAnswer(now, asked, { log, head: 0 })).toEqual({ outcome: 'stale', room: now })
  })

  test('SY-07 an older page merges only if its head is at the cursor or above and the floor has not moved', () => {
    const { act, open, model } = server()
    for (let i = 0; i < 5; i++) act(0, 0)
    const asked = open(2)
    expect(asked.floor).toBe(4)
    const page = model.history({ roomId, before: asked.floor, limit: 2 })
    expect(mergeHistory(asked, asked, { ...page, head: 4 }).outcome).toBe('stale')
    const merged = mergeHistory(asked, asked, page)
    expect(merged).toMatchObject({ outcome: 'applied', room: { floor: 2 } })
    expect(mergeHistory(merged.room, asked, page).outcome).toBe('stale')
    const rest = model.history({ roomId, before: 2, limit: 2 })
    expect(mergeHistory(merged.room, merged.room, rest).room.floor).toBe(1)
  })

  test('SY-08 changes below the floor are kept and not shown', () => {
    const { frames, act, open } = server()
    for (let i = 0; i < 3; i++) act(0, 0)
    const room = open(1)
    act(1, 0)
    const [edit] = frames.slice(-1) as [ChangesFrame]
    const merged = mergeFrame(room, edit).room
    expect(merged.messages).toHaveLength(2)
    expect(visibleMessages(merged).map((message) => message.seq)).toEqual([3])
  })

  test('FC-15 two messages of the same millisecond are two positions, and both are there', () => {
    const { frames, act, open } = server()
    const room = open()
    act(0, 0)
    act(0, 0)
    const merged = frames.reduce((now, frame) => mergeFrame(now, frame).room, room)
    expect(new Set(merged.messages.map((message) => message.sentAt)).size).toBe(1)
    expect(merged.messages.map((message) => message.seq)).toEqual([1, 2])
  })
})

type Step =
  | { do: 'act'; what: number; target: number }
  /** A frame arrives: any one, at any time, any number of times. */
  | { do: 'frame'; which: number }
  | { do: 'ask-rejoin'; limit: number }
  | { do: 'ask-history'; limit: number }
  /** An answer arrives: any of those asked for, at any time. */
  | { do: 'answer'; which: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('act'), what: fc.nat(3), target: fc.nat(20) } as const),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('frame'), which: fc.nat(40) } as const) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('ask-rejoin'), limit: fc.integer({ min: 1, max: 4 }) } as const),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('ask-history'), limit: fc.integer({ min: 1, max: 4 }) } as const),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer'), which: fc.nat(10) } as const) },
)

describe('any order of frames and answers', () => {
  test('SY-09 whenever nothing known is missing, what is held at or above the floor is the log as of the cursor or later', () => {
    fc.assert(
      fc.property(
        fc.nat(6),
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 60 }),
        (before, limit, steps) => {
          const { model, frames, act, open, rejoin } = server()
          for (let i = 0; i < before; i++) act(0, 0)
          let room = open(limit)
          const answers: ((now: RoomLog) => RoomLog)[] = []
          for (const next of steps) {
            const asked = room
            if (next.do === 'act') act(next.what, next.target)
            if (next.do === 'ask-rejoin') {
              const page: Rejoin = rejoin(asked, next.limit)
              answers.push((now) => mergeRejoin(now, asked, page).room)
            }
            if (next.do === 'ask-history' && asked.floor > 1) {
              const page: History = model.history({ roomId, before: asked.floor, limit: next.limit })
              answers.push((now) => mergeHistory(now, asked, page).room)
            }
            const frame = next.do === 'frame' && frames[next.which % Math.max(1, frames.length)]
            if (frame) room = mergeFrame(room, frame).room
            const answer = next.do === 'answer' && answers[next.which % Math.max(1, answers.length)]
            if (answer) room = answer(room)
            expect(room.cursor).toBeGreaterThanOrEqual(asked.cursor)
            // Halfway through the pages of a rejoin, a message whose latest change is yet to come may be missing.
            if (isComplete(room)) expectInvariant(room, frames)
          }
          for (let more = true; more; ) {
            const page = rejoin(room, 3)
            room = mergeRejoin(room, room, page).room
            more = page.hasMore
          }
          const expected = model.messages(roomId).filter((message) => message.seq >= room.floor)
          expect(visibleMessages(room)).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** Every message created by then with `seq >= floor` is held, in a state that is at least as new as `cursor`. */
function expectInvariant(room: RoomLog, frames: readonly ChangesFrame[]) {
  const held = new Map(room.messages.map((message) => [message.id, message]))
  for (const message of historyOf(frames, room.cursor).values()) {
    if (message.seq < room.floor) continue
    const copy = held.get(message.id)
    expect(copy?.changedSeq ?? -1).toBeGreaterThanOrEqual(message.changedSeq)
  }
}
