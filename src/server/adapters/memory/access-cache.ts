/**
 * Remembers for a moment who is a member of what, so that a message costs one round trip instead of two. Only "yes" is
 * remembered: somebody who joins is in at once. A "yes" that is out of date opens nothing, the database checks again.
 */
import { serverLimits } from '@/contract/server-limits'
import type { Access } from '@/server/ports/access'
import type { Clock } from '@/server/ports/clock'

export interface AccessCache extends Access {
  forget(userId: string, roomId: string): void
}

export function createAccessCache(source: Access, clock: Clock): AccessCache {
  /** When each remembered "yes" runs out; the oldest first. */
  const until = new Map<string, number>()
  const keyOf = (userId: string, roomId: string) => `${userId}:${roomId}`

  return {
    async memberOf(userId, roomIds) {
      const now = clock.now()
      const known = roomIds.filter((roomId) => (until.get(keyOf(userId, roomId)) ?? 0) > now)
      if (known.length === roomIds.length) return new Set(known)
      const fresh = await source.memberOf(userId, roomIds)
      for (const roomId of fresh) {
        until.delete(keyOf(userId, roomId))
        until.set(keyOf(userId, roomId), now + serverLimits.accessCacheMs)
      }
      while (until.size > serverLimits.accessCache) until.delete(until.keys().next().value ?? '')
      return fresh
    },
    forget(userId, roomId) {
      until.delete(keyOf(userId, roomId))
    },
  }
}
