/** What every local store promises. Each adapter's test calls this. */
import { describe, expect, test, vi } from 'vitest'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import type { RoomHead } from '@/contract/sync'
import type { LocalStore } from './local-store'
import type { Queue } from './outbox-entry'
import { enqueue } from './outbox-queue'
import type { RoomLog } from './room-log'

export interface LocalStoreHarness {
  /** One more tab of this user, or of the first one. */
  open(userId?: string): LocalStore
}

export const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
export const roomId = uuid(1)
const other = uuid(2)
const log = uuid(3)
const me = uuid(4)

export function message(seq: number, fields: Partial<Change> = {}): Change {
  const at = '2026-01-01T00:00:00.000Z'
  return {
    ...{ id: uuid(1_000 + seq), roomId, seq, changedSeq: seq, senderId: me, content: `message ${seq}` },
    ...{ version: 1, replyTo: null, sentAt: at, createdAt: at, editedAt: null, removedAt: null },
    ...{ reactions: [] },
    ...fields,
  }
}

/** A room's copy with these messages. */
export function copyOf(messages: readonly Change[], fields: Partial<RoomLog> = {}): RoomLog {
  const cursor = messages.at(-1)?.seq ?? 0
  return { roomId, log, generation: 1, floor: 1, cursor, target: cursor, messages, ...fields }
}

/** The queue with one more message. */
export function send(queue: Queue, n: number): Queue {
  const sentAt = '2026-01-01T00:00:00.000Z'
  return enqueue(queue, { kind: 'send', id: uuid(n), as: me, roomId, content: `text ${n}`, sentAt })
}

const head: RoomHead = {
  ...{ roomId, name: 'A room', kind: 'public', head: 3, epoch: 1, lastReadPosition: 2, unread: 1 },
}
const person = (n: number, name = `name ${n}`) => ({ userId: uuid(n), name })
const contents = (room: RoomLog | undefined) => room?.messages.map(({ content }) => content)
const ids = (queue: Queue) => queue.map(({ command }) => command.id)

export function describeLocalStore(name: string, create: () => LocalStoreHarness): void {
  describe(`${name} as a local store`, () => {
    test('LS-01 what was changed is there when the store is opened again', async () => {
      const { open } = create()
      const first = open()
      await first.outbox.change((queue) => send(send(queue, 11), 12))
      await first.room(roomId).change(() => copyOf([message(1), message(2)]))
      await first.heads.change(() => [head])
      await first.draft(roomId).change(() => 'half a thought')
      first.close()
      const second = open()
      expect(await second.outbox.read()).toEqual(send(send([], 11), 12))
      expect(await second.room(roomId).read()).toEqual(copyOf([message(1), message(2)]))
      expect(await second.heads.read()).toEqual([head])
      expect(await second.draft(roomId).read()).toBe('half a thought')
      expect(await second.room(other).read()).toBeUndefined()
      expect(await second.draft(other).read()).toBe('')
    })

    test('LS-01 rooms that were asked for, and are none, are not the same as never having asked', async () => {
      const { open } = create()
      await open().heads.change(() => [])
      expect(await open().heads.read()).toEqual([])
    })

    test('LS-02 before it is read a value is empty, and then what is stored', async () => {
      const { open } = create()
      const writer = open()
      await writer.outbox.change((queue) => send(queue, 11))
      await writer.room(roomId).change(() => copyOf([message(1)]))
      const { outbox, room, heads, draft } = open()
      expect([outbox.current(), room(roomId).current(), draft(roomId).current()]).toEqual([[], undefined, ''])
      expect(heads.current()).toBeUndefined()
      const read = await outbox.read()
      expect(ids(read)).toEqual([uuid(11)])
      expect(outbox.current()).toBe(read)
      await room(roomId).read()
      expect(contents(room(roomId).current())).toEqual(['message 1'])
    })

    test('LS-03 what one tab changes is seen by every tab that has read it, and they are told', async () => {
      const { open } = create()
      const [one, two] = [open(), open()]
      await two.draft(roomId).read()
      const told = vi.fn(() => two.draft(roomId).current())
      two.watch(told)
      await one.draft(roomId).change(() => 'hello')
      await vi.waitFor(() => expect(told).toHaveLastReturnedWith('hello'))
      await two.draft(roomId).change((text) => `${text} you`)
      expect(told).toHaveLastReturnedWith('hello you')
      await vi.waitFor(() => expect(one.draft(roomId).current()).toBe('hello you'))
    })

    test('LS-03 a listener that has unsubscribed is not told, and one that throws keeps nothing from the next', async () => {
      const { open } = create()
      const { watch, draft } = open()
      const [gone, told] = [vi.fn(), vi.fn()]
      watch(() => {
        throw new Error('my own fault')
      })
      const stop = watch(gone)
      watch(told)
      stop()
      await draft(roomId).change(() => 'hello')
      expect(gone).not.toHaveBeenCalled()
      expect(told).toHaveBeenCalledTimes(1)
    })

    test('LS-04 tabs that change one value at the same moment lose none of their changes', async () => {
      const { open } = create()
      const tabs = [open(), open(), open()]
      const everywhere = Array.from({ length: 20 }, (_, n) =>
        tabs.flatMap(({ draft, outbox }, tab) => [
          draft(roomId).change((text) => `${text}${tab}`),
          outbox.change((queue) => send(queue, 100 * tab + n)),
        ]),
      )
      await Promise.all(everywhere.flat())
      const fresh = open()
      const text = await fresh.draft(roomId).read()
      expect([...text].sort().join('')).toBe('0'.repeat(20) + '1'.repeat(20) + '2'.repeat(20))
      const queue = await fresh.outbox.read()
      expect(new Set(ids(queue)).size).toBe(60)
      expect(queue.map(({ order }) => order)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
      for (const { draft, outbox } of tabs) {
        await vi.waitFor(() => expect(draft(roomId).current()).toBe(text))
        await vi.waitFor(() => expect(outbox.current()).toEqual(queue))
      }
    })

    test('LS-05 a change that answers the same value writes nothing, and nobody is told', async () => {
      const { open } = create()
      const [one, two] = [open(), open()]
      await one.outbox.change((queue) => send(queue, 11))
      await one.room(roomId).change(() => copyOf([message(1)]))
      const queue = await two.outbox.read()
      const room = await two.room(roomId).read()
      const told = vi.fn()
      one.watch(told)
      two.watch(told)
      expect(await one.outbox.change((same) => same)).toBe(one.outbox.current())
      expect(await one.room(roomId).change((same) => same)).toBe(one.room(roomId).current())
      await two.draft(roomId).read()
      expect(two.outbox.current()).toBe(queue)
      expect(two.room(roomId).current()).toBe(room)
      expect(told).not.toHaveBeenCalled()
    })

    test('LS-06 a change that throws rejects with that error and changes nothing; the next one works', async () => {
      const { open } = create()
      const { outbox, watch } = open()
      await outbox.change((queue) => send(queue, 11))
      const told = vi.fn()
      watch(told)
      const fault = new Error('thought better of it')
      const fail = () => {
        throw fault
      }
      await expect(outbox.change(fail)).rejects.toBe(fault)
      expect(ids(outbox.current())).toEqual([uuid(11)])
      expect(told).not.toHaveBeenCalled()
      await outbox.change((queue) => send(queue, 12))
      expect(ids(await open().outbox.read())).toEqual([uuid(11), uuid(12)])
    })

    test('LS-20 what is sent leaves the field in the same moment, in every tab; what was written behind it stays', async () => {
      const { open } = create()
      const [one, two] = [open(), open()]
      await one.draft(roomId).change(() => 'half a thought, and more')
      await two.draft(roomId).read()
      await two.outbox.read()
      const sent = { roomId, text: 'half a thought' }
      await one.outbox.take((same) => same, sent)
      expect(one.draft(roomId).current()).toBe('half a thought, and more')
      const seen: [number, string][] = []
      two.watch(() => seen.push([two.outbox.current().length, two.draft(roomId).current()]))
      await one.outbox.take((queue) => send(queue, 11), sent)
      expect(one.draft(roomId).current()).toBe(', and more')
      await vi.waitFor(() => expect(seen).toContainEqual([1, ', and more']))
      expect(seen.every(([waiting]) => waiting === 1)).toBe(true)
      await two.outbox.take((queue) => send(queue, 12), { roomId, text: 'something else' })
      expect(ids(await open().outbox.read())).toEqual([uuid(11), uuid(12)])
      expect(await open().draft(roomId).read()).toBe(', and more')
    })

    test('LS-20 what cannot be taken stays in the field', async () => {
      const { open } = create()
      const tab = open()
      await tab.draft(roomId).change(() => 'half a thought')
      const fail = () => {
        throw new Error('thought better of it')
      }
      await expect(tab.outbox.take(fail, { roomId, text: 'half a thought' })).rejects.toThrow('better')
      expect(tab.draft(roomId).current()).toBe('half a thought')
      expect(await open().draft(roomId).read()).toBe('half a thought')
    })

    test('LS-07 a room that is replaced or let go leaves nothing of itself', async () => {
      const { open } = create()
      const { room } = open()
      const stored = async () => contents(await open().room(roomId).read())
      await room(roomId).change(() => copyOf([message(1), message(2), message(3)]))
      await room(roomId).change(() => copyOf([message(2, { id: uuid(77) })], { log: other, generation: 2 }))
      expect(await stored()).toEqual(['message 2'])
      await room(roomId).change(() => undefined)
      expect(await stored()).toBeUndefined()
      await room(roomId).change(() => copyOf([message(9)], { generation: 3 }))
      expect(await stored()).toEqual(['message 9'])
    })

    test('LS-08 messages come in the order of their room, each as it was last written, and rooms apart', async () => {
      const { open } = create()
      const { room } = open()
      const many = Array.from({ length: 120 }, (_, n) => message(n + 1, { id: uuid(9_000 - n) }))
      await room(roomId).change(() => copyOf(many))
      await room(other).change(() => copyOf([message(5, { id: uuid(8), roomId: other })], { roomId: other }))
      const edited = message(60, { id: uuid(9_000 - 59), changedSeq: 121, content: 'edited' })
      await room(roomId).change((log) => log && { ...log, messages: log.messages.with(59, edited) })
      // Evicted: the oldest are gone, the floor has risen.
      await room(roomId).change(
        (log) => log && { ...log, floor: 51, generation: 2, messages: log.messages.slice(50) },
      )
      const read = await open().room(roomId).read()
      expect(read?.messages).toEqual(many.with(59, edited).slice(50))
      expect(read?.floor).toBe(51)
      expect(contents(await open().room(other).read())).toEqual(['message 5'])
    })

    test('LS-09 users of one browser do not see what is the other one’s', async () => {
      const { open } = create()
      const mine = open(me)
      await mine.outbox.change((queue) => send(queue, 11))
      await mine.draft(roomId).change(() => 'private')
      const theirs = open(other)
      expect(await theirs.outbox.read()).toEqual([])
      expect(await theirs.draft(roomId).read()).toBe('')
    })

    test('LS-10 what was changed together is seen together: no tab sees the second change without the first', async () => {
      const { open } = create()
      const [one, two, three] = [open(), open(), open()]
      await two.room(roomId).read()
      await two.outbox.read()
      // A command leaves the outbox only after its message came; here one comes in, which looks alike to a store.
      const ahead: number[] = []
      for (const tab of [two, three]) {
        tab.watch(() => {
          const cursor = tab.room(roomId).current()?.cursor ?? 0
          if (tab.outbox.current().length > cursor) ahead.push(cursor)
        })
      }
      await three.room(roomId).read()
      for (let n = 1; n <= 30; n += 1) {
        const writing = [
          one.room(roomId).change((room) => copyOf([...(room?.messages ?? []), message(n)])),
          one.outbox.change((queue) => send(queue, n)),
        ]
        // Changes of their own, to the values that have just been changed elsewhere.
        for (let more = 1; more <= 5; more += 1) {
          writing.push(two.outbox.change((queue) => queue.map((entry) => ({ ...entry, serverFailures: n }))))
        }
        if (n === 15) writing.push(three.outbox.read())
        await Promise.all(writing)
      }
      await vi.waitFor(() => expect(three.outbox.current()).toHaveLength(30))
      await vi.waitFor(() => expect(two.room(roomId).current()?.cursor).toBe(30))
      expect(ahead).toEqual([])
    })

    test('LS-11 closing lets pending changes finish; afterwards changes are refused and nobody is told', async () => {
      const { open } = create()
      const { outbox, watch, close } = open()
      const told = vi.fn()
      const pending = [1, 2, 3].map((n) => outbox.change((queue) => send(queue, n)))
      watch(told)
      close()
      await expect(outbox.change((queue) => send(queue, 4))).rejects.toThrow('closed')
      await Promise.all(pending)
      expect(told).not.toHaveBeenCalled()
      expect(ids(await open().outbox.read())).toEqual([uuid(1), uuid(2), uuid(3)])
    })

    test('LS-16 names that were kept are there when the store is opened again, each as it was last kept', async () => {
      const { open } = create()
      const { names, close } = open()
      expect(await names.read()).toEqual([])
      await names.keep([person(1, 'Ada'), person(2, 'Bob')])
      await names.keep([person(1, 'Countess')])
      close()
      await expect(names.keep([person(3)])).rejects.toThrow('closed')
      const kept = await open().names.read()
      expect(new Map(kept.map(({ userId, name }) => [userId, name]))).toEqual(
        new Map([
          [uuid(1), 'Countess'],
          [uuid(2), 'Bob'],
        ]),
      )
      expect(await open(other).names.read()).toEqual([])
    })

    test('LS-16 of more names than a browser keeps, those that were kept longest ago go', async () => {
      const { open } = create()
      const [one, two] = [open(), open()]
      const many = Array.from({ length: limits.cachedNames }, (_, n) => person(n + 1))
      await one.names.keep(many)
      await two.names.keep([person(1), person(3)])
      await one.names.keep([person(9_001), person(9_002)])
      const kept = new Set((await open().names.read()).map(({ userId }) => userId))
      expect(kept.size).toBe(limits.cachedNames)
      expect([1, 2, 3, 4, 5, 9_001, 9_002].filter((n) => !kept.has(uuid(n)))).toEqual([2, 4])
    })
  })
}
