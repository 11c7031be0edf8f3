/** Counts the connections of each user, so that one cannot take the places of all. */

export interface UserConnections {
  /** Takes one of the user's places; false when none is left. */
  enter(userId: string): boolean
  leave(userId: string): void
  /** Users with a connection. */
  users(): number
}

export function createUserConnections(limit: number): UserConnections {
  const counts = new Map<string, number>()
  return {
    enter(userId) {
      const count = counts.get(userId) ?? 0
      if (count >= limit) return false
      counts.set(userId, count + 1)
      return true
    },
    leave(userId) {
      const count = counts.get(userId) ?? 0
      if (count > 1) counts.set(userId, count - 1)
      else counts.delete(userId)
    },
    users: () => counts.size,
  }
}
