/**
 * The effects of one room's connection: joins its topic, fetches, merges, and waits, as the machine says.
 *
 * Frames that come too early (a hole before them, or no copy yet) are held until what is missing has come.
 */
import { errorTable, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { type ChangesFrame, changeFrame, roomTopic } from '@/contract/realtime'
import type { Clock } from './clock'
import type { LiveChannel, TopicState } from './live-channel'
import { type Connection, type ConnectionEvent, type Effect, type Fetch, idle, step } from './machine'
import { backoff, type Random } from './random'
import {
  isComplete,
  type Merge,
  mergeFrame,
  mergeHead,
  mergeHeadAnswer,
  mergeHistory,
  mergeRejoin,
  openLog,
  type RoomLog,
} from './room-log'
import type { Transport } from './transport'

/** Messages in the first page, and in each older one. */
const firstPage = 50
const olderPage = 100
/** A late frame gets this long (ms), and half as much again by chance, before its hole is asked about. */
const holeGrace = 200
/** A topic that says "joined" is believed only after another look at the heads (ms later). */
const joinDoubt = 3_000
/** Everybody learns of a new epoch at once; they join its topic over this time (ms). */
const joinSpread = 500

export interface RoomSyncPorts {
  transport: Transport
  live: LiveChannel
  clock: Clock
  random: Random
  /** The log, the connection or the progress changed. */
  changed: () => void
  /** A catch-up reached the end of the server's log. */
  caughtUp: (room: RoomLog) => void
  /** Asks for the heads of all rooms, to compare. */
  compareHeads: () => void
}

export interface RoomSync {
  /** What is held; undefined before the first page. The same value until it changed. */
  log(): RoomLog | undefined
  connection(): Connection
  /** Positions caught up with and known to be missing at the start, during a long catch-up. */
  progress(): { done: number; of: number } | undefined
  open(epoch: number | undefined): void
  close(): void
  wake(): void
  /** The room's line in an answer of `rooms.heads` that was asked for when the copy was `asked`. */
  compare(asked: RoomLog | undefined, answer: { log: string; head: number; epoch: number }): void
  /** A head heard of elsewhere: an acknowledgement. */
  hear(heard: { log: string; head: number; epoch: number | undefined }): void
  heardEpoch(epoch: number): void
  /** The membership is over. */
  ended(): void
  loadOlder(): Promise<void>
}

export function createRoomSync(roomId: string, ports: RoomSyncPorts): RoomSync {
  const { transport, live, clock, random, changed } = ports
  let log: RoomLog | undefined
  let connection = idle
  let held: ChangesFrame[] = []
  let progress: { done: number; of: number } | undefined
  /** Raised with each fetch and on close: an answer to an earlier one is nobody's. */
  let fetches = 0
  let loadingOlder = false
  let stopWaiting = () => {}
  let leave = () => {}

  function dispatch(event: ConnectionEvent) {
    const before = connection
    const next = step(connection, event)
    connection = next.connection
    // Whoever is no member any more keeps nothing of the room.
    if (connection.phase.is === 'gone') log = undefined
    for (const effect of next.effects) carryOut(effect)
    if (connection !== before) changed()
  }

  function carryOut(effect: Effect) {
    switch (effect.do) {
      case 'fetch':
        return void fetch(effect.what)
      case 'join':
        return join(effect.epoch, effect.spread)
      case 'leave':
        leave()
        leave = () => {}
        held = []
        fetches++
        return
      case 'wait':
        stopWaiting = clock.after(delayOf(effect), () => dispatch({ is: 'timer' }))
        return
      case 'stop-waiting':
        return stopWaiting()
    }
  }

  function delayOf({ why, failures, atLeast = 0 }: Extract<Effect, { do: 'wait' }>): number {
    if (why === 'hole' && failures === 0) return holeGrace + (random() * holeGrace) / 2
    return Math.max(atLeast, backoff(failures, random, 1_000, why === 'poll' ? 10_000 : 30_000))
  }

  function join(epoch: number, spread: boolean) {
    leave()
    let stopDoubting = () => {}
    function begin() {
      const leaveTopic = live.join(roomTopic(roomId, epoch), { event: receive, state })
      leave = () => {
        stopDoubting()
        leaveTopic()
      }
    }
    function state(topic: TopicState) {
      stopDoubting()
      if (topic === 'broken') dispatch({ is: 'broken' })
      if (topic !== 'joined') return
      stopDoubting = clock.after(joinDoubt, ports.compareHeads)
      dispatch({ is: 'joined' })
    }
    if (spread) leave = clock.after(random() * joinSpread, begin)
    else begin()
  }

  function receive(event: string, payload: unknown) {
    if (event !== 'change') return
    const { data: frame } = changeFrame.safeParse(payload)
    if (!frame) return
    dispatch({ is: 'epoch', epoch: frame.epoch })
    if (!log) return 'changes' in frame ? hold(frame) : undefined
    const merged = 'changes' in frame ? mergeFrame(log, frame) : mergeHead(log, frame)
    if (merged.outcome === 'hole' && 'changes' in frame) hold(frame)
    take(merged)
  }

  /** Too many to keep are forgotten: the target has heard of them, or a fetch that began before them runs again. */
  function hold(frame: ChangesFrame) {
    if (held.length < limits.heldFrames) held.push(frame)
    else held = []
  }

  /** Takes a merge of something that only a later fetch may contradict. */
  function take({ outcome, room }: Merge) {
    if (outcome === 'other-log') return dispatch({ is: 'doubt' })
    const complete = keep(room)
    if (outcome !== 'repeat' || !complete) dispatch({ is: complete ? 'complete' : 'behind' })
  }

  /** Keeps the merged copy, lets go of the frames that fit it now, and says whether nothing is missing. */
  function keep(room: RoomLog): boolean {
    const before = log
    log = room
    const early = held
    held = []
    for (const frame of early.toSorted((a, b) => a.after - b.after)) {
      const merged = mergeFrame(log, frame)
      if (merged.outcome === 'hole') held.push(frame)
      log = merged.room
    }
    if (log !== before) changed()
    return isComplete(log)
  }

  async function fetch(what: Fetch) {
    const mine = ++fetches
    try {
      if (log && what === 'rejoin') await rejoin(mine)
      else await load(mine)
    } catch (error) {
      if (mine !== fetches) return
      progress = undefined
      const { code, retryAfter } = error instanceof ParleyError ? error : new ParleyError('UNAVAILABLE')
      dispatch(errorTable[code].retry === 'never' ? { is: 'gone', code } : { is: 'failed', retryAfter })
    }
  }

  async function load(mine: number) {
    const page = await transport.history({ roomId, limit: firstPage })
    if (mine === fetches) finish(openLog(roomId, page, (log?.generation ?? 0) + 1), page.epoch)
  }

  /** Pages to the end, each from where the copy stands by then. */
  async function rejoin(mine: number) {
    const start = log?.cursor ?? 0
    while (log) {
      const asked: RoomLog = log
      const page = await transport.rejoin({ roomId, after: asked.cursor, limit: limits.rejoinPage })
      if (mine !== fetches) return
      const { outcome, room } = mergeRejoin(log, asked, page)
      if (outcome === 'other-log' || outcome === 'stale') return dispatch({ is: 'replaced' })
      if (!page.hasMore) return finish(room, page.epoch)
      if (page.cursor <= asked.cursor) throw new ParleyError('INTERNAL')
      progress = { done: page.cursor - start, of: page.head - start }
      keep(room)
    }
  }

  function finish(room: RoomLog, epoch: number) {
    progress = undefined
    const complete = keep(room)
    ports.caughtUp(log ?? room)
    dispatch({ is: 'done', epoch, complete })
  }

  return {
    log: () => log,
    connection: () => connection,
    progress: () => progress,
    open: (epoch) => dispatch({ is: 'open', held: log !== undefined, epoch: epoch ?? connection.epoch }),
    close: () => dispatch({ is: 'close' }),
    wake: () => dispatch({ is: 'wake' }),
    compare(asked, answer) {
      dispatch({ is: 'epoch', epoch: answer.epoch })
      if (log && asked) take(mergeHeadAnswer(log, asked, answer))
    },
    hear(heard) {
      if (heard.epoch !== undefined) dispatch({ is: 'epoch', epoch: heard.epoch })
      if (log) take(mergeHead(log, heard))
    },
    heardEpoch: (epoch) => dispatch({ is: 'epoch', epoch }),
    ended: () => dispatch({ is: 'gone', code: 'ROOM_NOT_FOUND' }),
    async loadOlder() {
      if (loadingOlder || !log || log.floor === 1) return
      loadingOlder = true
      try {
        // A page that does not fit any more is asked for again, from where the copy stands by then.
        for (let tries = 0; tries < 3 && log; tries++) {
          const asked: RoomLog = log
          const page = await transport.history({ roomId, before: asked.floor, limit: olderPage })
          if (asked.generation !== log.generation) return
          const merged = mergeHistory(log, asked, page)
          if (merged.outcome !== 'stale') return take(merged)
        }
      } catch {
        // Not worth a retry of its own: the reader scrolls again, and the connection has its own watch.
      } finally {
        loadingOlder = false
      }
    },
  }
}
