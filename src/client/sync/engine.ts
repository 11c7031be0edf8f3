/** The sync client of one user: rooms, their outbox, and the heads that tell which rooms moved. */
import type { Clock } from './clock'
import type { Connectivity } from './connectivity'
import { createDrafts, type Drafts } from './drafts'
import { createFollowedRooms } from './followed-rooms'
import { createHeads } from './heads'
import type { Lead } from './lead'
import type { LiveChannel } from './live-channel'
import type { LocalStore } from './local-store'
import { doubtOffline } from './offline-word'
import { createOutbox } from './outbox'
import type { Random } from './random'
import { createRecovery } from './recovery'
import { createRoom, type Room } from './room'
import { createRoomList, type RoomListView } from './room-list'
import { watchSession } from './session-watch'
import type { Transport } from './transport'
import type { RoomActions, RoomView } from './view'

export interface SyncPorts {
  userId: string
  transport: Transport
  live: LiveChannel
  connectivity: Connectivity
  clock: Clock
  random: Random
  /** A new id for a command. */
  ids: () => string
  /** Messages in a page of older ones; 100 unless tests want it otherwise. */
  olderPage?: number
  store: LocalStore
  /** Which of several tabs sends. */
  lead: Lead
  /** Whether a text names the user; where it is missing, nothing does. */
  isForMe?: (content: string) => boolean
  /** As in `createDrafts`. */
  painted?: () => Promise<void>
}

export interface SyncRoom {
  /** The same value until something in it changed. */
  view(): RoomView
  /** Connects the room while there is a listener. */
  subscribe(listener: () => void): () => void
  actions: RoomActions
}

export interface Sync {
  /** The same object for the same room. */
  room(roomId: string): SyncRoom
  /** Whether anybody looks at the room. */
  isShown(roomId: string): boolean
  heads: {
    /** The same value until something changed. */
    view(): RoomListView
    /** The history that was last heard of; undefined before the server was heard. */
    log(): string | undefined
    subscribe(listener: () => void): () => void
    /** Looks again, for example after joining a room. */
    refresh(): void
  }
  drafts: Drafts
  /** Somebody has signed in again: sends what had to wait. */
  signedIn(): void
  close(): void
}

export function createSync(ports: SyncPorts): Sync {
  const { userId, live, connectivity, clock, random, ids, store, lead } = ports
  const rooms = new Map<string, Room>()
  const followed = createFollowedRooms()
  /** Rooms of memberships that are over, of which nothing is kept any more. */
  const purged = new Set<string>()
  const refreshRooms = () => {
    for (const room of rooms.values()) room.refresh()
  }

  const word = doubtOffline(connectivity, () => {
    refreshRooms()
    // Whether it is true shows in an answer.
    heads.refresh()
  })
  const session = watchSession(
    ports.transport,
    (signedOut) => {
      if (!signedOut) outbox.resume()
      refreshRooms()
    },
    word.asked,
  )
  const { transport } = session

  const outbox = createOutbox({
    ...{ stored: store.outbox, lead, transport, clock, random, changed: refreshRooms },
    accepted(roomId, { log, position, epoch }) {
      // The membership ended before the answer came, which has no epoch then.
      if (purged.has(roomId) && epoch === undefined)
        outbox.forget(roomId, log).catch(() => purged.delete(roomId))
      rooms.get(roomId)?.sync.hear({ log, head: position, epoch })
    },
  })

  const heads = createHeads({
    ...{ userId, stored: store.heads, transport, live, clock, random },
    looking() {
      const asked = new Map([...rooms].map(([roomId, room]) => [roomId, room.sync.log()]))
      return ({ log, rooms: found, ended }) => {
        const { begin, end } = followed.found(found)
        for (const { roomId, head, epoch } of found) {
          const known = rooms.get(roomId)
          purged.delete(roomId)
          known?.found()
          known?.sync.compare(asked.get(roomId), { log, head, epoch })
          if (!known?.isShown()) recovery.want(roomId, head, known?.sync.log() !== undefined)
        }
        for (const roomId of begin) room(roomId).follow(true)
        for (const roomId of end) rooms.get(roomId)?.follow(false)
        for (const roomId of ended) {
          rooms.get(roomId)?.sync.ended()
          purge(roomId, log)
        }
      }
    },
    announced: ({ roomId, epoch }) => rooms.get(roomId)?.sync.heardEpoch(epoch),
  })

  const stopWaking = connectivity.onWake(() => {
    live.wake?.()
    // What another tab wrote right before it was killed may not have been told.
    store.outbox.read().catch(() => {})
    outbox.wake()
    heads.refresh()
    for (const room of rooms.values()) room.sync.wake()
  })

  const drafts = createDrafts(store, ports.painted)
  const list = createRoomList({
    ...{ userId, heads, isForMe: ports.isForMe ?? (() => false) },
    copyOf: (roomId) => rooms.get(roomId)?.sync.log(),
  })
  const recovery = createRecovery({
    async catchUp(roomId) {
      const isWhole = await room(roomId).sync.catchUp()
      // There is a copy now.
      if (followed.has(roomId)) room(roomId).follow(true)
      return isWhole
    },
  })
  const stopWatching = store.watch(() => {
    outbox.look()
    refreshRooms()
    list.refresh()
  })
  // Where it cannot be read, each command that is added says so.
  store.outbox.read().then(outbox.look, () => {})
  heads.start()

  function purge(roomId: string, log: string) {
    // Another tab may have died right after it noted an answer, or have had an older page of the room.
    const isLeft = rooms.get(roomId)?.sync.log() === undefined
    outbox.forget(roomId, log).catch(() => purged.delete(roomId))
    if (purged.has(roomId) && isLeft) return
    purged.add(roomId)
    // Where the storage fails, the next look at the heads tries again.
    store
      .room(roomId)
      .change(() => undefined)
      .catch(() => purged.delete(roomId))
  }

  function room(roomId: string): Room {
    const known = rooms.get(roomId)
    if (known) return known
    const made = createRoom(roomId, {
      ...{ userId, outbox, transport, live, clock, random, ids, olderPage: ports.olderPage },
      ...{ signedOut: session.signedOut, isOffline: word.isOffline, isSeen: connectivity.isSeen },
      stored: store.room(roomId),
      draftPending: drafts.pending,
      hasReadThread: heads.readThread,
      compareHeads: heads.refresh,
      epoch: () => heads.view().rooms.find((head) => head.roomId === roomId)?.epoch,
      hasRead: (log, position) => heads.read({ roomId, log, position }),
      hasUnread: (log, position) => heads.unread({ roomId, log, position }),
      readRefused: () => heads.readRefused(roomId),
      isAlone: lead.isAlone,
    })
    rooms.set(roomId, made)
    return made
  }

  return {
    room,
    isShown: (roomId) => rooms.get(roomId)?.isShown() ?? false,
    heads: { view: list.view, subscribe: list.subscribe, log: heads.log, refresh: heads.refresh },
    drafts,
    signedIn: () => outbox.resume(),
    close() {
      word.close()
      stopWaking()
      stopWatching()
      heads.close()
      recovery.close()
      outbox.close()
      for (const room of rooms.values()) room.close()
    },
  }
}
