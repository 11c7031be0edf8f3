/** Who is subscribed to which topic in this process, and the one loop that sends to them. */

export interface Subscriber {
  /** Never throws, never waits. Every subscriber of a topic is given the same buffer. */
  send(frame: Buffer): void
}

export interface Hub {
  /** @param userId in whose name the subscriber is there */
  subscribe(topic: string, subscriber: Subscriber, userId: string): void
  unsubscribe(topic: string, subscriber: Subscriber): void
  has(topic: string): boolean
  /** Sends to everybody on the topic but `except`. */
  send(topic: string, frame: Buffer, except?: Subscriber): void
  /** A user who may read the topic, as far as is known here. */
  reader(topic: string): string | undefined
  /** Topics somebody is subscribed to. */
  topics(): readonly string[]
  /** How many they are. */
  size(): number
}

/** @param onDeserted told of each topic that has lost its last subscriber */
export function createHub(onDeserted: (topic: string) => void = () => {}): Hub {
  const topics = new Map<string, Map<Subscriber, string>>()
  return {
    subscribe(topic, subscriber, userId) {
      const present = topics.get(topic)
      if (present) present.set(subscriber, userId)
      else topics.set(topic, new Map([[subscriber, userId]]))
    },
    unsubscribe(topic, subscriber) {
      const present = topics.get(topic)
      if (!present?.delete(subscriber) || present.size > 0) return
      topics.delete(topic)
      onDeserted(topic)
    },
    has: (topic) => topics.has(topic),
    send(topic, frame, except) {
      for (const subscriber of topics.get(topic)?.keys() ?? []) {
        if (subscriber !== except) subscriber.send(frame)
      }
    },
    reader: (topic) => topics.get(topic)?.values().next().value,
    topics: () => [...topics.keys()],
    size: () => topics.size,
  }
}
