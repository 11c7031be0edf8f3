/** A room that is shown, for the company in it: whose messages come, how far the others have read, and telling them. */
import type { MemberReceipts } from '@/contract/sync'
import type { Clock } from './clock'
import { createRoomReceipts, type RoomReceipts } from './room-receipts'

/** What of a room's items is looked at. */
export type Written = { kind: string; senderId?: string; seq?: number }

export interface ShownRoomPorts {
  userId: string
  clock: Clock
  room: { view(): { items: readonly Written[] }; subscribe(listener: () => void): () => void }
  ask: () => Promise<MemberReceipts>
  changed: () => void
  /** A message of theirs has come. */
  came: (userId: string) => void
  /** Tells the others that the user has read more. */
  sayRead: () => void
}

export interface ShownRoom extends Pick<RoomReceipts, 'view' | 'hint'> {
  /** The user has read up to here. */
  readTo(position: number): void
  close(): void
}

/** Until others are told that the user has read (ms): the server shall know it by then. */
export const toldReadMs = 1_500
/** Only so many of the newest items are looked at. */
const looked = 50

export function createShownRoom(ports: ShownRoomPorts): ShownRoom {
  const { userId, clock, room, ask, changed, came, sayRead } = ports
  const receipts = createRoomReceipts({ clock, ask, changed })
  let newest = 0
  let read: number | undefined
  let cancel: (() => void) | undefined

  function look(isFirst: boolean) {
    const before = newest
    for (const { senderId, seq = 0 } of room.view().items.slice(-looked)) {
      newest = Math.max(newest, seq)
      if (seq <= before || senderId === undefined) continue
      if (!isFirst) came(senderId)
      if (senderId === userId) receipts.wrote(seq)
    }
  }

  look(true)
  const stop = room.subscribe(() => look(false))

  return {
    view: receipts.view,
    hint: receipts.hint,
    readTo(position) {
      const isMore = read !== undefined && position > read
      read = position
      // In a large room nobody asks.
      if (!isMore || receipts.view().length === 0) return
      cancel ??= clock.after(toldReadMs, () => {
        cancel = undefined
        sayRead()
      })
    },
    close() {
      stop()
      cancel?.()
      receipts.close()
    },
  }
}
