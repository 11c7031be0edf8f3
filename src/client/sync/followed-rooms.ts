/**
 * Which rooms keep their live topic while nobody looks at them: at first any, up to a bound, later those in which
 * something happens. The heads of all rooms look after the rest.
 */
import { limits } from '@/contract/limits'

export interface FollowedRooms {
  has(roomId: string): boolean
  /** Takes what a look at the heads found; answers the rooms to begin with and those to let go of (SY-41). */
  found(rooms: readonly { roomId: string; head: number }[]): { begin: string[]; end: string[] }
}

export function createFollowedRooms(most: number = limits.followedRooms): FollowedRooms {
  /** The one that moved last comes last. */
  const followed = new Set<string>()
  let heads: ReadonlyMap<string, number> = new Map()

  return {
    has: (roomId) => followed.has(roomId),
    found(rooms) {
      const before = heads
      heads = new Map(rooms.map(({ roomId, head }) => [roomId, head]))
      const moved = [...heads.keys()].filter((id) => before.has(id) && before.get(id) !== heads.get(id))
      const end = [...followed].filter((id) => !heads.has(id))
      const begin: string[] = []
      const begins = (id: string) => {
        followed.add(id)
        begin.push(id)
      }
      const ends = (id: string) => {
        followed.delete(id)
        end.push(id)
      }
      for (const id of end) followed.delete(id)
      for (const id of moved) if (followed.delete(id)) followed.add(id)
      // Only those that did not move make place: more busy rooms than places must not take turns.
      const quiet = [...followed].filter((id) => !moved.includes(id))
      for (const id of moved) {
        if (followed.has(id)) continue
        const oldest = followed.size < most ? undefined : quiet.shift()
        if (oldest !== undefined) ends(oldest)
        if (followed.size < most) begins(id)
      }
      for (const id of heads.keys()) if (followed.size < most && !followed.has(id)) begins(id)
      return { begin, end }
    },
  }
}
