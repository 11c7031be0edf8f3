/**
 * A network between one client and its server that moves only when a test says so.
 *
 * Every request, answer and frame is a packet. Packets wait until they are delivered, dropped, repeated or overtaken;
 * an answer is a packet of its own, so a request can be lost before the server has seen it or after it has acted.
 */
import type { LiveChannel, TopicListener, TopicState } from '@/client/sync/live-channel'
import { ParleyError } from '@/contract/errors'

export interface Packet {
  kind: 'request' | 'answer' | 'frame' | 'state'
  /** The method or the topic. */
  name: string
  /** Resolves when the server has acted, if it has to. */
  deliver(): Promise<void> | void
  /** Lost: whoever waits for it hears UNAVAILABLE. */
  drop(): void
}

export interface PumpedWire {
  live: LiveChannel
  /** What is under way, oldest first. */
  packets: Packet[]
  /** Sends `act` to the server, and its answer back. */
  request<Answer>(name: string, act: () => Answer | Promise<Answer>): Promise<Answer>
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

export interface PumpedWireOptions {
  /** Every join is a request then, which the server may refuse; a refused one is made again. */
  admission?: {
    /** What the client shows. */
    token: () => Promise<string>
    mayJoin: (token: string, topic: string) => Promise<boolean>
  }
  /** Waits until a refused join is made again. */
  later?: (again: () => void) => void
}

/** Lets everything happen that waits for nothing but a turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

export function createPumpedWire({ admission, later = () => {} }: PumpedWireOptions = {}): PumpedWire {
  const packets: Packet[] = []
  /** Everybody who wants to be on a topic, and whether they are. */
  const listeners = new Map<TopicListener, { topic: string; on: boolean }>()
  let connected = true

  /** What travels is a copy: neither side can change what the other holds. */
  const copy = <Value>(value: Value): Value => structuredClone(value)

  function request<Answer>(name: string, act: () => Answer | Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new ParleyError('UNAVAILABLE'))
      const answer = (deliver: () => void) => void packets.push({ kind: 'answer', name, deliver, drop: lost })
      const succeed = (result: Answer) => {
        const sent = copy(result)
        answer(() => resolve(sent))
      }
      const fail = (error: unknown) => answer(() => reject(error))
      packets.push({
        ...{ kind: 'request', name, drop: lost },
        deliver() {
          try {
            const result = act()
            if (result instanceof Promise) return result.then(succeed, fail)
            succeed(result)
          } catch (error) {
            fail(error)
          }
        },
      })
    })
  }

  function tell(listener: TopicListener, state: TopicState) {
    const name = listeners.get(listener)?.topic ?? ''
    const deliver = () => {
      const place = listeners.get(listener)
      if (!place || (state === 'joined' && !connected)) return
      place.on = state === 'joined'
      listener.state(state)
    }
    packets.push({ kind: 'state', name, deliver, drop: () => {} })
  }

  function join(listener: TopicListener) {
    const place = listeners.get(listener)
    if (!place) return
    if (!connected) return tell(listener, 'broken')
    // From here on it hears what is broadcast, although it does not know yet.
    if (!admission) {
      place.on = true
      return tell(listener, 'joined')
    }
    void ask(listener, place, admission)
  }

  async function ask(
    listener: TopicListener,
    place: { topic: string; on: boolean },
    { token, mayJoin }: NonNullable<PumpedWireOptions['admission']>,
  ) {
    const { topic } = place
    const again = () => later(() => join(listener))
    const answered = (allowed: boolean) => {
      if (listeners.get(listener) !== place || !connected) return
      place.on = allowed
      tell(listener, allowed ? 'joined' : 'broken')
      if (!allowed) again()
    }
    try {
      const shown = await token()
      packets.push({
        ...{ kind: 'request', name: topic, drop: again },
        deliver: () => mayJoin(shown, topic).then(answered, () => answered(false)),
      })
    } catch {
      again()
    }
  }

  async function move(name: string | undefined, how: 'deliver' | 'drop') {
    await turn()
    const index = name === undefined ? 0 : packets.findIndex((packet) => packet.name === name)
    const [packet] = index < 0 ? [] : packets.splice(index, 1)
    if (!packet) throw new Error(`nothing is under way${name ? ` for ${name}` : ''}`)
    await packet[how]()
    await turn()
  }

  return {
    packets,
    request,
    live: {
      join(topic, listener) {
        listeners.set(listener, { topic, on: false })
        join(listener)
        return () => listeners.delete(listener)
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
      for (const [listener, place] of listeners) {
        if (place.topic !== topic || !place.on) continue
        const deliver = () => {
          if (listeners.get(listener) === place) listener.event(event, sent)
        }
        packets.push({ kind: 'frame', name: topic, deliver, drop: () => {} })
      }
    },
    cut() {
      connected = false
      for (const packet of packets.splice(0)) packet.drop()
      for (const [listener, place] of listeners) {
        place.on = false
        tell(listener, 'broken')
      }
    },
    repair() {
      connected = true
      for (const listener of listeners.keys()) join(listener)
    },
    topics: () => [...listeners.values()].map(({ topic }) => topic),
  }
}
