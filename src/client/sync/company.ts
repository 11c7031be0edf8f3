/**
 * Who else is here, and who is typing (PT-02 to PT-07), and how far they have read (PT-11). This page meets the others among the peers of the rooms that it
 * shows, and of the user's latest direct rooms; a person met in any of them is here.
 */
import { limits } from '@/contract/limits'
import type { MemberReceipts, RoomHead } from '@/contract/sync'
import type { Clock } from './clock'
import type { Sync, SyncRoom } from './engine'
import type { PeersChannel } from './live-channel'
import { createMeeting, type Meeting } from './meeting'
import type { Receipt } from './room-receipts'
import { createShownRoom, type ShownRoom, type Written } from './shown-room'

export interface CompanyPorts {
  userId: string
  live: PeersChannel
  clock: Clock
  heads: Pick<Sync['heads'], 'subscribe'> & { view(): { rooms: readonly RoomHead[] } }
  room: (roomId: string) => Pick<SyncRoom, 'subscribe'> & { view(): { items: readonly Written[] } }
  /** Asks how far the others have received and read it. */
  receipts: (roomId: string) => Promise<MemberReceipts>
  /** Whether the user wants to be seen, and to see. */
  sharing: { get(): { shown: boolean }; subscribe(listener: () => void): () => void }
}

export interface Company {
  subscribe(listener: () => void): () => void
  /** The user's own id is among them while they are seen; the same value until it changed. */
  here(): ReadonlySet<string>
  /** The same value until it changed. */
  typing(roomId: string): readonly string[]
  /** The others in a small room that is shown; the same value until it changed. */
  receipts(roomId: string): readonly Receipt[]
  /** The user has typed something there. */
  typed(roomId: string): void
  /** The room is shown, until the answer is called. */
  show(roomId: string): () => void
  close(): void
}

const nobody: readonly never[] = []

export function createCompany(ports: CompanyPorts): Company {
  const { userId, live, clock, heads, room, receipts, sharing } = ports
  const listeners = new Set<() => void>()
  const meetings = new Map<string, Meeting>()
  const shown = new Map<string, { times: number; room: ShownRoom }>()
  let here: ReadonlySet<string> = new Set()
  let closed = false

  function changed() {
    const now = new Set([...meetings.values()].flatMap((meeting) => [...meeting.here()]))
    if (now.size !== here.size || [...now].some((person) => !here.has(person))) here = now
    for (const listener of listeners) listener()
  }

  /** Where this page meets the others: the epoch of each room. */
  function wanted(): Map<string, number> {
    if (closed || !sharing.get().shown) return new Map()
    const { rooms } = heads.view()
    const directs = rooms.filter(({ kind }) => kind === 'direct')
    directs.sort((one, other) => (sentAt(one) < sentAt(other) ? 1 : -1))
    directs.length = Math.min(directs.length, limits.metDirectRooms)
    const all = [...directs, ...rooms.filter(({ roomId }) => shown.has(roomId))]
    return new Map(all.map(({ roomId, epoch }) => [roomId, epoch]))
  }

  function arrange() {
    const rooms = wanted()
    for (const [roomId, meeting] of meetings) {
      if (rooms.get(roomId) === meeting.epoch) continue
      meetings.delete(roomId)
      meeting.leave()
      changed()
    }
    for (const [roomId, epoch] of rooms) {
      if (meetings.has(roomId)) continue
      const hint = () => shown.get(roomId)?.room.hint()
      meetings.set(roomId, createMeeting({ userId, roomId, epoch, live, clock, changed, hint }))
    }
    for (const { roomId, lastReadPosition } of heads.view().rooms) {
      shown.get(roomId)?.room.readTo(lastReadPosition)
    }
  }

  function showRoom(roomId: string) {
    return createShownRoom({
      ...{ userId, clock, changed, room: room(roomId) },
      ask: () => receipts(roomId),
      came: (person) => meetings.get(roomId)?.done(person),
      sayRead: () => meetings.get(roomId)?.sayRead(),
    })
  }

  const stops = [heads.subscribe(arrange), sharing.subscribe(arrange)]
  arrange()

  return {
    here: () => here,
    typing: (roomId) => meetings.get(roomId)?.typing() ?? nobody,
    typed: (roomId) => meetings.get(roomId)?.typed(),
    receipts: (roomId) => shown.get(roomId)?.room.view() ?? nobody,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    show(roomId) {
      const known = shown.get(roomId) ?? { times: 0, room: showRoom(roomId) }
      known.times++
      shown.set(roomId, known)
      arrange()
      return () => {
        known.times--
        if (known.times > 0) return
        known.room.close()
        shown.delete(roomId)
        arrange()
      }
    },
    close() {
      closed = true
      for (const stop of stops) stop()
      for (const { room } of shown.values()) room.close()
      arrange()
    },
  }
}

const sentAt = ({ latest }: RoomHead) => latest?.sentAt ?? ''
