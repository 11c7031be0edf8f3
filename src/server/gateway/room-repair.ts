/** Asks the log what the rooms' subscribers may have missed: one read for all of them. */
import { parseRoomTopic } from '@/contract/realtime'
import type { Clock } from '../ports/clock'
import type { MessageLog } from '../ports/message-log'
import { changeFrameOf } from '../services/change-frame'
import { encodeBroadcast } from './frame'
import type { GatewayLimits } from './gateway-limits'
import type { Hub } from './hub'
import type { PlacedFrame, RoomOrder } from './room-order'
import { isDefect } from './session'

/** The part of the log that the gateway reads. */
export type RoomReader = Pick<MessageLog, 'changesAfter' | 'roomHeads'>

interface RepairDeps {
  readonly rooms: RoomReader
  readonly hub: Hub
  readonly limits: Pick<GatewayLimits, 'rejoinPage'>
  onError(error: unknown): void
}

/**
 * Reads everything after a position, with the rights of somebody who is subscribed. Answers undefined when that cannot
 * be had; never rejects.
 */
export function createRepair({ rooms, hub, limits, onError }: RepairDeps) {
  return async (topic: string, after: number): Promise<PlacedFrame | undefined> => {
    const room = parseRoomTopic(topic)
    const reader = hub.reader(topic)
    if (!room || reader === undefined) return undefined
    try {
      const page = await rooms.changesAfter(reader, room.roomId, after, limits.rejoinPage)
      if (page?.epoch !== room.epoch) return undefined
      const { log, epoch, head, changes, hasMore } = page
      const payload = hasMore
        ? { log, epoch, head }
        : changeFrameOf(log, { epoch, after, upTo: head, changes })
      return { span: { log, after, upTo: head }, frame: encodeBroadcast(topic, 'change', payload) }
    } catch (error) {
      if (isDefect(error)) onError(error)
      return undefined
    }
  }
}

interface WatchDeps {
  readonly clock: Clock
  readonly hub: Hub
  readonly order: RoomOrder
  readonly rooms: RoomReader
  readonly limits: Pick<GatewayLimits, 'busBeatMs' | 'headsPage'>
  /** Whether something may be missed just now. */
  isBlind(): boolean
  onError(error: unknown): void
}

export interface HeadsWatch {
  /** Something may have been missed: compares at the next beat, and until it succeeds. */
  missed(): void
  stop(): void
}

/** Compares the heads of all rooms somebody here is subscribed to, at every beat for which something may be missed. */
export function watchHeads({ clock, hub, order, rooms, limits, isBlind, onError }: WatchDeps): HeadsWatch {
  let due = false
  let comparing = false
  let cancelTimer = clock.after(limits.busBeatMs, () => void beat())

  async function beat(): Promise<void> {
    cancelTimer = clock.after(limits.busBeatMs, () => void beat())
    if (comparing || !(due || isBlind())) return
    comparing = true
    due = false
    try {
      await compare()
    } catch (error) {
      due = true
      if (isDefect(error)) onError(error)
    }
    comparing = false
  }

  async function compare(): Promise<void> {
    const topics = hub.topics().flatMap((topic) => {
      const room = parseRoomTopic(topic)
      return room ? [{ topic, ...room }] : []
    })
    for (let start = 0; start < topics.length; start += limits.headsPage) {
      const some = topics.slice(start, start + limits.headsPage)
      const { log, rooms: stands } = await rooms.roomHeads([...new Set(some.map(({ roomId }) => roomId))])
      const standOf = new Map(stands.map((stand) => [stand.roomId, stand]))
      for (const { topic, roomId, epoch } of some) {
        const stand = standOf.get(roomId)
        if (!stand || !hub.has(topic)) continue
        if (stand.epoch === epoch) order.compare(topic, { log, head: stand.head })
        else hub.send(topic, encodeBroadcast(topic, 'change', { log, epoch: stand.epoch, head: stand.head }))
      }
    }
  }

  return {
    missed() {
      due = true
    },
    stop: () => cancelTimer(),
  }
}
