/**
 * Who is there, topic by topic. A key that leaves keeps its place for `presenceGraceMs`: a page that is loaded
 * again, or a socket that comes back, takes that place over, and nobody else sees a leave and a join.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../ports/clock'
import { encodeEvent, isPayload, type Payload } from './frame'
import type { GatewayLimits } from './gateway-limits'
import type { Subscriber } from './hub'
import { createRate, type Rate } from './rate'
import { reasons } from './reasons'

/** One join of one topic; a later join is another member. */
export interface Member {
  readonly topic: string
  readonly userId: string
  /** Under what the others see it: `<userId>`, or `<userId>:<key>`, so that nobody passes for another user. */
  readonly key: string
  readonly calls: Rate
}

export interface Presence {
  member(topic: string, userId: string, key: string | undefined): Member
  /** Sends the state, and from now on what changes. */
  watch(member: Member, viewer: Subscriber): void
  /** Tracks or untracks; answers why not. The caller has checked the right to write. */
  call(member: Member, request: Payload): string | undefined
  /** The join is over: its presence goes when nobody takes it over in time. */
  leave(member: Member, viewer: Subscriber): void
  /** Lets nobody come back, and leaves no timer behind. */
  stop(): void
}

interface Place {
  readonly key: string
  /** Stays through changes: realtime-js then replaces the meta, without a leave. */
  readonly meta: Payload & { readonly phx_ref: string }
  readonly encoded: string
  /** A client that missed a change takes an equal `phx_ref` for an equal meta, and must be told. */
  readonly revised: boolean
  cancelLeave: (() => void) | undefined
}

interface Topic {
  readonly places: Map<Member, Place>
  readonly viewers: Set<Subscriber>
}

interface PresenceDeps {
  readonly clock: Clock
  readonly limits: Pick<
    GatewayLimits,
    'presenceBytes' | 'presencesPerTopic' | 'presenceGraceMs' | 'presenceCalls' | 'presenceCallsMs'
  >
}

export function createPresence({ clock, limits }: PresenceDeps): Presence {
  const topics = new Map<string, Topic>()

  function open(name: string): Topic {
    const topic = topics.get(name) ?? { places: new Map(), viewers: new Set() }
    topics.set(name, topic)
    return topic
  }

  function forgetEmpty(name: string): void {
    const topic = topics.get(name)
    if (topic?.places.size === 0 && topic.viewers.size === 0) topics.delete(name)
  }

  function sendDiff(name: string, joins: readonly Place[], leaves: readonly Place[]): void {
    const viewers = topics.get(name)?.viewers
    if (!viewers?.size) return
    const frame = encodeEvent(name, 'presence_diff', { joins: byKey(joins), leaves: byKey(leaves) })
    for (const viewer of viewers) viewer.send(frame)
  }

  function remove(member: Member): void {
    const place = topics.get(member.topic)?.places.get(member)
    if (!place) return
    place.cancelLeave?.()
    topics.get(member.topic)?.places.delete(member)
    sendDiff(member.topic, [], [place])
    forgetEmpty(member.topic)
  }

  /** Takes the place of a member with the same key that is leaving, if there is one. */
  function takeOver(places: Map<Member, Place>, member: Member): Place | undefined {
    for (const [leaver, place] of places) {
      if (place.key === member.key && place.cancelLeave) {
        place.cancelLeave()
        place.cancelLeave = undefined
        places.delete(leaver)
        places.set(member, place)
        return place
      }
    }
    return undefined
  }

  function track(member: Member, payload: Payload): string | undefined {
    const encoded = encode(payload)
    if (encoded === undefined || Buffer.byteLength(encoded + member.key) > limits.presenceBytes) {
      return reasons.presencePayload
    }
    const { places } = open(member.topic)
    const earlier = places.get(member) ?? takeOver(places, member)
    if (earlier?.encoded === encoded) return undefined
    if (!earlier && places.size >= limits.presencesPerTopic) return reasons.tooManyPresences
    const place: Place = {
      key: member.key,
      meta: { ...payload, user_id: member.userId, phx_ref: earlier?.meta.phx_ref ?? randomUUID() },
      encoded,
      revised: earlier !== undefined,
      cancelLeave: undefined,
    }
    places.set(member, place)
    sendDiff(member.topic, [place], [])
    return undefined
  }

  return {
    member: (topic, userId, key) => ({
      topic,
      userId,
      key: !key || key === userId ? userId : `${userId}:${key}`,
      calls: createRate(clock, limits.presenceCalls, limits.presenceCallsMs),
    }),

    watch({ topic: name }, viewer) {
      const { places, viewers } = open(name)
      viewers.add(viewer)
      viewer.send(encodeEvent(name, 'presence_state', byKey([...places.values()])))
      const revised = [...places.values()].filter((place) => place.revised)
      if (revised.length > 0) {
        viewer.send(encodeEvent(name, 'presence_diff', { joins: byKey(revised), leaves: {} }))
      }
    },

    call(member, { event, payload }) {
      if (!member.calls()) return reasons.presenceRate
      if (event === 'track' && isPayload(payload)) return track(member, payload)
      if (event !== 'untrack') return reasons.presencePayload
      remove(member)
      return undefined
    },

    leave(member, viewer) {
      const topic = topics.get(member.topic)
      topic?.viewers.delete(viewer)
      const place = topic?.places.get(member)
      if (place) place.cancelLeave = clock.after(limits.presenceGraceMs, () => remove(member))
      forgetEmpty(member.topic)
    },

    stop() {
      for (const { places } of topics.values()) {
        for (const place of places.values()) place.cancelLeave?.()
      }
      topics.clear()
    },
  }
}

function encode(payload: Payload): string | undefined {
  try {
    return JSON.stringify(payload)
  } catch {
    // Nested too deeply.
    return undefined
  }
}

function byKey(places: readonly Place[]): Payload {
  const metas = new Map<string, Payload[]>()
  for (const { key, meta } of places) metas.set(key, [...(metas.get(key) ?? []), meta])
  return Object.fromEntries([...metas].map(([key, all]) => [key, { metas: all }]))
}
