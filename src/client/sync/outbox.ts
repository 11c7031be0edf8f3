/**
 * The commands that are on their way: kept, sent in order, and sent again until the server has answered each.
 *
 *   waiting ──freeze──▶ sending ──accepted──▶ acked ──the log shows it──▶ (gone)
 *                        │   ▲
 *            no answer   ▼   │ again, with the same id
 *                       frozen          sending ──refused──▶ parked ──retry──▶ frozen
 *
 * The queue is what is stored, and one for all tabs; one of them sends. One request is in flight at a time, and a second
 * one only where the lead was taken from a tab that did not answer: the server knows what it has. Rooms do not wait for
 * each other, unless the server cannot be reached at all.
 */
import type { Accepted, Command } from '@/contract/commands'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import type { Clock } from './clock'
import type { Lead } from './lead'
import type { StoredOutbox } from './local-store'
import { batchBytes, nextBatch, type Outcome, takeResults, weigh } from './outbox-batch'
import { isUndoable, type OutboxEntry, type Queue } from './outbox-entry'
import { discard, enqueue, offer, retry } from './outbox-queue'
import { settle, unsettle } from './outbox-settle'
import { createPace } from './pace'
import { backoff, type Random } from './random'
import type { RoomLog } from './room-log'
import type { Transport } from './transport'

export interface OutboxPorts {
  stored: StoredOutbox
  lead: Pick<Lead, 'take'>
  transport: Pick<Transport, 'apply'>
  clock: Clock
  random: Random
  /** Why nothing is sent has changed. */
  changed: () => void
  /** The server has commands of a room; of these, the one that came furthest. */
  accepted: (roomId: string, result: Accepted) => void
}

export interface Outbox {
  /** The same value until something changed. */
  queue(): Queue
  /**
   * Resolves when the command is safe on disk; false when there is no room for more, and then it was not taken.
   *
   * @param until where it can be undone, by `discard`: not attempted before this time (ms)
   * @throws when the storage fails: the command was not taken
   */
  add(command: Command, until?: number): Promise<boolean>
  retry(id: string): Promise<void>
  discard(id: string, removal: Extract<Command, { kind: 'remove' }>): Promise<void>
  /** Messages of this user that a restored server has lost, with their history: each waits for its author's word. */
  offer(messages: readonly Change[], lostFrom: string | undefined): Promise<void>
  /** Lets go of the acknowledged commands that the room's copy shows. */
  settle(room: RoomLog): Promise<void>
  /** Nothing of the room will be seen any more: lets go of what the server has, in this history. What it has not stays. */
  forget(roomId: string, log: string): Promise<void>
  /** The room's history is this one now: acknowledgements of another mean nothing. */
  unsettle(roomId: string, log: string): Promise<void>
  /** The queue may have been changed by another tab. */
  look(): void
  /** Why nothing is sent until somebody signs in; undefined when all is well. */
  paused(): ErrorCode | undefined
  resume(): void
  /** Tries at once what waits for a later try. */
  wake(): void
  close(): void
}

/** When something has waited this long (ms) for the tab that sends, that is asked whether it lives; and again as often. */
const patience = 2_000

interface Hold {
  failures: number
  /** When the wait is over, by this machine's clock. */
  due: number
  /** Ends the wait; undefined while there is none. */
  cancel: (() => void) | undefined
}

export function createOutbox(ports: OutboxPorts): Outbox {
  const { stored, lead, transport, clock, random, changed, accepted } = ports
  let batchSize: number = limits.commandsPerBatch
  const pace = createPace(batchBytes)
  let leads = false
  let busy = false
  let closed = false
  let paused: ErrorCode | undefined
  /** Per room, and under `everywhere` for the server, or the storage, as a whole. */
  const holds = new Map<string, Hold>()
  const everywhere = ''

  const isHeld = (key: string) => holds.get(key)?.cancel !== undefined
  const mustWait = (entry: OutboxEntry) => isHeld(entry.command.roomId) || isUndoable(entry, clock.now())
  let stopRipening: (() => void) | undefined
  let stopWatching: (() => void) | undefined
  const place = lead.take({
    // What the tab before was sending when it went, this one sends again: the server knows it.
    become() {
      leads = true
      void flush()
    },
    // An answer that is on its way still counts.
    lose() {
      leads = false
    },
    asked() {
      // Timers of a tab in the background come late.
      for (const [key, { due }] of holds) if (due <= clock.now()) endWait(key)
      // Where it cannot be read, nothing can be sent.
      stored.read().then(flush, () => {})
    },
  })

  function hold(key: string, wish: number | undefined) {
    const failures = (holds.get(key)?.failures ?? 0) + 1
    holds.get(key)?.cancel?.()
    const delay = Math.max(backoff(failures, random), wish ?? 0)
    const cancel = clock.after(delay, () => {
      endWait(key)
      void flush()
    })
    holds.set(key, { failures, due: clock.now() + delay, cancel })
  }

  function endWait(key: string) {
    const held = holds.get(key)
    held?.cancel?.()
    if (held) holds.set(key, { ...held, cancel: undefined })
  }

  function release(key: string) {
    holds.get(key)?.cancel?.()
    holds.delete(key)
  }

  const canSend = () =>
    !closed && !paused && !isHeld(everywhere) && nextBatch(stored.current(), mustWait, batchSize).length > 0

  /** While another tab should send something, sees to it that there is one. */
  function watch() {
    if (!leads && canSend()) {
      stopWatching ??= clock.after(patience, () => {
        stopWatching = undefined
        place.challenge()
        watch()
      })
    } else {
      stopWatching?.()
      stopWatching = undefined
    }
  }

  /** Wakes up when the first of those that can be undone no longer can. */
  function ripen() {
    stopRipening?.()
    const now = clock.now()
    const waits = stored.current().flatMap((entry) => {
      const isOpen = isUndoable(entry, now) && entry.state.is === 'waiting'
      return isOpen ? [(entry.state.until ?? now) - now] : []
    })
    stopRipening =
      waits.length > 0 && !closed ? clock.after(Math.min(...waits), () => void flush()) : undefined
  }

  async function flush(): Promise<void> {
    watch()
    ripen()
    if (!leads || busy || !canSend()) return
    busy = true
    let batch: readonly OutboxEntry[] = []
    try {
      // Frozen before the first attempt: whatever happens now, the same id carries the same command.
      await stored.change((queue) => {
        batch = nextBatch(queue, mustWait, batchSize, pace.size())
        return become(queue, batch, { is: 'sending' })
      })
      if (leads && batch.length > 0) await exchange(batch)
    } catch {
      // The storage: what was sent is sent again, and the server knows it.
      if (!closed) hold(everywhere, undefined)
    } finally {
      busy = false
    }
    void flush()
  }

  /** @throws when the storage fails */
  async function exchange(batch: readonly OutboxEntry[]): Promise<void> {
    let results: Awaited<ReturnType<Transport['apply']>>
    const sentAt = clock.now()
    try {
      results = await transport.apply(batch.map(({ command }) => command))
    } catch (error) {
      if (!closed) await giveBack(batch, error)
      return
    }
    if (closed) return
    pace.answered(weigh(batch), clock.now() - sentAt)
    let outcome = takeResults([], batch, results)
    await stored.change((queue) => {
      outcome = takeResults(queue, batch, results)
      return outcome.queue
    })
    batchSize = limits.commandsPerBatch
    release(everywhere)
    for (const { roomId } of outcome.accepted) release(roomId)
    for (const [roomId, wish] of outcome.held) hold(roomId, wish)
    if (outcome.paused) pause(outcome.paused)
    // One for each room says it all, however long the batch.
    for (const [roomId, result] of furthest(outcome.accepted)) accepted(roomId, result)
  }

  /** The whole request failed; what became of its commands is unknown. */
  async function giveBack(batch: readonly OutboxEntry[], error: unknown): Promise<void> {
    const { code, retryAfter } = error instanceof ParleyError ? error : new ParleyError('UNAVAILABLE')
    const { retry } = errorTable[code]
    if (code === 'UNAVAILABLE') pace.unanswered(weigh(batch))
    if (retry === 'sign-in') pause(code)
    else if (retry === 'later') hold(everywhere, retryAfter)
    else if (batch.length > 1) batchSize = Math.ceil(batch.length / 2)
    const guilty = retry === 'never' && batch.length === 1
    await stored.change((queue) => {
      const sending = queue.filter(({ state }) => state.is === 'sending')
      const ids = new Set(batch.map(({ command }) => command.id))
      const failed = sending.filter(({ command }) => ids.has(command.id))
      return become(queue, failed, guilty ? { is: 'parked', code, unclear: false } : { is: 'frozen' })
    })
  }

  function pause(code: ErrorCode) {
    paused = code
    changed()
  }

  async function change(run: (queue: Queue) => Queue): Promise<void> {
    await stored.change(run)
    void flush()
  }

  return {
    queue: stored.current,
    async add(command, until) {
      let taken = false
      const run = (queue: Queue) => {
        const next = enqueue(queue, command, until)
        taken = next.length <= limits.outboxCommands || next.length <= queue.length
        return taken ? next : queue
      }
      if (command.kind === 'send')
        await stored.take(run, { roomId: command.thread ?? command.roomId, text: command.content })
      else await stored.change(run)
      void flush()
      return taken
    },
    retry: (id) => change((queue) => retry(queue, id)),
    discard: (id, removal) => change((queue) => discard(queue, id, removal)),
    async offer(messages, lostFrom) {
      if (messages.length === 0) return
      await change((queue) => offer(queue, messages, limits.outboxCommands, lostFrom))
    },
    async settle(room) {
      if (settle(stored.current(), room) !== stored.current()) await change((queue) => settle(queue, room))
    },
    async forget(roomId, log) {
      const isOver = ({ command, state }: OutboxEntry) => command.roomId === roomId && state.is === 'acked'
      if (!stored.current().some(isOver)) return
      await change((queue) => unsettle(queue, roomId, log).filter((entry) => !isOver(entry)))
    },
    async unsettle(roomId, log) {
      if (unsettle(stored.current(), roomId, log) === stored.current()) return
      await change((queue) => unsettle(queue, roomId, log))
    },
    look: () => void flush(),
    paused: () => paused,
    resume() {
      if (paused === undefined) return
      paused = undefined
      changed()
      void flush()
    },
    wake() {
      for (const key of [...holds.keys()]) release(key)
      void flush()
    },
    close() {
      closed = true
      watch()
      stopRipening?.()
      place.leave()
      for (const key of [...holds.keys()]) release(key)
    },
  }
}

/** The queue with these entries in another state. */
function become(queue: Queue, entries: readonly OutboxEntry[], state: OutboxEntry['state']): Queue {
  const ids = new Set(entries.map(({ command }) => command.id))
  return queue.map((entry) => (ids.has(entry.command.id) ? { ...entry, state } : entry))
}

/** Of each room the result with the highest position. */
function furthest(results: Outcome['accepted']): Map<string, Accepted> {
  const rooms = new Map<string, Accepted>()
  for (const { roomId, result } of results) {
    const known = rooms.get(roomId)
    if (!known || result.position >= known.position) rooms.set(roomId, result)
  }
  return rooms
}
