/** The services' own membership check, in front of the database's. */
import { ParleyError } from '@/contract/errors'
import type { Access } from '@/server/ports/access'

/** @throws ParleyError ROOM_NOT_FOUND, alike for unknown rooms and for those of others */
export async function requireMember(access: Access, userId: string, roomId: string): Promise<void> {
  const rooms = await access.memberOf(userId, [roomId])
  if (!rooms.has(roomId)) throw new ParleyError('ROOM_NOT_FOUND')
}

/** What a port answers for rooms that do not exist for a user, as an error. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new ParleyError('ROOM_NOT_FOUND')
  return value
}
