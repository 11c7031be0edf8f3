/** One room for the interface: its view, what can be done in it, and how long it stays connected. */

import { limits } from '@/contract/limits'
import type { ReceiptInput } from '@/contract/sync'
import { keptIfAlike } from './alike'
import type { Clock } from './clock'
import type { Connection } from './machine'
import { indexOfSeq } from './ordered-messages'
import type { Outbox } from './outbox'
import type { OutboxEntry, Queue } from './outbox-entry'
import { createProjection, type Project } from './project'
import { createReadMarker } from './read-marker'
import { createReceipts, type Receipts } from './receipts'
import { createRoomActions, type RoomActionPorts } from './room-actions'
import { isComplete, type RoomLog } from './room-log'
import { createRoomSync, type RoomSync, type RoomSyncPorts } from './room-sync'
import { noGaps } from './shown'
import { createThreadSplit } from './split-threads'
import type { ConnectionStatus, RoomActions, RoomView, Waiting } from './view'
import { waitingIn } from './waiting'

/** A room that nobody shows any more stays connected this long (ms): people come back, and React mounts twice. */
const linger = 5_000
/** Receipts are gathered this long (ms). */
const receiptGather = 1_000
const readGather = 300

export interface RoomPorts
  extends Pick<RoomSyncPorts, 'stored' | 'olderPage' | 'transport' | 'live' | 'random' | 'compareHeads'> {
  userId: string
  outbox: Outbox
  clock: Clock
  ids: () => string
  /** As in RoomActionPorts. */
  draftPending: RoomActionPorts['draftPending']
  /** The user has read a thread up to here: shown at once. */
  hasReadThread: (threadId: string, position: number) => void
  signedOut: () => boolean
  isSeen: RoomSyncPorts['isSeen']
  /** The machine says that it has no network. */
  isOffline: () => boolean
  /** The epoch last heard of, if any. */
  epoch: () => number | undefined
  hasRead: (log: string, position: number) => void
  hasUnread: (log: string, position: number) => void
  /** The server did not take that. */
  readRefused: () => void
  /** Whether no other tab is open. */
  isAlone: () => Promise<boolean>
}

export interface Room {
  /** The same value until something in it changed. */
  view(): RoomView
  /** Connects the room while there is a listener. */
  subscribe(listener: () => void): () => void
  actions: RoomActions
  sync: RoomSync
  isShown(): boolean
  /** Whether it is to stay on its topic while nobody shows it. */
  follow(followed: boolean): void
  /** The user is a member: a room that is shown, and was closed because they were not, connects again. */
  found(): void
  /** Something that its view shows may have changed: what is stored, the session. */
  refresh(): void
  close(): void
}

export function createRoom(roomId: string, ports: RoomPorts): Room {
  const { userId, outbox, transport, clock, random, ids, hasRead } = ports
  const listeners = new Set<() => void>()
  let view: RoomView | undefined
  /** Something that it shows may be other than it says. */
  let isOld = true
  /** Set while it was shown a moment ago. */
  let stopLingering: (() => void) | undefined
  let followed = false
  const entriesOf = createEntries(roomId)
  const itemsOf = createItems()

  const received = createReceipts(roomId, {
    send: transport.markReceived,
    clock,
    random,
    gather: receiptGather,
  })
  const read = createReceipts(roomId, {
    ...{ send: transport.markRead, clock, random, gather: readGather },
    // The server's own word is shown again.
    lowering: { send: transport.markUnread, done: ports.readRefused },
    // Whoever left and came back within a moment may have read meanwhile: the next look at the room tells it anew.
    refused() {
      read.forget()
      ports.readRefused()
    },
  })
  /** Of the threads that were opened. */
  const threads = new Map<string, Receipts>()
  function threadReceipts(threadId: string): Receipts {
    const known = threads.get(threadId)
    if (known) return known
    const send = (input: ReceiptInput) => transport.markThreadRead({ ...input, threadId })
    const made = createReceipts(roomId, { send, clock, random, gather: readGather })
    threads.set(threadId, made)
    return made
  }
  const marker = createReadMarker({ read, hasRead, hasUnread: ports.hasUnread })
  const sync = createRoomSync(roomId, {
    ...ports,
    changed: refresh,
    // Where the storage fails, the next catch-up does it.
    caughtUp: (log) => void outbox.unsettle(roomId, log.log).catch(() => {}),
    lost: (messages, log) =>
      outbox.offer(
        messages.filter(({ senderId, event }) => senderId === userId && !event),
        log,
      ),
  })
  let noticed: RoomLog | undefined
  /** The commands as they were when they were last compared with the log. */
  let settled: readonly OutboxEntry[] = []

  /** The copy has grown, through this tab or another. */
  function notice(log: RoomLog) {
    if (isComplete(log)) received.raise(log.log, log.cursor)
    marker.grown(log)
    if (noticed?.log === log.log && isRenamed(log, noticed.cursor)) ports.compareHeads()
    const isMuch = ports.stored.hasMore() || log.messages.length > 2 * limits.cachedMessages
    if (isIdle() && isMuch) void evict()
  }

  const isIdle = () => listeners.size === 0 && !stopLingering

  /** Another tab may show what would go. */
  async function evict() {
    if ((await ports.isAlone()) && isIdle()) sync.evict()
  }

  function retire() {
    stopLingering = undefined
    if (followed) sync.follow(ports.epoch())
    else sync.close()
    void evict()
  }

  function refresh() {
    const log = sync.log()
    const entries = entriesOf(outbox.queue())
    // The log may have come before the answer, and the answer before the log. Where the storage fails, the next merge does it.
    if (log && entries.length > 0 && (log !== noticed || entries !== settled))
      outbox.settle(log).catch(() => {})
    settled = entries
    if (log && log !== noticed) notice(log)
    if (log !== noticed) sync.grown()
    const isWiped = noticed !== undefined && log === undefined
    noticed = log
    if (isWiped && listeners.size > 0) sync.wiped()
    if (sync.connection().phase.is === 'gone') {
      for (const kept of [received, read, marker, ...threads.values()]) kept.forget()
      // What was to be told will not be.
      ports.readRefused()
    }
    isOld = true
    for (const listener of listeners) listener()
  }

  function compute(): RoomView {
    const connection = sync.connection()
    const log = connection.phase.is === 'gone' ? undefined : sync.log()
    const shown = log && sync.shown()
    const entries = entriesOf(outbox.queue())
    const signedOut = ports.signedOut() || outbox.paused() !== undefined
    const waiting = waitingIn(entries)
    const status: ConnectionStatus = signedOut
      ? { state: 'signed-out' }
      : ports.isOffline()
        ? { state: 'offline', ...waiting }
        : statusOf(connection, sync.progress(), waiting)
    // While the room is online, what is missing may only be a frame that is late.
    const isCut = status.state !== 'online' && status.state !== 'connecting'
    return {
      ...itemsOf(shown?.messages ?? [], entries, isCut && log !== undefined && !isComplete(log), shown?.gaps),
      loaded: log !== undefined,
      hasOlder: shown !== undefined && shown.from > 1,
      gaps: shown?.gaps ?? noGaps,
      connection: keptIfAlike(view?.connection, status),
      error: connection.phase.is === 'gone' ? connection.phase.code : undefined,
    }
  }

  function current(): RoomView {
    if (view && !isOld) return view
    isOld = false
    view = keptIfAlike(view, compute())
    return view
  }

  return {
    sync,
    refresh,
    isShown: () => listeners.size > 0,
    actions: createRoomActions({
      ...{ userId, roomId, sync, outbox, marker, clock, ids },
      draftPending: ports.draftPending,
      isShown(id, thread) {
        const { items, threads } = current()
        const among = thread === undefined ? items : threads.get(thread)
        return among?.some((item) => item.id === id) ?? false
      },
      readThread(threadId, log, position) {
        threadReceipts(threadId).raise(log, position)
        ports.hasReadThread(threadId, position)
      },
    }),
    view: current,
    follow(next) {
      followed = next
      if (!isIdle()) return
      if (followed) sync.follow(ports.epoch())
      else sync.close()
    },
    subscribe(listener) {
      stopLingering?.()
      stopLingering = undefined
      listeners.add(listener)
      sync.open(ports.epoch())
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stopLingering ??= clock.after(linger, retire)
      }
    },
    found() {
      if (listeners.size > 0) sync.open(ports.epoch())
    },
    close() {
      stopLingering?.()
      received.close()
      read.close()
      for (const thread of threads.values()) thread.close()
      sync.close()
    },
  }
}

/** What the list of rooms shows of this one changed after this position. Not how many are in it: that is not worth asking at once. */
function isRenamed({ messages }: RoomLog, after: number): boolean {
  const kinds = new Set<string | undefined>(['renamed', 'topic', 'archived', 'unarchived'])
  return messages.slice(indexOfSeq(messages, after + 1)).some(({ event }) => kinds.has(event?.kind))
}

function statusOf(
  { phase, topic, wasLive, failures }: Connection,
  progress: { done: number; of: number } | undefined,
  waiting: Waiting,
): ConnectionStatus {
  if (progress) return { state: 'catching-up', ...progress }
  if (topic === 'broken' || (phase.is === 'pausing' && phase.why === 'backoff') || failures > 1) {
    return { state: 'reconnecting', ...waiting }
  }
  return wasLive ? { state: 'online' } : { state: 'connecting' }
}

/** The room's own commands: the same value until they are others than before. */
function createEntries(roomId: string) {
  let from: Queue | undefined
  let entries: readonly OutboxEntry[] = []
  return (queue: Queue) => {
    if (queue === from) return entries
    from = queue
    const own = queue.filter(({ command }) => command.roomId === roomId)
    const isSame = own.length === entries.length && own.every((entry, index) => entry === entries[index])
    if (!isSame) entries = own
    return entries
  }
}

/** Projects again only when something that is projected is other than before. */
function createItems() {
  const project = createProjection()
  const split = createThreadSplit()
  let from: Parameters<Project> | undefined
  let items = split([])
  return (...now: Parameters<Project>) => {
    if (now.some((value, index) => value !== from?.[index])) items = split(project(...now))
    from = now
    return items
  }
}
