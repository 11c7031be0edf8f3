/**
 * A network between one client and a model server that moves only when a test says so.
 *
 * Every request, answer and frame is a packet. Packets wait until they are delivered, dropped, repeated or overtaken;
 * an answer is a packet of its own, so a request can be lost before the server has seen it or after it has acted.
 */
import type { LiveChannel, TopicListener, TopicState } from '@/client/sync/live-channel'
import type { Transport } from '@/client/sync/transport'
import { ParleyError } from '@/contract/errors'
import type { ModelServer } from './model-server'

export interface Packet {
  kind: 'request' | 'answer' | 'frame' | 'state'
  /** The method or the topic. */
  name: string
  deliver(): void
  /** Lost: whoever waits for it hears UNAVAILABLE. */
  drop(): void
}

export interface PumpedNetwork {
  transport: Transport
  live: LiveChannel
  /** What is under way, oldest first. */
  packets: Packet[]
  /** Takes out and delivers the oldest packet, or the oldest of this name, and lets what follows from it happen. */
  deliver(name?: string): Promise<void>
  drop(name?: string): Promise<void>
  /** Delivers until nothing is under way. */
  settle(): Promise<void>
  /** Broadcasts on a topic that the client may have joined. */
  publish(topic: string, event: string, payload: unknown): void
  /** Every topic breaks, as if the socket was cut; nobody is told of what is published until `repair`. */
  cut(): void
  repair(): void
  /** Topics that the client is on, in the order of joining. */
  topics(): string[]
}

/** Lets everything happen that waits for nothing but a turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

export function createPumpedNetwork(server: ModelServer): PumpedNetwork {
  const packets: Packet[] = []
  const joined = new Map<TopicListener, string>()
  let connected = true

  /** What travels is a copy: neither side can change what the other holds. */
  const copy = <Value>(value: Value): Value => structuredClone(value)

  function request<Answer>(name: string, act: () => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new ParleyError('UNAVAILABLE'))
      const answer = (deliver: () => void) => packets.push({ kind: 'answer', name, deliver, drop: lost })
      packets.push({
        ...{ kind: 'request', name, drop: lost },
        deliver() {
          try {
            const result = copy(act())
            answer(() => resolve(result))
          } catch (error) {
            answer(() => reject(error))
          }
        },
      })
    })
  }

  function tell(listener: TopicListener, state: TopicState) {
    const name = joined.get(listener) ?? ''
    const deliver = () => {
      if (joined.has(listener)) listener.state(state)
    }
    packets.push({ kind: 'state', name, deliver, drop: () => {} })
  }

  async function move(name: string | undefined, how: 'deliver' | 'drop') {
    await turn()
    const index = name === undefined ? 0 : packets.findIndex((packet) => packet.name === name)
    const [packet] = index < 0 ? [] : packets.splice(index, 1)
    if (!packet) throw new Error(`nothing is under way${name ? ` for ${name}` : ''}`)
    packet[how]()
    await turn()
  }

  return {
    packets,
    transport: {
      apply: (commands) => request('apply', () => commands.map((command) => server.apply(command))),
      rejoin: (input) => request('rejoin', () => server.rejoin(input)),
      history: (input) => request('history', () => server.history(input)),
      heads: () => request('heads', () => server.heads()),
      markReceived: (input) => request('markReceived', () => input.position),
      markRead: (input) => request('markRead', () => input.position),
    },
    live: {
      join(topic, listener) {
        joined.set(listener, topic)
        if (connected) tell(listener, 'joined')
        else tell(listener, 'broken')
        return () => joined.delete(listener)
      },
    },
    deliver: (name) => move(name, 'deliver'),
    drop: (name) => move(name, 'drop'),
    async settle() {
      await turn()
      while (packets.length > 0) await move(undefined, 'deliver')
    },
    publish(topic, event, payload) {
      if (!connected) return
      const sent = copy(payload)
      for (const [listener, name] of joined) {
        if (name !== topic) continue
        const deliver = () => {
          if (joined.has(listener)) listener.event(event, sent)
        }
        packets.push({ kind: 'frame', name, deliver, drop: () => {} })
      }
    },
    cut() {
      connected = false
      for (const packet of packets.splice(0)) packet.drop()
      for (const listener of joined.keys()) tell(listener, 'broken')
    },
    repair() {
      connected = true
      for (const listener of joined.keys()) tell(listener, 'joined')
    },
    topics: () => [...joined.values()],
  }
}
