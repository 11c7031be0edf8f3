/** Who sends where nothing is kept: each tab has an outbox of its own then, which no other tab knows. */
import type { Lead } from '../sync/lead'
import type { StorageWatch } from '../sync/local-store'

export function leadWithoutDisk(lead: Lead, storage: StorageWatch): Lead {
  const isOnItsOwn = () => storage.state() === 'memory'
  return {
    take(contender) {
      const look = () => {
        if (isOnItsOwn()) contender.become()
      }
      const { challenge, leave } = lead.take({
        ...contender,
        lose() {
          if (!isOnItsOwn()) contender.lose()
        },
      })
      const stopWatching = storage.subscribe(look)
      queueMicrotask(look)
      return {
        challenge,
        leave() {
          stopWatching()
          leave()
        },
      }
    },
    isAlone: async () => isOnItsOwn() || lead.isAlone(),
  }
}
