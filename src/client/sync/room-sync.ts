/** The effects of one room's connection: joins its topic, fetches, merges, and waits, as the machine says. */
import { errorTable, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import { type ChangesFrame, changeFrame, roomTopic } from '@/contract/realtime'
import type { Clock } from './clock'
import { createGathering } from './gathering'
import type { LiveChannel, TopicState } from './live-channel'
import type { StoredRoom } from './local-store'
import { type Connection, type ConnectionEvent, type Effect, type Fetch, idle, step } from './machine'
import { backoff, type Random } from './random'
import { retried } from './retried'
import { createRoomCopy } from './room-copy'
import type { RoomExcerpts } from './room-excerpts'
import {
  evicted,
  lostIn,
  type Merge,
  mergeFrames,
  mergeHead,
  mergeHeadAnswer,
  mergeHistory,
  mergeNewest,
  mergeRejoin,
  type RoomLog,
} from './room-log'
import { plainlyShown, type Shown } from './shown'
import type { Transport } from './transport'
import type { GapBetween, Sought } from './view'

/** Messages in the first page, and in each older one unless somebody wants it otherwise. */
const firstPage = 50
const olderPage = 100
/** So many to begin with: two copies of a room hardly ever begin with the same one. */
const generations = 2 ** 40
/** A late frame gets this long (ms), and half as much again by chance, before its hole is asked about. */
const holeGrace = 200
/** Frames that follow each other faster than this (ms) are merged together: each merge is a transaction (SY-47). */
const frameGather = 250
/** A topic that says "joined" is believed only after another look at the heads (ms later). */
const joinDoubt = 3_000
/** Everybody learns of a new epoch at once; they join its topic over this time (ms). */
const joinSpread = 500

export interface RoomSyncPorts {
  stored: StoredRoom
  /** Messages in a page of older ones. */
  olderPage?: number | undefined
  transport: Transport
  live: LiveChannel
  clock: Clock
  random: Random
  /** Whether somebody can see the page. */
  isSeen: () => boolean
  /** The connection or the progress changed. */
  changed: () => void
  /** A catch-up reached the end of the server's log. */
  caughtUp: (room: RoomLog) => void
  /**
   * A restored server lacks these messages of this history; undefined when it goes by the same name. Resolves when their
   * authors can be asked, also after a crash.
   */
  lost: (messages: readonly Change[], log: string | undefined) => Promise<void>
  /** Asks for the heads of all rooms, to compare. */
  compareHeads: () => void
}

export interface RoomSync {
  /** What is kept; undefined before the first page. The same value until it changed. */
  log(): RoomLog | undefined
  /** What is shown: that, and where somebody went further back. The same value until it changed. */
  shown(): Shown | undefined
  connection(): Connection
  /** Positions caught up with and known to be missing at the start, during a long catch-up. */
  progress(): { done: number; of: number } | undefined
  /** Somebody looks at it. */
  open(epoch: number | undefined): void
  /** Nobody looks at it: stays on its topic, or joins it, where there is a copy and an epoch. */
  follow(epoch: number | undefined): void
  close(): void
  /** Lets go of the oldest messages that are too many to keep. */
  evict(): void
  wake(): void
  /** The room's line in an answer of `rooms.heads` that was asked for when the copy was `asked`. */
  compare(asked: RoomLog | undefined, answer: { log: string; head: number; epoch: number }): void
  /** A head heard of elsewhere: an acknowledgement. */
  hear(heard: { log: string; head: number; epoch: number | undefined }): void
  heardEpoch(epoch: number): void
  /** The membership is over. */
  ended(): void
  /** What was kept of it is there no more: the storage was wiped, or another tab has let go of it. */
  wiped(): void
  /** What is kept has changed, through this tab or another. */
  grown(): void
  /** More before what is shown first. */
  loadOlder(): void
  /** As in RoomActions. */
  loadAround(sought: Sought): Promise<boolean>
  loadBetween(gap: GapBetween, at: 'beginning' | 'end'): void
  /** Fetches once what the copy lacks, without a topic; whether it has all of it now. Nothing to do for a room that is open. */
  catchUp(): Promise<boolean>
}

export function createRoomSync(roomId: string, ports: RoomSyncPorts): RoomSync {
  const { stored, transport, live, clock, random, changed, olderPage: page = olderPage } = ports
  let connection = idle
  const { inTurn, merge, hold, forgetHeld, isWhole } = createRoomCopy(stored)
  // What fills a hole is not kept waiting: a hole is soon asked about.
  const mayWait = () => ports.isSeen() && isWhole()
  /** Once somebody goes far back: few do, and its code comes then. */
  let excerpts: RoomExcerpts | undefined
  let plain: { log: RoomLog; shown: Shown } | undefined
  const frames = createGathering(clock, frameGather, limits.heldFrames, mergeArrived, mayWait)
  /** The history that the topic's epoch is of. */
  let topicLog: string | undefined
  let progress: { done: number; of: number } | undefined
  /** Raised with each fetch and on close: an answer to an earlier one is nobody's. */
  let fetches = 0
  let loadingOlder = false
  /** Where the copy began when the page was asked for that is on its way, and whether more is wanted than that. */
  let olderThan: number | undefined
  let wantsMore = false
  let opened = false
  let stopWaiting = () => {}
  let leave = () => {}

  function shown(): Shown | undefined {
    const log = stored.current()
    if (log !== plain?.log) plain = log && { log, shown: plainlyShown(log) }
    return excerpts?.shown() ?? plain?.shown
  }

  /** For what nobody waits for: where it fails, the server is asked again. */
  function aside(work: () => Promise<unknown>) {
    inTurn(work).catch(() => dispatch({ is: 'doubt' }))
  }

  function dispatch(event: ConnectionEvent) {
    const before = connection
    const next = step(connection, event)
    connection = next.connection
    // Whoever is no member any more keeps nothing of the room.
    if (connection.phase.is === 'gone' && before.phase.is !== 'gone') {
      aside(() => stored.change(() => undefined))
    }
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
        frames.forget()
        forgetHeld()
        fetches++
        return
      case 'compare':
        return ports.compareHeads()
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
    if ('changes' in frame) frames.add(frame)
    else aside(() => take((log) => mergeHead(log, frame)))
  }

  function mergeArrived(arrived: readonly ChangesFrame[]) {
    excerpts?.hear(arrived)
    aside(async () => {
      if (stored.current()) await take((log) => mergeFrames(log, arrived))
      else hold(arrived)
    })
  }

  /** Takes a merge of something that only a later fetch may contradict. */
  async function take(run: (log: RoomLog) => Merge): Promise<void> {
    const outcome = await merge((log) => log && run(log))
    if (outcome === undefined) return
    if (outcome === 'other-log') return dispatch({ is: 'doubt' })
    const complete = isWhole()
    if (outcome !== 'repeat' || !complete) dispatch({ is: complete ? 'complete' : 'behind' })
  }

  async function fetch(what: Fetch) {
    const mine = ++fetches
    try {
      if (stored.current() && what === 'rejoin') {
        if ((await rejoin(mine)) === 'replaced') dispatch({ is: 'replaced' })
      } else await load(mine)
    } catch (error) {
      if (mine !== fetches) return
      progress = undefined
      const { code, retryAfter } = error instanceof ParleyError ? error : new ParleyError('UNAVAILABLE')
      dispatch(errorTable[code].retry === 'never' ? { is: 'gone', code } : { is: 'failed', retryAfter })
    }
  }

  async function load(mine: number) {
    const asked = stored.current()
    // The more a restored server tells, the more of what it has lost can be told.
    const limit = asked ? limits.historyPage : firstPage
    const page = await transport.history({ roomId, limit })
    const fresh = Math.floor(random() * generations)
    await inTurn(async () => {
      if (mine !== fetches) return
      // Of the same history only what was known before the page was asked for: meanwhile another tab may have learnt more.
      const isOlder = asked?.log === page.log && page.head < asked.cursor
      const hasLost = (log: RoomLog) => log.log !== page.log || isOlder
      const known = stored.current()
      // Of all that is kept, also of what was not read yet.
      while (known && hasLost(known) && (await stored.readMore()));
      const held = stored.current()
      const isRestored = held && hasLost(held)
      if (isRestored) await ports.lost(lostIn(held, page), held.log === page.log ? undefined : held.log)
      await merge((log) => ({ outcome: 'applied', room: mergeNewest(roomId, log, asked, page, fresh) }))
    })
    if (mine === fetches) finish(page)
  }

  /**
   * Pages to the end, each from where the copy stands by then; one is on its way while the one before is merged.
   * `replaced`: the copy is of no use, and is to be loaded anew.
   */
  async function rejoin(mine: number): Promise<'replaced' | undefined> {
    const ask = (asked: RoomLog) => ({
      asked,
      answer: transport.rejoin({ roomId, after: asked.cursor, limit: limits.rejoinPage }),
    })
    const first = stored.current()
    if (!first) return 'replaced'
    for (let next = ask(first); ; ) {
      const { asked } = next
      const page = await next.answer
      if (mine !== fetches) return
      // So much is missing that the newest page is worth more; the rest comes when somebody scrolls to it.
      if (page.head - asked.cursor > limits.farBehind) return 'replaced'
      if (page.hasMore) {
        if (page.cursor <= asked.cursor) throw new ParleyError('INTERNAL')
        next = ask({ ...asked, cursor: Math.max(page.cursor, stored.current()?.cursor ?? 0) })
        // Nobody waits for it where this one does not fit.
        next.answer.catch(() => {})
        // Seen together with what it brings.
        progress = { done: page.cursor - first.cursor, of: page.head - first.cursor }
      }
      const { log: pageLog, cursor, changes } = page
      excerpts?.hear([{ log: pageLog, after: asked.cursor, upTo: cursor, changes }])
      const outcome = await inTurn(() => merge((log) => log && mergeRejoin(log, asked, page)))
      if (mine !== fetches) return
      if (outcome === undefined || outcome === 'other-log' || outcome === 'stale') return 'replaced'
      if (!page.hasMore) {
        finish(page)
        return
      }
    }
  }

  function finish({ log: pageLog, epoch }: { log: string; epoch: number }) {
    const renewed = pageLog !== topicLog
    topicLog = pageLog
    progress = undefined
    const log = stored.current()
    if (log) ports.caughtUp(log)
    excerpts?.retry()
    dispatch({ is: 'done', epoch, complete: isWhole(), renewed })
  }

  async function evict() {
    const isFew = () => (stored.current()?.messages.length ?? 0) <= limits.cachedMessages
    while (isFew() && (await stored.readMore()));
    await stored.change((log) => log && evicted(log, limits.cachedMessages))
  }

  async function open(epoch: number | undefined): Promise<void> {
    // Storage that cannot be read is as good as none: everything is on the server.
    await stored.read().catch(() => undefined)
    if (!opened) return
    dispatch({ is: 'open', held: stored.current() !== undefined, epoch: epoch ?? connection.epoch })
  }

  return {
    log: stored.current,
    shown,
    grown: () => excerpts?.follow(),
    connection: () => connection,
    progress: () => progress,
    open(epoch) {
      opened = true
      void open(epoch)
    },
    follow(epoch) {
      opened = false
      excerpts?.forget()
      const known = connection.epoch ?? epoch
      topicLog ??= stored.current()?.log
      if (stored.current() && known !== undefined) dispatch({ is: 'follow', epoch: known })
    },
    close() {
      opened = false
      excerpts?.forget()
      dispatch({ is: 'close' })
    },
    evict() {
      if (stored.current()) aside(evict)
    },
    wake() {
      excerpts?.retry()
      dispatch({ is: 'wake' })
    },
    compare(asked, answer) {
      dispatch({ is: 'epoch', epoch: answer.epoch })
      // Another tab may have replaced the copy: the topic is the old history's all the same.
      if (topicLog !== undefined && answer.log !== topicLog) dispatch({ is: 'doubt' })
      if (asked) aside(() => take((log) => mergeHeadAnswer(log, asked, answer)))
    },
    hear(heard) {
      if (heard.epoch !== undefined) dispatch({ is: 'epoch', epoch: heard.epoch })
      aside(() => take((log) => mergeHead(log, heard)))
    },
    heardEpoch: (epoch) => dispatch({ is: 'epoch', epoch }),
    ended() {
      // Also what is being caught up with while nobody looks.
      fetches++
      dispatch({ is: 'gone', code: 'ROOM_NOT_FOUND' })
    },
    wiped: () => dispatch({ is: 'doubt' }),
    async catchUp() {
      await stored.read().catch(() => undefined)
      const isAway = connection.phase.is === 'idle' || connection.phase.is === 'gone'
      if (!isAway && (stored.current() || connection.phase.is !== 'quiet')) return isWhole()
      const mine = ++fetches
      try {
        if (!stored.current() || (await rejoin(mine)) === 'replaced') await load(mine)
      } catch {
        // The next look at the heads brings it up again.
        progress = undefined
        return false
      }
      return isWhole()
    },
    loadOlder() {
      if (!excerpts?.loadOlder()) void loadOlder()
    },
    loadAround,
    loadBetween(gap, at) {
      if (!excerpts?.loadBetween(gap, at)) void loadOlder()
    },
  }

  async function loadAround(sought: Sought): Promise<boolean> {
    const code = await retried(() => import('./room-excerpts'), { clock, random }).catch(() => undefined)
    if (!code) return false
    excerpts ??= code.createRoomExcerpts(roomId, {
      ...{ stored, page, transport, clock, random, changed },
      change: (run) =>
        inTurn(() =>
          take((log) => {
            const room = run(log)
            return { outcome: room === log ? 'repeat' : 'applied', room }
          }),
        ),
    })
    return excerpts.loadAround(sought)
  }

  async function loadOlder(): Promise<void> {
    if (loadingOlder) {
      // Its page is here already, and shown before its end is known here.
      if (stored.current()?.floor !== olderThan) wantsMore = true
      return
    }
    loadingOlder = true
    wantsMore = false
    olderThan = stored.current()?.floor
    try {
      // A page that does not fit any more is asked for again, from where the copy stands by then.
      if (await stored.readMore()) return
      for (let tries = 0; tries < 3; tries++) {
        const asked = stored.current()
        if (!asked || asked.floor === 1) return
        const older = await transport.history({ roomId, before: asked.floor, limit: page })
        if (asked.generation !== stored.current()?.generation) return
        const outcome = await inTurn(() => merge((log) => log && mergeHistory(log, asked, older)))
        if (outcome === 'other-log') return dispatch({ is: 'doubt' })
        if (outcome !== 'stale') return dispatch({ is: isWhole() ? 'complete' : 'behind' })
      }
    } catch {
      // Not worth a retry of its own: the reader scrolls again, and the connection has its own watch.
    } finally {
      loadingOlder = false
      if (wantsMore) void loadOlder()
    }
  }
}
