/** Keeps the presences of other processes: from what they tell, and from their whole list where something was missed. */
import type { Clock } from '../ports/clock'
import type { GatewayLimits } from './gateway-limits'
import type { Places } from './presence-places'
import type { PresenceMessage } from './process-messages'

export interface PresenceExchange {
  take(from: string, message: PresenceMessage): void
  /** Something may have been missed, in either direction: tells everything and asks for everything. */
  renew(): void
  /** That process is gone, and its presences with it, unless they come back elsewhere in time. */
  forget(process: string): void
  stop(): void
}

interface ExchangeDeps {
  readonly clock: Clock
  readonly limits: Pick<GatewayLimits, 'lateFrameMs' | 'presencesPerMessage'>
  readonly places: Places
  tell(message: PresenceMessage): void
}

export function createPresenceExchange({ clock, limits, places, tell }: ExchangeDeps): PresenceExchange {
  /** What each process has named of the list that it is telling. */
  const named = new Map<string, Set<string>>()
  let cancelTelling: (() => void) | undefined

  /** Many ask at the same moment; one answer is heard by all of them. */
  function tellSoon(): void {
    cancelTelling ??= clock.after(limits.lateFrameMs, () => {
      cancelTelling = undefined
      tellAll()
    })
  }

  function tellAll(): void {
    const mine = places.all().filter(({ process }) => process === undefined)
    const parts = Math.max(1, Math.ceil(mine.length / limits.presencesPerMessage))
    for (let part = 0; part < parts; part += 1) {
      const some = mine.slice(part * limits.presencesPerMessage, (part + 1) * limits.presencesPerMessage)
      tell({
        kind: 'places',
        part: parts === 1 ? 'only' : part === 0 ? 'first' : part === parts - 1 ? 'last' : 'middle',
        places: some.map((place) => {
          const { process: _, ...shared } = place
          return { ...shared, leaving: places.isLeaving(place) }
        }),
      })
    }
  }

  function takeList(
    from: string,
    { part, places: some }: Extract<PresenceMessage, { kind: 'places' }>,
  ): void {
    if (part === 'only' || part === 'first') named.set(from, new Set())
    const ids = named.get(from)
    // The beginning was missed; the list is asked for again.
    if (!ids) return
    for (const { leaving, ...place } of some) {
      ids.add(place.id)
      // Told again that it is leaving, it leaves no later.
      if (!leaving || !places.find(place.topic, place.id)) places.put({ ...place, process: from })
      if (leaving) places.startLeaving(place.topic, place.id)
    }
    if (part === 'first' || part === 'middle') return
    named.delete(from)
    for (const { process, topic, id } of places.all()) {
      if (process === from && !ids.has(id)) places.startLeaving(topic, id)
    }
  }

  return {
    take(from, message) {
      if (message.kind === 'ask') tellSoon()
      else if (message.kind === 'places') takeList(from, message)
      else if (message.kind === 'leaving') places.startLeaving(message.topic, message.id)
      else if (message.kind === 'gone') places.remove(message.topic, message.id)
      else {
        const { kind: _, replaces, ...place } = message
        places.put({ ...place, process: from }, replaces)
      }
    },
    renew() {
      tellSoon()
      tell({ kind: 'ask' })
    },
    forget(process) {
      named.delete(process)
      for (const place of places.all()) {
        if (place.process === process) places.startLeaving(place.topic, place.id)
      }
    },
    stop: () => cancelTelling?.(),
  }
}
