/** Rooms and the people in them. */
import type {
  CreateRoomInput,
  ListRoomsInput,
  ListRoomsOutput,
  MembersInput,
  MembersOutput,
  Profile,
} from '@/contract/rooms'

/** Whoever acts, with the name to give their profile when this is the first time they are seen. */
export interface Actor {
  userId: string
  name: string
}

export interface LeftRoom {
  roomId: string
  log: string
  head: number
  epoch: number
  /** The same as `epoch` for a public room. */
  previousEpoch: number
}

export interface RoomDirectory {
  /** Creates a room with the actor as owner. The same call again answers the same. @throws ParleyError CONFLICT, FORBIDDEN */
  create(actor: Actor, input: CreateRoomInput): Promise<{ roomId: string; epoch: number }>
  /** Joins a public room, or does nothing for a member. Undefined when there is no such room for this user. */
  join(actor: Actor, roomId: string): Promise<{ roomId: string; head: number; epoch: number } | undefined>
  /** Ends a membership. Raises the epoch unless the room is public. Undefined when the user is no member. */
  leave(userId: string, roomId: string): Promise<LeftRoom | undefined>
  list(userId: string, input: ListRoomsInput): Promise<ListRoomsOutput>
  members(userId: string, input: MembersInput): Promise<MembersOutput | undefined>
  /** Sets the actor's name, making the profile (and its place in the first workspace) when there is none. */
  rename(actor: Actor): Promise<Profile>
  profile(userId: string): Promise<Profile | undefined>
  /** Names of people the user shares a workspace with; others are left out. */
  names(userId: string, userIds: readonly string[]): Promise<Profile[]>
}
