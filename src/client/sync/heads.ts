/** Where all rooms of the user stand: asked for regularly, on request, and when the server says that something moved. */
import { type ErrorCode, ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { type ReadFrame, type RoomsFrame, readFrame, roomsFrame, userTopic } from '@/contract/realtime'
import type { RoomHead } from '@/contract/sync'
import type { Clock } from './clock'
import type { LiveChannel } from './live-channel'
import type { Stored } from './local-store'
import { backoff, type Random } from './random'
import type { Transport } from './transport'

/** Between two looks, in milliseconds. */
const interval = 30_000
/** Requests that come together are one (ms). */
const gather = 50

export interface HeadsView {
  /** The user's rooms, by id. */
  rooms: readonly RoomHead[]
  loaded: boolean
  /** Why the latest look failed. */
  error: ErrorCode | undefined
}

export interface HeadsPorts {
  userId: string
  /** What the last look found, for a start without the server. */
  stored: Stored<readonly RoomHead[] | undefined>
  transport: Pick<Transport, 'heads'>
  live: LiveChannel
  clock: Clock
  random: Random
  /** A look begins; the answer takes what was found. */
  looking: () => (found: { log: string; rooms: readonly RoomHead[]; ended: readonly string[] }) => void
  /** Something about a room changed. */
  announced: (room: RoomsFrame) => void
}

export interface HeadsWatch {
  /** The same value until something changed. */
  view(): HeadsView
  /** The history that the rooms' positions belong to; undefined before the server was heard. */
  log(): string | undefined
  subscribe(listener: () => void): () => void
  start(): void
  /** Looks again, soon. */
  refresh(): void
  /** The user has read up to here: shown at once, before the server confirms. */
  read(read: ReadFrame): void
  /** The user has read exactly up to here: shown at once too, until the server has taken that, or they read on. */
  unread(read: ReadFrame): void
  /** How far the user has read threads since this began: the server may not have heard of it. Another map when it changed. */
  threadsReadTo(): ReadonlyMap<string, number>
  readThread(threadId: string, position: number): void
  /** The server did not take that, or has: its own word is shown again. */
  readRefused(roomId: string): void
  close(): void
}

export function createHeads({
  userId,
  stored,
  transport,
  live,
  clock,
  random,
  looking,
  announced,
}: HeadsPorts): HeadsWatch {
  let view: HeadsView = { rooms: [], loaded: false, error: undefined }
  let log: string | undefined
  /** How far the user has read by now, where the server may not have heard of it when it answered. */
  const readTo = new Map<string, ReadFrame>()
  /** The same with threads. */
  let threadsReadTo: ReadonlyMap<string, number> = new Map()
  let busy = false
  let again = false
  let closed = false
  let failures = 0
  let due = Number.POSITIVE_INFINITY
  let cancel = () => {}
  let leave = () => {}
  const listeners = new Set<() => void>()

  function show(next: HeadsView) {
    view = next
    for (const listener of listeners) listener()
  }

  function plan(delay: number) {
    const at = clock.now() + delay
    if (closed || at >= due) return
    cancel()
    due = at
    cancel = clock.after(delay, () => {
      due = Number.POSITIVE_INFINITY
      void look()
    })
  }

  async function look() {
    if (busy) {
      again = true
      return
    }
    busy = true
    again = false
    try {
      await readAll()
      failures = 0
    } catch (error) {
      failures++
      if (!closed) show({ ...view, error: error instanceof ParleyError ? error.code : 'UNAVAILABLE' })
    }
    busy = false
    if (failures > 0) plan(backoff(failures, random, 1_000, interval))
    else plan(again ? gather : interval)
  }

  async function readAll() {
    const found = looking()
    const rooms: RoomHead[] = []
    const ended: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await transport.heads({ limit: limits.headsPage, ...(after ? { after } : {}) })
      if (closed) return
      rooms.push(...page.rooms)
      ended.push(...page.ended)
      // Pages go by id, ended memberships included: either kind may be the last.
      after = [...page.rooms.map(({ roomId }) => roomId), ...page.ended].sort().at(-1)
      if (page.hasMore && after !== undefined) continue
      // What the server did not take any more is not read when they come back.
      for (const roomId of ended) readTo.delete(roomId)
      if (log !== undefined && log !== page.log) threadsReadTo = new Map()
      log = page.log
      show({ rooms: rooms.map(asRead), loaded: true, error: undefined })
      // Only for the next start: where it cannot be kept, that one asks.
      stored.change(() => rooms).catch(() => {})
      return found({ log, rooms, ended })
    }
  }

  /** With the user's own word on how far they have read: that is as far as there was anything. */
  function asRead(room: RoomHead): RoomHead {
    const { log: of, position = 0, unread } = readTo.get(room.roomId) ?? {}
    if (of !== log || position === room.lastReadPosition) return room
    if (unread) return { ...room, lastReadPosition: position, unread: Math.max(1, room.unread) }
    if (position < room.lastReadPosition) return room
    return { ...room, lastReadPosition: position, unread: 0 }
  }

  function read(next: ReadFrame) {
    const known = readTo.get(next.roomId)
    if (known?.log === next.log && next.position <= known.position) return
    readTo.set(next.roomId, next)
    show({ ...view, rooms: view.rooms.map(asRead) })
  }

  return {
    view: () => view,
    log: () => log,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      leave = live.join(userTopic(userId), {
        event(event, payload) {
          if (event === 'rooms') {
            const { data: room } = roomsFrame.safeParse(payload)
            if (room) announced(room)
            plan(gather)
          } else if (event === 'read') {
            const { data: seen } = readFrame.safeParse(payload)
            if (seen?.unread) {
              readTo.delete(seen.roomId)
              plan(gather)
            } else if (seen) read(seen)
          }
        },
        // What was said while nobody listened is asked for.
        state(state) {
          if (state === 'joined') plan(gather)
        },
      })
      stored
        .read()
        .then((rooms) => {
          if (rooms && !view.loaded) show({ ...view, rooms, loaded: true })
        })
        .catch(() => {})
      void look()
    },
    refresh: () => plan(gather),
    read,
    unread(next) {
      readTo.set(next.roomId, { ...next, unread: true })
      show({ ...view, rooms: view.rooms.map(asRead) })
    },
    threadsReadTo: () => threadsReadTo,
    readThread(threadId, position) {
      if (position <= (threadsReadTo.get(threadId) ?? 0)) return
      threadsReadTo = new Map(threadsReadTo).set(threadId, position)
      show({ ...view })
    },
    readRefused(roomId) {
      if (readTo.delete(roomId)) plan(gather)
    },
    close() {
      closed = true
      cancel()
      leave()
    },
  }
}
