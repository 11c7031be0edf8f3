/** Who is in a room, for those who are in it too. */
import type { MembersInput, MembersOutput } from '@/contract/rooms'
import type { Access } from '@/server/ports/access'
import type { RoomDirectory } from '@/server/ports/room-directory'
import { found, requireMember } from './require-member'

/** @throws ParleyError ROOM_NOT_FOUND, UNAVAILABLE */
export async function listMembers(
  { access, directory }: { access: Access; directory: RoomDirectory },
  userId: string,
  input: MembersInput,
): Promise<MembersOutput> {
  await requireMember(access, userId, input.roomId)
  return found(await directory.members(userId, input))
}
