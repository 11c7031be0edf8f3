/** What a connection may do with presence: track, untrack, watch, leave. Other processes are told of each change. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../ports/clock'
import { isPayload, type Payload } from './frame'
import type { GatewayLimits } from './gateway-limits'
import type { Subscriber } from './hub'
import type { Places } from './presence-places'
import type { PresenceMessage } from './process-messages'
import { createRate, type Rate } from './rate'
import { reasons } from './reasons'

/** One join of one topic; a later join is another member. */
export interface Member {
  readonly id: string
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
}

interface PresenceDeps {
  readonly clock: Clock
  readonly limits: Pick<
    GatewayLimits,
    'presenceBytes' | 'presencesPerTopic' | 'presenceCalls' | 'presenceCallsMs'
  >
  readonly places: Places
  /** Tells the other processes. */
  tell(message: PresenceMessage): void
}

export function createPresence({ clock, limits, places, tell }: PresenceDeps): Presence {
  function track({ id, topic, userId, key }: Member, payload: Payload): string | undefined {
    const encoded = encode(payload)
    if (encoded === undefined || Buffer.byteLength(encoded + key) > limits.presenceBytes) {
      return reasons.presencePayload
    }
    const earlier = places.find(topic, id) ?? places.findLeaving(topic, key)
    if (!earlier && places.count(topic) >= limits.presencesPerTopic) return reasons.tooManyPresences
    const place = { topic, id, key, ref: earlier?.ref ?? randomUUID(), meta: { ...payload, user_id: userId } }
    places.put({ ...place, process: undefined }, earlier?.id)
    tell({ kind: 'placed', ...place, ...(earlier && { replaces: earlier.id }) })
    return undefined
  }

  return {
    member: (topic, userId, key) => ({
      id: randomUUID(),
      topic,
      userId,
      key: !key || key === userId ? userId : `${userId}:${key}`,
      calls: createRate(clock, limits.presenceCalls, limits.presenceCallsMs),
    }),

    watch: ({ topic }, viewer) => places.watch(topic, viewer),

    call(member, { event, payload }) {
      const { topic, id } = member
      if (!member.calls()) return reasons.presenceRate
      if (event === 'track' && isPayload(payload)) return track(member, payload)
      if (event !== 'untrack') return reasons.presencePayload
      places.remove(topic, id)
      tell({ kind: 'gone', topic, id })
      return undefined
    },

    leave({ topic, id }, viewer) {
      places.unwatch(topic, viewer)
      if (!places.find(topic, id)) return
      places.startLeaving(topic, id)
      tell({ kind: 'leaving', topic, id })
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
