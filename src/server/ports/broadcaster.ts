/** Sends an event to everybody on a topic of the live channel. A hint: it may be lost, and never blocks or throws. */
export interface Broadcaster {
  publish(topic: string, event: string, payload: object): void
}
