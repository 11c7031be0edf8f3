/** Sends what is published on a topic to its subscribers: here, and through the bus in other processes. Encoded once. */
import type { Bus } from '../ports/bus'
import { encodeBroadcast } from './frame'
import type { Hub, Subscriber } from './hub'
import type { FrameHeader } from './process-messages'
import type { RoomOrder, Span } from './room-order'

export interface FanOut {
  /**
   * Sends to everybody on the topic but `except`. Encodes once, or not at all where nobody can be.
   *
   * @throws RangeError for a payload nested too deeply to be encoded; TypeError for one that is not JSON.
   */
  publish(topic: string, event: string, payload: unknown, except?: Subscriber): void
  /** A frame that another process published. */
  receive(header: FrameHeader, frame: Buffer): void
}

interface FanOutDeps {
  readonly hub: Hub
  readonly order: RoomOrder
  /** Undefined where there is one process for certain. */
  readonly bus: Bus | undefined
}

export function createFanOut({ hub, order, bus }: FanOutDeps): FanOut {
  function deliver(topic: string, span: Span | undefined, frame: Buffer, except?: Subscriber): void {
    if (!hub.has(topic)) return
    if (span) order.take(topic, { span, frame })
    else hub.send(topic, frame, except)
  }

  return {
    publish(topic, event, payload, except) {
      if (!bus && !hub.has(topic)) return
      const frame = encodeBroadcast(topic, event, payload)
      const span = topic.startsWith('room:') && event === 'change' ? spanOf(payload) : undefined
      bus?.publish({ kind: 'frame', topic, ...(span && { span }) } satisfies FrameHeader, frame)
      deliver(topic, span, frame, except)
    },
    receive: ({ topic, span }, frame) => deliver(topic, span, frame),
  }
}

/** A frame that tells only the head covers nothing. */
function spanOf(payload: unknown): Span | undefined {
  const { log, after, upTo } = Object(payload) as Record<keyof Span, unknown>
  return typeof log === 'string' && typeof after === 'number' && typeof upTo === 'number'
    ? { log, after, upTo }
    : undefined
}
