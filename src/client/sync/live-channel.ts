/** The live channel as the sync engine sees it. A port: realtime-js in the browser, a hand-pumped network in tests. */

/** `joined` alone proves nothing: events may have been lost before it, and may be lost after. */
export type TopicState = 'joining' | 'joined' | 'broken'

export interface TopicListener {
  /** `payload` has not been checked. */
  event(event: string, payload: unknown): void
  state(state: TopicState): void
}

export interface LiveChannel {
  /** Joins a topic and keeps trying until the answer is called, which leaves it. */
  join(topic: string, listener: TopicListener): () => void
  /** The network may be back: a broken connection is tried again at once instead of when its turn comes. */
  wake?(): void
}

export interface PeersListener extends TopicListener {
  /** Who is there, by the server's word, whenever that may have changed; nobody until it has been heard. */
  here(userIds: ReadonlySet<string>): void
}

export interface PeersTopic {
  /** To everybody else there, once; lost while the topic is not joined. */
  say(event: string, payload: unknown): void
  leave(): void
}

/** A live channel on which people also see and hear each other. */
export interface PeersChannel {
  /** As `join`, and is seen there. */
  meet(topic: string, listener: PeersListener): PeersTopic
}

export interface ClosableLiveChannel extends LiveChannel {
  /** Ends its connection, for good. */
  close(): void
}
