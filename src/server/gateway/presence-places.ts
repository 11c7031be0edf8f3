/**
 * Who is where, topic by topic, whichever process they are connected to, and who watches. Whoever leaves keeps the place
 * for `presenceGraceMs`: a page that is loaded again, or a socket that comes back, takes it over, and nobody else sees a
 * leave and a join.
 */
import type { Clock } from '../ports/clock'
import { encodeEvent, type Payload } from './frame'
import type { GatewayLimits } from './gateway-limits'
import type { Subscriber } from './hub'
import type { SharedPlace } from './process-messages'

export interface Place extends SharedPlace {
  /** Where it is connected; undefined: here. */
  readonly process: string | undefined
}

export interface Places {
  find(topic: string, id: string): Place | undefined
  /** One with this key that somebody may take over. */
  findLeaving(topic: string, key: string): Place | undefined
  isLeaving(place: Place): boolean
  /** Puts it there, in the place of the one it replaces; watchers are told what changed. */
  put(place: Place, replaces?: string): void
  /** Gone, unless somebody takes over in time. */
  startLeaving(topic: string, id: string): void
  remove(topic: string, id: string): void
  /** Sends the state, and from now on what changes. */
  watch(topic: string, viewer: Subscriber): void
  unwatch(topic: string, viewer: Subscriber): void
  count(topic: string): number
  all(): Place[]
  /** Leaves no timer behind. */
  stop(): void
}

interface Standing {
  readonly place: Place
  readonly encoded: string
  /** A client that missed a change takes an equal reference for an equal meta, and must be told. */
  readonly revised: boolean
  cancelLeave: (() => void) | undefined
}

interface Topic {
  readonly standing: Map<string, Standing>
  readonly viewers: Set<Subscriber>
}

interface PlacesDeps {
  readonly clock: Clock
  readonly limits: Pick<GatewayLimits, 'presenceGraceMs'>
}

export function createPlaces({ clock, limits }: PlacesDeps): Places {
  const topics = new Map<string, Topic>()

  function open(name: string): Topic {
    const topic = topics.get(name) ?? { standing: new Map(), viewers: new Set() }
    topics.set(name, topic)
    return topic
  }

  function forgetEmpty(name: string): void {
    const topic = topics.get(name)
    if (topic?.standing.size === 0 && topic.viewers.size === 0) topics.delete(name)
  }

  function sendDiff(name: string, joins: readonly Place[], leaves: readonly Place[]): void {
    const viewers = topics.get(name)?.viewers
    if (!viewers?.size) return
    const frame = encodeEvent(name, 'presence_diff', { joins: byKey(joins), leaves: byKey(leaves) })
    for (const viewer of viewers) viewer.send(frame)
  }

  function remove(name: string, id: string): void {
    const standing = topics.get(name)?.standing
    const known = standing?.get(id)
    if (!standing || !known) return
    known.cancelLeave?.()
    standing.delete(id)
    // Whoever took the place over has its reference: for those who watch, nobody left.
    const stays = [...standing.values()].some(({ place }) => place.ref === known.place.ref)
    if (!stays) sendDiff(name, [], [known.place])
    forgetEmpty(name)
  }

  return {
    find: (topic, id) => topics.get(topic)?.standing.get(id)?.place,

    findLeaving(topic, key) {
      for (const { place, cancelLeave } of topics.get(topic)?.standing.values() ?? []) {
        if (place.key === key && cancelLeave) return place
      }
      return undefined
    },

    isLeaving: ({ topic, id }) => topics.get(topic)?.standing.get(id)?.cancelLeave !== undefined,

    put(place, replaces = place.id) {
      const { standing } = open(place.topic)
      const encoded = JSON.stringify([place.ref, place.meta])
      const earlier = standing.get(replaces) ?? standing.get(place.id)
      const changed = earlier?.encoded !== encoded
      earlier?.cancelLeave?.()
      if (earlier) standing.delete(earlier.place.id)
      const revised = earlier !== undefined && (changed || earlier.revised)
      standing.set(place.id, { place, encoded, revised, cancelLeave: undefined })
      if (changed) sendDiff(place.topic, [place], [])
    },

    startLeaving(topic, id) {
      const known = topics.get(topic)?.standing.get(id)
      if (known) known.cancelLeave ??= clock.after(limits.presenceGraceMs, () => remove(topic, id))
    },

    remove,

    watch(name, viewer) {
      const { standing, viewers } = open(name)
      viewers.add(viewer)
      const present = [...standing.values()]
      viewer.send(encodeEvent(name, 'presence_state', byKey(present.map(({ place }) => place))))
      const revised = present.filter((place) => place.revised).map(({ place }) => place)
      if (revised.length > 0) {
        viewer.send(encodeEvent(name, 'presence_diff', { joins: byKey(revised), leaves: {} }))
      }
    },

    unwatch(name, viewer) {
      topics.get(name)?.viewers.delete(viewer)
      forgetEmpty(name)
    },

    count: (topic) => topics.get(topic)?.standing.size ?? 0,

    all: () =>
      [...topics.values()].flatMap(({ standing }) => [...standing.values()].map(({ place }) => place)),

    stop() {
      for (const { standing } of topics.values())
        for (const { cancelLeave } of standing.values()) cancelLeave?.()
      topics.clear()
    },
  }
}

function byKey(places: readonly Place[]): Payload {
  const metas = new Map<string, Payload[]>()
  for (const { key, ref, meta } of places) {
    metas.set(key, [...(metas.get(key) ?? []), { ...meta, phx_ref: ref }])
  }
  return Object.fromEntries([...metas].map(([key, all]) => [key, { metas: all }]))
}
