/**
 * Who else is here, and who is typing (PT-02 to PT-07). This page meets the others among the peers of the rooms that it
 * shows, and of the user's latest direct rooms; a person met in any of them is here.
 */
import { limits } from '@/contract/limits'
import type { RoomHead } from '@/contract/sync'
import type { Clock } from './clock'
import type { Sync, SyncRoom } from './engine'
import type { PeersChannel } from './live-channel'
import { createMeeting, type Meeting } from './meeting'

export interface CompanyPorts {
  userId: string
  live: PeersChannel
  clock: Clock
  heads: Pick<Sync['heads'], 'subscribe'> & { view(): { rooms: readonly RoomHead[] } }
  room: (roomId: string) => Pick<SyncRoom, 'subscribe'> & { view(): { items: readonly Written[] } }
  /** Whether the user wants to be seen, and to see. */
  sharing: { get(): { shown: boolean }; subscribe(listener: () => void): () => void }
}

type Written = { kind: string; senderId?: string; seq?: number }

export interface Company {
  subscribe(listener: () => void): () => void
  /** The user's own id is among them while they are seen; the same value until it changed. */
  here(): ReadonlySet<string>
  /** The same value until it changed. */
  typing(roomId: string): readonly string[]
  /** The user has typed something there. */
  typed(roomId: string): void
  /** The room is shown, until the answer is called. */
  show(roomId: string): () => void
  close(): void
}

const nobody: readonly string[] = []

export function createCompany({ userId, live, clock, heads, room, sharing }: CompanyPorts): Company {
  const listeners = new Set<() => void>()
  const meetings = new Map<string, Meeting>()
  /** Shown rooms: how often, and what ends looking at what comes in. */
  const shown = new Map<string, { times: number; stop: () => void }>()
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
      meetings.set(roomId, createMeeting({ userId, roomId, epoch, live, clock, changed }))
    }
  }

  /** Whoever's message has come types no more. */
  function watch(roomId: string): () => void {
    const { view, subscribe } = room(roomId)
    let newest = newestIn(view().items)
    return subscribe(() => {
      const { items } = view()
      for (const { senderId, seq = 0 } of items.slice(-50)) {
        if (seq > newest && senderId !== undefined) meetings.get(roomId)?.done(senderId)
      }
      newest = newestIn(items)
    })
  }

  const stops = [heads.subscribe(arrange), sharing.subscribe(arrange)]
  arrange()

  return {
    here: () => here,
    typing: (roomId) => meetings.get(roomId)?.typing() ?? nobody,
    typed: (roomId) => meetings.get(roomId)?.typed(),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    show(roomId) {
      const known = shown.get(roomId) ?? { times: 0, stop: watch(roomId) }
      known.times++
      shown.set(roomId, known)
      arrange()
      return () => {
        known.times--
        if (known.times > 0) return
        known.stop()
        shown.delete(roomId)
        arrange()
      }
    },
    close() {
      closed = true
      for (const stop of stops) stop()
      for (const { stop } of shown.values()) stop()
      arrange()
    },
  }
}

const sentAt = ({ latest }: RoomHead) => latest?.sentAt ?? ''

function newestIn(items: readonly Written[]): number {
  return items.slice(-50).reduce((newest, { seq = 0 }) => Math.max(newest, seq), 0)
}
