/**
 * The commands that are on their way: kept, sent in order, and sent again until the server has answered each.
 *
 *   waiting ──freeze──▶ sending ──accepted──▶ acked ──the log shows it──▶ (gone)
 *                        │   ▲
 *            no answer   ▼   │ again, with the same id
 *                       frozen          sending ──refused──▶ parked ──retry──▶ frozen
 *
 * One request is in flight at a time. Rooms do not wait for each other, unless the server cannot be reached at all.
 */
import type { Accepted, Command } from '@/contract/commands'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Clock } from './clock'
import { nextBatch, takeResults } from './outbox-batch'
import type { EntryState, OutboxEntry, Queue } from './outbox-entry'
import { discard, enqueue, retry } from './outbox-queue'
import { settle, unsettle } from './outbox-settle'
import type { OutboxStore } from './outbox-store'
import { backoff, type Random } from './random'
import type { RoomLog } from './room-log'
import type { Transport } from './transport'

export interface OutboxPorts {
  store: OutboxStore
  transport: Pick<Transport, 'apply'>
  clock: Clock
  random: Random
  /** Something about these commands changed. */
  changed: () => void
  /** The server has a command. */
  accepted: (roomId: string, result: Accepted) => void
}

export interface Outbox {
  /** Reads what an earlier page left behind, and begins to send. */
  load(): Promise<void>
  /** The same value until something changed. */
  queue(): Queue
  /** False when there is no room for more: the command was not taken. */
  add(command: Command): boolean
  retry(id: string): void
  discard(id: string, removal: Extract<Command, { kind: 'remove' }>): void
  settle(room: RoomLog): void
  unsettle(roomId: string, log: string): void
  /** Why nothing is sent until somebody signs in; undefined when all is well. */
  paused(): ErrorCode | undefined
  resume(): void
  /** Tries at once what waits for a later try. */
  wake(): void
  close(): void
}

interface Hold {
  failures: number
  /** Ends the wait; undefined while there is none. */
  cancel: (() => void) | undefined
}

export function createOutbox({ store, transport, clock, random, changed, accepted }: OutboxPorts): Outbox {
  let queue: Queue = []
  let written: Promise<void> = Promise.resolve()
  let batchSize: number = limits.commandsPerBatch
  let busy = false
  let closed = false
  let paused: ErrorCode | undefined
  /** Per room, and under `everywhere` for the server as a whole. */
  const holds = new Map<string, Hold>()
  const everywhere = ''

  const isHeld = (key: string) => holds.get(key)?.cancel !== undefined

  function hold(key: string, wish: number | undefined) {
    const failures = (holds.get(key)?.failures ?? 0) + 1
    holds.get(key)?.cancel?.()
    const delay = Math.max(backoff(failures, random), wish ?? 0)
    const cancel = clock.after(delay, () => {
      holds.set(key, { failures, cancel: undefined })
      flush()
    })
    holds.set(key, { failures, cancel })
  }

  function release(key: string) {
    holds.get(key)?.cancel?.()
    holds.delete(key)
  }

  /** The one way to change the queue: what differs is stored, in the order of the changes. */
  function commit(next: Queue): Promise<void> {
    if (next === queue) return written
    const [before, after] = differing(queue, next)
    const kept = new Set(after.map(({ command }) => command.id))
    const removed = before.map(({ command }) => command.id).filter((id) => !kept.has(id))
    queue = next
    const writing = written.then(() => store.write(after, removed))
    written = writing.catch(() => {})
    changed()
    return writing
  }

  /** For changes that are safe to lose: before anything is sent, it is stored again. */
  function commitLightly(next: Queue) {
    commit(next).catch(() => hold(everywhere, undefined))
  }

  /** The queue with these entries in another state. */
  function become(entries: readonly OutboxEntry[], state: EntryState): Queue {
    const ids = new Set(entries.map(({ command }) => command.id))
    return queue.map((entry) => (ids.has(entry.command.id) ? { ...entry, state } : entry))
  }

  async function flush(): Promise<void> {
    if (busy || closed || paused || isHeld(everywhere)) return
    const batch = nextBatch(queue, isHeld, batchSize)
    if (batch.length === 0) return
    busy = true
    try {
      // Frozen before the first attempt: whatever happens now, the same id carries the same command.
      await commit(become(batch, { is: 'sending' }))
      const results = await transport.apply(batch.map(({ command }) => command))
      if (closed) return
      const outcome = takeResults(queue, batch, results)
      batchSize = limits.commandsPerBatch
      release(everywhere)
      for (const { roomId } of outcome.accepted) release(roomId)
      for (const [roomId, wish] of outcome.held) hold(roomId, wish)
      if (outcome.paused) paused = outcome.paused
      await commit(outcome.queue)
      for (const { roomId, result } of outcome.accepted) accepted(roomId, result)
    } catch (error) {
      if (!closed) giveBack(batch, error)
    } finally {
      busy = false
    }
    void flush()
  }

  /** The whole request failed; what became of its commands is unknown. */
  function giveBack(batch: readonly OutboxEntry[], error: unknown) {
    const { code, retryAfter } = error instanceof ParleyError ? error : new ParleyError('UNAVAILABLE')
    const { retry } = errorTable[code]
    if (retry === 'sign-in') paused = code
    else if (retry === 'later') hold(everywhere, retryAfter)
    else if (batch.length > 1) batchSize = Math.ceil(batch.length / 2)
    const guilty = retry === 'never' && batch.length === 1
    commitLightly(become(batch, guilty ? { is: 'parked', code, unclear: false } : { is: 'frozen' }))
  }

  function change(next: Queue) {
    if (next === queue) return
    commitLightly(next)
    void flush()
  }

  return {
    async load() {
      const stored = await store.load()
      queue = [...stored.map(afterRestart), ...queue]
      changed()
      void flush()
    },
    queue: () => queue,
    add(command) {
      const next = enqueue(queue, command)
      if (next.length > limits.outboxCommands && next.length > queue.length) return false
      change(next)
      return true
    },
    retry: (id) => change(retry(queue, id)),
    discard: (id, removal) => change(discard(queue, id, removal)),
    settle: (room) => change(settle(queue, room)),
    unsettle: (roomId, log) => change(unsettle(queue, roomId, log)),
    paused: () => paused,
    resume() {
      paused = undefined
      void flush()
    },
    wake() {
      for (const key of [...holds.keys()]) release(key)
      void flush()
    },
    close() {
      closed = true
      for (const key of [...holds.keys()]) release(key)
    },
  }
}

/** The parts of two queues that are not the same at either end. */
function differing(before: Queue, after: Queue): [before: Queue, after: Queue] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++
  return [before.slice(start, before.length - end), after.slice(start, after.length - end)]
}

/** A page that died while sending cannot know what became of it. */
function afterRestart(entry: OutboxEntry): OutboxEntry {
  return entry.state.is === 'sending' ? { ...entry, state: { is: 'frozen' } } : entry
}
