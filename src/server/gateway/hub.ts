/** Who is subscribed to which topic, and the one loop that sends to them. */
import { encodeBroadcast } from './frame'

export interface Subscriber {
  /** Never throws, never waits. Every subscriber of a topic is given the same buffer. */
  send(frame: Buffer): void
}

export interface Hub {
  subscribe(topic: string, subscriber: Subscriber): void
  unsubscribe(topic: string, subscriber: Subscriber): void
  /**
   * Sends to everybody on the topic but `except`. Encodes once, or not at all where nobody is.
   *
   * @throws RangeError for a payload nested too deeply to be encoded; TypeError for one that is not JSON.
   */
  publish(topic: string, event: string, payload: unknown, except?: Subscriber): void
  /** Topics somebody is subscribed to. */
  topics(): number
}

export function createHub(): Hub {
  const subscribers = new Map<string, Set<Subscriber>>()
  return {
    subscribe(topic, subscriber) {
      const present = subscribers.get(topic)
      if (present) present.add(subscriber)
      else subscribers.set(topic, new Set([subscriber]))
    },
    unsubscribe(topic, subscriber) {
      const present = subscribers.get(topic)
      if (present?.delete(subscriber) && present.size === 0) subscribers.delete(topic)
    },
    publish(topic, event, payload, except) {
      const present = subscribers.get(topic)
      if (present === undefined) return
      const frame = encodeBroadcast(topic, event, payload)
      for (const subscriber of present) {
        if (subscriber !== except) subscriber.send(frame)
      }
    },
    topics: () => subscribers.size,
  }
}
