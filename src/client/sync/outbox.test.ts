/** The outbox against a server that a test answers for by hand. */
import { describe, expect, test } from 'vitest'
import type { Command, CommandResult } from '@/contract/commands'
import { type ErrorCode, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { createSeededRandom } from '@/testing/seeded-random'
import { createOutbox } from './outbox'
import { type OutboxEntry, undoFor } from './outbox-entry'
import type { RoomLog } from './room-log'

const log = '00000000-0000-7000-8000-00000000000a'
const otherLog = '00000000-0000-7000-8000-00000000000b'
const room = '00000000-0000-7000-8000-0000000000c1'
const otherRoom = '00000000-0000-7000-8000-0000000000c2'
const as = '00000000-0000-7000-8000-0000000000d1'
const time = '2026-01-01T00:00:00.000Z'
const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

const send = (n: number, roomId = room): Command => ({
  ...{ kind: 'send', id: idOf(n), as, roomId, content: `text ${n}`, sentAt: time },
})
const edit = (n: number, of: number, content: string, version?: number): Command => ({
  ...{ kind: 'edit', id: idOf(n), as, roomId: room, messageId: idOf(of), content },
  ...(version === undefined ? {} : { version }),
})
const remove = (n: number, of: number): Extract<Command, { kind: 'remove' }> => ({
  ...{ kind: 'remove', id: idOf(n), as, roomId: room, messageId: idOf(of) },
})
const react = (n: number, of: number, present: boolean): Command => ({
  ...{ kind: 'react', id: idOf(n), as, roomId: room, messageId: idOf(of), emoji: '👍', present },
})

const stored = (command: Command, position: number): CommandResult => ({
  ...{ id: command.id, status: 'stored', position, log, epoch: 1 },
})
const refused = (command: Command, status: ErrorCode, retryAfter?: number): CommandResult => ({
  ...{ id: command.id, status, message: status, ...(retryAfter === undefined ? {} : { retryAfter }) },
})

interface Call {
  commands: Command[]
  answer(results: CommandResult[]): Promise<void>
  fail(code: ErrorCode, retryAfter?: number): Promise<void>
}

function setUp(disk = createMemoryDisk(), lead = createMemoryLead()) {
  const store = disk.open()

  const clock = createFakeClock()
  const calls: Call[] = []
  const accepted: string[] = []
  const outbox = createOutbox({
    ...{ stored: store.outbox, lead, clock, random: createSeededRandom(1).next, changed: () => {} },
    accepted: (_roomId, { id }) => accepted.push(id),
    transport: {
      apply: (commands) =>
        new Promise((resolve, reject) => {
          calls.push({
            commands,
            async answer(results) {
              resolve(results)
              await turn()
            },
            async fail(code, retryAfter) {
              reject(new ParleyError(code, retryAfter === undefined ? {} : { retryAfter }))
              await turn()
            },
          })
        }),
    },
  })
  /** The request that is in flight. */
  async function next(): Promise<Call> {
    await turn()
    const call = calls.shift()
    if (!call) throw new Error('no request is in flight')
    return call
  }
  const states = () => outbox.queue().map((entry) => entry.state.is)
  const ids = (call: Call) => call.commands.map((command) => command.id)
  return { outbox, clock, calls, accepted, next, states, ids, disk, store, lead }
}

function roomLog(over: Partial<RoomLog>): RoomLog {
  return { roomId: room, log, generation: 1, floor: 1, cursor: 0, target: 0, messages: [], ...over }
}

function message(n: number, changedSeq: number): Change {
  return {
    ...{
      id: idOf(n),
      roomId: room,
      seq: 1,
      changedSeq,
      senderId: as,
      content: '',
      version: 1,
      replyTo: null,
    },
    ...{ sentAt: time, createdAt: time, editedAt: null, removedAt: null, reactions: [] },
  }
}

describe('order', () => {
  test('OB-01 commands go in the order of the queue, one request at a time, at most a batch at once', async () => {
    const { outbox, next, calls, ids } = setUp()
    await outbox.add(send(1))
    const first = await next()
    for (let n = 2; n <= limits.commandsPerBatch + 2; n++) outbox.add(send(n))
    await turn()
    expect(ids(first)).toEqual([idOf(1)])
    expect(calls).toHaveLength(0)
    await first.answer(first.commands.map((command) => stored(command, 1)))
    const second = await next()
    expect(ids(second)).toEqual(Array.from({ length: limits.commandsPerBatch }, (_, i) => idOf(i + 2)))
  })

  test('OB-01 a batch is bounded in bytes too', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    const first = await next()
    for (let n = 2; n <= 100; n++) outbox.add({ ...send(n), content: '語'.repeat(4_000) } as Command)
    await first.answer([stored(send(1), 1)])
    const weights: number[] = []
    while (outbox.queue().some(({ state }) => state.is !== 'acked')) {
      const call = await next()
      weights.push(new TextEncoder().encode(JSON.stringify(call.commands)).length)
      await call.answer(call.commands.map((command) => stored(command, 1)))
    }
    expect(Math.max(...weights)).toBeGreaterThan(200_000)
    expect(Math.max(...weights)).toBeLessThan(limits.requestBytes / 7)
  })

  test('FC-05 OB-05 a refused command never blocks the next, and stays with its reason', async () => {
    const { outbox, next, states, ids } = setUp()
    await outbox.add(send(1))
    const first = await next()
    await outbox.add(send(2))
    await outbox.add(send(3))
    await first.answer([stored(send(1), 1)])
    await (await next()).answer([refused(send(2), 'MESSAGE_NOT_FOUND'), stored(send(3), 2)])
    expect(states()).toEqual(['acked', 'parked', 'acked'])
    expect(outbox.queue()[1]?.state).toMatchObject({ code: 'MESSAGE_NOT_FOUND' })
    await outbox.add(send(4))
    expect(ids(await next())).toEqual([idOf(4)])
  })

  test('OB-05 what was not attempted stays, and goes again in its order', async () => {
    const { outbox, next, clock, states, ids } = setUp()
    await outbox.add(send(1))
    const first = await next()
    await outbox.add(send(2))
    await outbox.add(send(3))
    await first.answer([stored(send(1), 1)])
    const call = await next()
    await call.answer([refused(send(2), 'UNAVAILABLE'), { id: idOf(3), status: 'not_attempted' }])
    expect(states()).toEqual(['acked', 'frozen', 'frozen'])
    clock.advance(1_000)
    expect(ids(await next())).toEqual([idOf(2), idOf(3)])
  })

  test('OB-06 a room that has to wait does not hold up another', async () => {
    const { outbox, next, clock, ids } = setUp()
    await outbox.add(send(1))
    await (await next()).answer([refused(send(1), 'RATE_LIMITED', 5_000)])
    await outbox.add(send(2, otherRoom))
    await outbox.add(send(3))
    const call = await next()
    expect(ids(call)).toEqual([idOf(2)])
    await call.answer([stored(send(2, otherRoom), 1)])
    clock.advance(4_999)
    await expect(next()).rejects.toThrow('no request')
    clock.advance(1)
    expect(ids(await next())).toEqual([idOf(1), idOf(3)])
  })
})

describe('folding', () => {
  test('OB-02 until a command is attempted, an edit, a removal or a reaction folds into it', async () => {
    const { outbox } = setUp()
    await outbox.add(send(1))
    await outbox.add(send(2))
    const content = () =>
      outbox.queue().map(({ command }) => ('content' in command ? command.content : command.kind))
    // The first flush has frozen what was there when it began; only the second is still waiting.
    await outbox.add(edit(3, 2, 'better'))
    expect(content()).toEqual(['text 1', 'better'])
    await outbox.add(react(4, 9, true))
    await outbox.add(react(5, 9, false))
    expect(outbox.queue().at(-1)?.command).toMatchObject({ id: idOf(4), present: false })
    await outbox.add(remove(6, 2))
    expect(content()).toEqual(['text 1', 'react'])
  })

  test('OB-26 a removal waits to be undone, holds up nothing, and goes when its time is over', async () => {
    const { outbox, next, calls, clock, states } = setUp()
    await outbox.add(remove(1, 9), clock.now() + undoFor)
    await outbox.add(send(2))
    await (await next()).answer([stored(send(2), 1)])
    expect(states()).toEqual(['waiting', 'acked'])
    clock.advance(undoFor - 1)
    await turn()
    expect(calls).toHaveLength(0)
    clock.advance(1)
    expect((await next()).commands).toEqual([remove(1, 9)])
  })

  test('OB-26 a removal that is undone in time is gone, and what else was done to the message is not', async () => {
    const { outbox, next, calls, clock } = setUp()
    await outbox.add(send(2))
    const call = await next()
    await outbox.add(react(3, 9, true))
    await outbox.add(remove(1, 9), clock.now() + undoFor)
    await outbox.discard(idOf(1), remove(1, 1))
    await call.answer([stored(send(2), 1)])
    const { commands, answer } = await next()
    expect(commands).toEqual([react(3, 9, true)])
    await answer([stored(react(3, 9, true), 2)])
    clock.advance(undoFor)
    await turn()
    expect(calls).toHaveLength(0)
  })

  test('OB-26 another tab, and one that starts later, sends the removal in its time; a clock set back holds it no longer than that', async () => {
    const { outbox, clock, disk, lead } = setUp()
    await outbox.add(remove(1, 9), clock.now() + undoFor)
    outbox.close()
    const later = setUp(disk, lead)
    await later.store.outbox.read()
    later.outbox.look()
    await turn()
    expect(later.calls).toHaveLength(0)
    later.clock.advance(undoFor)
    expect((await later.next()).commands).toEqual([remove(1, 9)])

    const other = setUp()
    await other.outbox.add(remove(1, 9), other.clock.now() + undoFor + 3_600_000)
    expect((await other.next()).commands).toEqual([remove(1, 9)])
  })

  test('OB-03 once attempted, a command is frozen: changes queue behind it and depend on it', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    const call = await next()
    await outbox.add(edit(2, 1, 'better'))
    expect(call.commands).toEqual([send(1)])
    expect(outbox.queue().map(({ command, dependsOn }) => [command.kind, dependsOn])).toEqual([
      ['send', undefined],
      ['edit', idOf(1)],
    ])
  })

  test('OB-04 a queued edit builds on the version that its predecessor will leave', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    await next()
    await outbox.add(edit(2, 1, 'second'))
    expect(outbox.queue()[1]?.command).toMatchObject({ version: 1 })
    const other = setUp()
    other.outbox.add(edit(5, 9, 'first', 3))
    await other.next()
    await other.outbox.add(edit(6, 9, 'second', 3))
    expect(other.outbox.queue()[1]).toMatchObject({ dependsOn: idOf(5), command: { version: 4 } })
  })

  test('OB-05 what depends on a refused command waits with it', async () => {
    const { outbox, next, calls } = setUp()
    await outbox.add(edit(5, 9, 'first', 3))
    const call = await next()
    await outbox.add(edit(6, 9, 'second', 3))
    await call.answer([refused(edit(5, 9, ''), 'STALE_EDIT')])
    await turn()
    expect(calls).toHaveLength(0)
    await outbox.discard(idOf(5), remove(7, 5))
    expect(outbox.queue()).toEqual([])
  })

  test('OB-11 an edit after a definite refusal is a new command; after an unclear one it queues behind', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    await (await next()).answer([refused(send(1), 'FORBIDDEN')])
    await outbox.add(edit(2, 1, 'politer'))
    expect(outbox.queue().map(({ command }) => command)).toMatchObject([
      { kind: 'send', id: idOf(2), content: 'politer' },
    ])
  })

  test('OB-25 a command at which the server itself fails again and again waits for its author, and may have been stored', async () => {
    const { outbox, next, clock } = setUp()
    await outbox.add(send(1))
    for (let tries = 0; tries < 8; tries++) {
      expect(outbox.queue()[0]?.state.is).not.toBe('parked')
      await (await next()).answer([refused(send(1), 'INTERNAL')])
      clock.advance(30_000)
    }
    expect(outbox.queue()[0]?.state).toEqual({ is: 'parked', code: 'INTERNAL', unclear: true })
    await outbox.retry(idOf(1))
    expect((await next()).commands).toEqual([send(1)])
  })

  test('OB-25 a message that turns out to have been stored waits for nobody any more', async () => {
    const { outbox, next, clock } = setUp()
    await outbox.add(send(1))
    for (let tries = 0; tries < 8; tries++) {
      await (await next()).answer([refused(send(1), 'INTERNAL')])
      clock.advance(30_000)
    }
    await outbox.settle(roomLog({ cursor: 4, target: 4, messages: [message(2, 4)] }))
    expect(outbox.queue()).toHaveLength(1)
    await outbox.settle(roomLog({ cursor: 5, target: 5, messages: [message(1, 5)] }))
    expect(outbox.queue()).toEqual([])
  })

  test('OB-25 a message that was refused, and came through another tab, waits for nobody any more', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    await outbox.add(send(2))
    await (await next()).answer([refused(send(1), 'ROOM_NOT_FOUND')])
    await (await next()).answer([refused(send(2), 'CONFLICT')])
    await outbox.settle(roomLog({ cursor: 4, target: 4, messages: [message(3, 4)] }))
    expect(outbox.queue()).toHaveLength(2)
    const others = { ...message(2, 6), senderId: otherLog }
    await outbox.settle(roomLog({ cursor: 6, target: 6, messages: [message(1, 5), others] }))
    expect(outbox.queue().map(({ command }) => command.id)).toEqual([idOf(2)])
    await outbox.settle(roomLog({ cursor: 6, target: 6, messages: [message(2, 6)] }))
    expect(outbox.queue()).toEqual([])
  })

  test('OB-25 an answer to something else is no answer: the command goes again, later', async () => {
    const { outbox, next, clock, calls } = setUp()
    await outbox.add(send(1))
    await (await next()).answer([stored(send(9), 1)])
    await turn()
    expect(calls).toHaveLength(0)
    clock.advance(30_000)
    expect((await next()).commands).toEqual([send(1)])
  })

  test('OB-11 a new text for a refused message takes the place of its waiting edits too', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    const sending = await next()
    await outbox.add(edit(2, 1, 'better'))
    await sending.answer([refused(send(1), 'FORBIDDEN')])
    await outbox.add(edit(3, 1, 'politer'))
    expect((await next()).commands).toMatchObject([{ kind: 'send', id: idOf(3), content: 'politer' }])
  })

  test('OB-11 a new text stands by itself beside refused ones, whose texts stay until they are given up', async () => {
    const { outbox, next } = setUp()
    await outbox.add(edit(5, 9, 'first', 3))
    const call = await next()
    await outbox.add(edit(6, 9, 'second', 3))
    await call.answer([refused(edit(5, 9, ''), 'STALE_EDIT')])
    await outbox.add(edit(7, 9, 'third', 8))
    await outbox.discard(idOf(5), remove(8, 5))
    expect(outbox.queue().map(({ command }) => command)).toEqual([edit(7, 9, 'third', 8)])
    const again = await next()
    expect(again.commands).toEqual([edit(7, 9, 'third', 8)])
    await again.answer([refused(edit(7, 9, ''), 'FORBIDDEN')])
    await outbox.add(edit(10, 9, 'fourth', 8))
    expect((await next()).commands).toEqual([edit(10, 9, 'fourth', 8)])
    expect(outbox.queue().map(({ command }) => command.id)).toEqual([idOf(7), idOf(10)])
  })

  test('OB-11 a new text for a message of unclear outcome goes behind it, each time', async () => {
    const { outbox, next, clock } = setUp()
    async function failForGood() {
      for (let tries = 0; tries < 8; tries++) {
        await (await next()).answer([refused(send(1), 'INTERNAL')])
        clock.advance(30_000)
      }
      expect(outbox.queue()[0]?.state.is).toBe('parked')
    }
    await outbox.add(send(1))
    await failForGood()
    await outbox.add(edit(2, 1, 'second'))
    await failForGood()
    await outbox.add(edit(3, 1, 'third'))
    expect((await next()).commands).toEqual([send(1), edit(2, 1, 'second', 1), edit(3, 1, 'third', 2)])
  })

  test('OB-25 giving up one refused edit leaves another, though it built on it', async () => {
    const { outbox, next, clock, states } = setUp()
    await outbox.add(edit(5, 9, 'first', 3))
    const call = await next()
    await outbox.add(edit(6, 9, 'second', 3))
    await call.fail('UNAVAILABLE')
    clock.advance(30_000)
    const both = await next()
    await both.answer(both.commands.map((command) => refused(command, 'STALE_EDIT')))
    expect(states()).toEqual(['parked', 'parked'])
    await outbox.discard(idOf(5), remove(7, 5))
    expect(outbox.queue().map(({ command }) => command.id)).toEqual([idOf(6)])
    await outbox.retry(idOf(6))
    expect((await next()).commands).toEqual([edit(6, 9, 'second', 4)])
  })

  test('OB-25 removing or reacting once more takes the place of what was refused', async () => {
    const { outbox, next } = setUp()
    await outbox.add(remove(1, 9))
    await (await next()).answer([refused(remove(1, 9), 'FORBIDDEN')])
    await outbox.add(remove(2, 9))
    const again = await next()
    expect(again.commands).toEqual([remove(1, 9)])
    await again.answer([refused(remove(1, 9), 'FORBIDDEN')])
    await outbox.discard(idOf(1), remove(3, 1))
    await outbox.add(react(4, 9, true))
    await (await next()).answer([refused(react(4, 9, true), 'TOO_MANY_REACTIONS')])
    await outbox.add(react(5, 9, true))
    expect(outbox.queue().map(({ command }) => command)).toEqual([react(5, 9, true)])
  })

  test('OB-12 discarding a send of unclear outcome does not send it again, and leaves a tombstone under its id', async () => {
    const { outbox, next, clock, ids } = setUp()
    await outbox.add(send(1))
    for (let tries = 0; tries < 8; tries++) {
      await (await next()).answer([refused(send(1), 'INTERNAL')])
      clock.advance(30_000)
    }
    expect(outbox.queue()[0]?.state).toMatchObject({ is: 'parked', unclear: true })
    await outbox.discard(idOf(1), remove(2, 1))
    const call = await next()
    expect(ids(call)).toEqual([idOf(2)])
    expect(call.commands).toEqual([{ ...remove(2, 1), withdraw: true }])
  })

  test('OB-12 a send that is discarded while it is in flight is taken back once its answer is there, whatever that is', async () => {
    for (const status of ['INTERNAL', 'FORBIDDEN', 'stored'] as const) {
      const { outbox, next, calls, clock } = setUp()
      await outbox.add(send(1))
      const sending = await next()
      await outbox.discard(idOf(1), remove(2, 1))
      await turn()
      expect(calls).toHaveLength(0)
      await sending.answer([status === 'stored' ? stored(send(1), 1) : refused(send(1), status)])
      clock.advance(30_000)
      expect((await next()).commands).toEqual([{ ...remove(2, 1), withdraw: true }])
    }
  })

  test('OB-12 a withdrawal that the server refuses, or fails at again and again, waits for nobody', async () => {
    for (const status of ['ROOM_NOT_FOUND', 'CONFLICT', 'INTERNAL'] as const) {
      const { outbox, next, clock } = setUp()
      await outbox.add(send(1))
      await (await next()).fail('UNAVAILABLE')
      await outbox.discard(idOf(1), remove(2, 1))
      clock.advance(30_000)
      for (let tries = 0; tries < (status === 'INTERNAL' ? 8 : 1); tries++) {
        await (await next()).answer([refused(remove(2, 1), status)])
        clock.advance(30_000)
      }
      expect(outbox.queue()).toEqual([])
    }
  })

  test('OB-23 a reply whose message is given up before it was sent stays, as a message of its own', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    await (await next()).answer([refused(send(1), 'FORBIDDEN')])
    await outbox.add({ ...send(2), replyTo: idOf(1) } as Command)
    await outbox.add(edit(3, 2, 'a longer answer'))
    await outbox.discard(idOf(1), remove(4, 1))
    expect((await next()).commands).toEqual([{ ...send(2), content: 'a longer answer' }])
  })
})

describe('trying again', () => {
  test('FC-01 OB-07 a retry carries the same id and the same content, and a duplicate counts as accepted', async () => {
    const { outbox, next, clock, states, accepted } = setUp()
    await outbox.add(send(1))
    const first = await next()
    await first.fail('UNAVAILABLE')
    await outbox.add(edit(2, 1, 'changed'))
    clock.advance(31_000)
    const again = await next()
    expect(again.commands[0]).toEqual(first.commands[0])
    await again.answer([
      { ...stored(send(1), 7), status: 'duplicate' } as CommandResult,
      stored(edit(2, 1, ''), 8),
    ])
    expect(states()).toEqual(['acked', 'acked'])
    // Told is of each room how far it has come.
    expect(accepted).toEqual([idOf(2)])
  })

  test('FC-06 OB-07 one failed flush and no new command: it is tried again all the same, ever more rarely, for ever', async () => {
    const { outbox, next, clock } = setUp()
    await outbox.add(send(1))
    for (let tries = 0; tries < 20; tries++) {
      await (await next()).fail('UNAVAILABLE')
      clock.advance(30_000)
    }
    await (await next()).fail('UNAVAILABLE')
    await expect(next()).rejects.toThrow('no request')
    outbox.wake()
    expect((await next()).commands).toEqual([send(1)])
  })

  test('OB-07 the delay that the server asks for is kept', async () => {
    const { outbox, next, clock, calls } = setUp()
    await outbox.add(send(1))
    await (await next()).fail('RATE_LIMITED', 60_000)
    clock.advance(59_999)
    await turn()
    expect(calls).toHaveLength(0)
    clock.advance(1)
    await next()
  })

  test('OB-07 a request that is refused as a whole is halved until the guilty command is found', async () => {
    const { outbox, next, states, ids } = setUp()
    await outbox.add(send(1))
    const first = await next()
    for (const n of [2, 3, 4]) outbox.add(send(n))
    await first.fail('PAYLOAD_TOO_LARGE')
    expect(states()[0]).toBe('parked')
    await (await next()).fail('PAYLOAD_TOO_LARGE')
    const half = await next()
    expect(ids(half)).toEqual([idOf(2), idOf(3)])
    await half.fail('PAYLOAD_TOO_LARGE')
    const single = await next()
    expect(ids(single)).toEqual([idOf(2)])
    await single.answer([stored(send(2), 1)])
    expect(ids(await next())).toEqual([idOf(3), idOf(4)])
  })

  test.each(['UNAUTHORIZED', 'WRONG_USER'] as const)(
    'FC-07 OB-13 %s pauses everything and deletes nothing',
    async (code) => {
      const { outbox, next, clock, calls, states } = setUp()
      await outbox.add(send(1))
      await outbox.add(send(2, otherRoom))
      const first = await next()
      if (code === 'UNAUTHORIZED') await first.fail(code)
      else await first.answer([refused(send(1), code)])
      clock.advance(600_000)
      outbox.wake()
      await turn()
      expect(calls).toHaveLength(0)
      expect(states()).not.toContain('parked')
      expect(outbox.paused()).toBe(code)
      outbox.resume()
      expect((await next()).commands).toHaveLength(2)
    },
  )

  test('OB-14 a command is stored as frozen before its first attempt, and after a restart goes again', async () => {
    const { outbox, next, disk } = setUp()
    await outbox.add(send(1))
    await next()
    const stored = await disk.open().outbox.read()
    expect(stored.map((entry) => entry.state.is)).toEqual(['sending'])
    outbox.close()
    const restarted = setUp(disk)
    await restarted.outbox.add(edit(2, 1, 'too late to fold'))
    expect((await restarted.next()).commands[0]).toEqual(send(1))
  })

  test('OB-14 what cannot be stored is not taken, and what cannot be frozen is not sent', async () => {
    const { outbox, next, clock, disk } = setUp()
    await turn()
    disk.failNext(new Error('disk full'))
    await expect(outbox.add(send(1))).rejects.toThrow('disk full')
    expect(outbox.queue()).toEqual([])
    const adding = outbox.add(send(2))
    disk.failNext(new Error('disk full'), 1)
    await adding
    await expect(next()).rejects.toThrow('no request')
    clock.advance(30_000)
    expect((await next()).commands).toEqual([send(2)])
  })
})

describe('acknowledged', () => {
  test('OB-08 an acknowledged command stays until the log shows it: its message, or a cursor beyond everything known', async () => {
    const { outbox, next, states } = setUp()
    await outbox.add(send(1))
    await (await next()).answer([stored(send(1), 5)])
    await outbox.settle(roomLog({ cursor: 4, target: 5 }))
    await outbox.settle(roomLog({ cursor: 5, target: 9 }))
    await outbox.settle(roomLog({ cursor: 4, target: 9, messages: [message(1, 4)] }))
    await outbox.settle(roomLog({ log: otherLog, cursor: 9, target: 9 }))
    expect(states()).toEqual(['acked'])
    await outbox.settle(roomLog({ cursor: 4, target: 9, messages: [message(1, 5)] }))
    expect(states()).toEqual([])
    await outbox.add(send(2))
    await (await next()).answer([stored(send(2), 6)])
    await outbox.settle(roomLog({ cursor: 6, target: 6 }))
    expect(states()).toEqual([])
  })

  test('OB-24 when a membership ends, what the server has is let go of, and what it has not stays', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    await outbox.add(send(2, otherRoom))
    await (await next()).answer([stored(send(1), 1), stored(send(2, otherRoom), 1)])
    await outbox.add(send(3))
    await outbox.forget(room, log)
    expect(outbox.queue().map(({ command }) => command.id)).toEqual([idOf(2), idOf(3)])
    await outbox.forget(otherRoom, otherLog)
    expect(outbox.queue().map(({ command }) => command.id)).toEqual([idOf(2), idOf(3)])
  })

  test('OB-09 under another log, acknowledged commands go again with their ids', async () => {
    const { outbox, next } = setUp()
    await outbox.add(send(1))
    await (await next()).answer([stored(send(1), 5)])
    await outbox.unsettle(room, log)
    await expect(next()).rejects.toThrow('no request')
    await outbox.unsettle(room, otherLog)
    await turn()
    expect((await next()).commands).toEqual([send(1)])
  })

  test('OB-05 a removal or a reaction whose message is gone has nothing left to do', async () => {
    const { outbox, next } = setUp()
    await outbox.add(remove(1, 9))
    await (await next()).answer([refused(remove(1, 9), 'MESSAGE_NOT_FOUND')])
    expect(outbox.queue()).toEqual([])
  })
})

test('OB-10 the outbox is bounded: beyond, a command is refused and nothing that waits is lost', async () => {
  const disk = createMemoryDisk()
  const waiting = Array.from(
    { length: limits.outboxCommands - 1 },
    (_, index): OutboxEntry => ({
      ...{ command: send(index + 1), order: index + 1, dependsOn: undefined, serverFailures: 0 },
      state: { is: 'waiting' },
    }),
  )
  await disk.open().outbox.change(() => waiting)
  const { outbox } = setUp(disk)
  expect(await outbox.add(send(limits.outboxCommands))).toBe(true)
  expect(await outbox.add(send(limits.outboxCommands + 1))).toBe(false)
  expect(outbox.queue()).toHaveLength(limits.outboxCommands)
  expect(await outbox.add(edit(1, 5, 'folds'))).toBe(true)
})
