/** What a room's people may do in it besides writing. Who may do what: docs/spec.md, RK. */
import type {
  AddToRoomInput,
  ArchiveRoomInput,
  BansOutput,
  MembersInput,
  OpenDirectInput,
  RoomMemberInput,
  SetRoomRoleInput,
  UpdateRoomInput,
} from '@/contract/rooms'
import type { Actor, RoomNews } from './room-directory'

/**
 * Each call again changes nothing, and answers where the room stands. Undefined when there is no such room for this user.
 *
 * @throws ParleyError FORBIDDEN, ROOM_ARCHIVED, PERSON_NOT_FOUND, PERSON_BANNED, UNAVAILABLE
 */
export interface RoomKeeper {
  update(userId: string, input: UpdateRoomInput): Promise<RoomNews | undefined>
  archive(userId: string, input: ArchiveRoomInput): Promise<RoomNews | undefined>
  /** All of them or none; those who are members already stay as they are. */
  add(userId: string, input: AddToRoomInput): Promise<RoomNews | undefined>
  /** Raises the epoch. */
  remove(userId: string, input: RoomMemberInput): Promise<RoomNews | undefined>
  /** Raises the epoch, if they were a member. */
  ban(userId: string, input: RoomMemberInput): Promise<RoomNews | undefined>
  liftBan(userId: string, input: RoomMemberInput): Promise<RoomNews | undefined>
  bans(userId: string, input: MembersInput): Promise<BansOutput | undefined>
  setRole(userId: string, input: SetRoomRoleInput): Promise<RoomNews | undefined>
  /** The one room of these two, whoever asks first; `news` when somebody comes back to it. @throws ParleyError PERSON_NOT_FOUND, FORBIDDEN, CONFLICT */
  openDirect(
    actor: Actor,
    input: OpenDirectInput,
  ): Promise<{ roomId: string; epoch: number; news: RoomNews[] }>
}
