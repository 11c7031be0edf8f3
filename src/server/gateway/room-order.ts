/**
 * Puts the frames of each room into the order of their positions: several processes publish them, and the later may
 * arrive first.
 *
 *   frame fits ──► sent, and whatever waited for it
 *   frame is early ──► held ──the missing one comes──► sent in order
 *                        └──too late, or too many held──► one read of the log fills the hole for everybody
 *
 * A room is known from its first frame on, while somebody here is subscribed. Clients would notice a hole by themselves,
 * each with a read of its own; this saves them that.
 */
import type { Clock } from '../ports/clock'
import type { GatewayLimits } from './gateway-limits'

/** What a frame covers: the positions `(after, upTo]` of a room's topic, in this log. */
export interface Span {
  readonly log: string
  readonly after: number
  readonly upTo: number
}

export interface PlacedFrame {
  readonly span: Span
  readonly frame: Buffer
}

export interface RoomOrder {
  /** Sends the frame, at once or when its turn has come. */
  take(topic: string, placed: PlacedFrame): void
  /** The room has come this far, says the log: whatever is missing is fetched. */
  compare(topic: string, stand: { readonly log: string; readonly head: number }): void
  /** Nobody is subscribed any more. */
  forget(topic: string): void
  stop(): void
}

interface RoomOrderDeps {
  readonly clock: Clock
  readonly limits: Pick<GatewayLimits, 'lateFrameMs' | 'lateFramesPerRoom'>
  send(topic: string, frame: Buffer): void
  /** One frame with everything after this position; undefined when it cannot be had. Never rejects. */
  repair(topic: string, after: number): Promise<PlacedFrame | undefined>
  /** Tells the topic that the room has come this far, and no more. */
  sendHead(topic: string, log: string, head: number): void
}

interface Room {
  readonly log: string
  /** Everything in `(from, upTo]` was sent. */
  readonly from: number
  upTo: number
  /** Early frames by `after`. */
  readonly early: Map<number, PlacedFrame>
  repairing: boolean
  cancelWait: (() => void) | undefined
}

export function createRoomOrder({ clock, limits, send, repair, sendHead }: RoomOrderDeps): RoomOrder {
  const rooms = new Map<string, Room>()

  function open(topic: string, log: string, from: number): Room {
    rooms.get(topic)?.cancelWait?.()
    const room = { log, from, upTo: from, early: new Map(), repairing: false, cancelWait: undefined }
    rooms.set(topic, room)
    return room
  }

  function pass(topic: string, room: Room, { span, frame }: PlacedFrame): void {
    // What came before the first frame that was seen here may still be news to somebody.
    if (span.upTo <= room.upTo && span.after >= room.from) return
    room.upTo = Math.max(room.upTo, span.upTo)
    send(topic, frame)
  }

  /** Sends what has waited for its turn; `all`: what still has not come is left to the clients. */
  function release(topic: string, room: Room, all = false): void {
    for (const placed of [...room.early.values()].sort(byPosition)) {
      if (placed.span.after > room.upTo && !all) break
      room.early.delete(placed.span.after)
      pass(topic, room, placed)
    }
    room.cancelWait?.()
    room.cancelWait = undefined
    if (room.early.size > 0) wait(topic, room)
  }

  function wait(topic: string, room: Room): void {
    room.cancelWait ??= clock.after(limits.lateFrameMs, () => void fill(topic, room))
  }

  /** @param head how far the room has come, if that is known */
  async function fill(topic: string, room: Room, head?: number): Promise<void> {
    if (room.repairing) return
    room.repairing = true
    const early = [...room.early.keys()]
    const { upTo } = room
    const repaired = await repair(topic, upTo)
    room.repairing = false
    if (rooms.get(topic) !== room) return
    if (repaired) {
      take(topic, repaired)
      // What the log does not reach it never had: it was forged, or lost with a database that failed over.
      if (room.upTo === upTo) for (const after of early) room.early.delete(after)
    } else if (head !== undefined) sendHead(topic, room.log, head)
    release(topic, room, repaired === undefined)
  }

  function take(topic: string, placed: PlacedFrame): void {
    const { log, after } = placed.span
    const known = rooms.get(topic)
    const room = known?.log === log ? known : open(topic, log, after)
    if (after <= room.upTo) {
      pass(topic, room, placed)
      if (room.early.size > 0) release(topic, room)
      return
    }
    room.early.set(after, placed)
    if (room.early.size > limits.lateFramesPerRoom) release(topic, room, true)
    else wait(topic, room)
  }

  return {
    take,

    compare(topic, { log, head }) {
      const known = rooms.get(topic)
      if (known?.log !== log) {
        open(topic, log, head)
        sendHead(topic, log, head)
      } else if (head > known.upTo) {
        // A read under way may have begun before this head.
        if (known.repairing) sendHead(topic, log, head)
        else void fill(topic, known, head)
      }
    },

    forget(topic) {
      rooms.get(topic)?.cancelWait?.()
      rooms.delete(topic)
    },

    stop() {
      for (const room of rooms.values()) room.cancelWait?.()
      rooms.clear()
    },
  }
}

function byPosition(one: PlacedFrame, other: PlacedFrame): number {
  return one.span.after - other.span.after
}
