/** Rooms and the people in them. */
import type {
  CreateRoomInput,
  FindPeopleInput,
  ListRoomsInput,
  ListRoomsOutput,
  MembersInput,
  MembersOutput,
  Profile,
} from '@/contract/rooms'
import type { RoomAdvance } from './message-log'

/** Whoever acts, with the name to give their profile when this is the first time they are seen. */
export interface Actor {
  userId: string
  name: string
}

/** What happened in a room, and has to be told to whoever is on its topic. */
export interface RoomNews extends RoomAdvance {
  log: string
  /** The same as `epoch` where nobody has to be shut out. */
  previousEpoch: number
}

export interface JoinedRoom {
  roomId: string
  head: number
  epoch: number
  /** Absent for somebody who was a member. */
  news?: RoomNews
}

export interface RoomDirectory {
  /** Creates a room with the actor as owner. The same call again answers the same. @throws ParleyError CONFLICT, FORBIDDEN */
  create(actor: Actor, input: CreateRoomInput): Promise<{ roomId: string; epoch: number }>
  /** Joins a public room, or does nothing for a member. Undefined when there is no such room for this user. */
  join(actor: Actor, roomId: string): Promise<JoinedRoom | undefined>
  /**
   * Ends a membership, and passes ownership on. Raises the epoch unless the room is public. Undefined when the user is no
   * member. @throws ParleyError FORBIDDEN for a direct room
   */
  leave(userId: string, roomId: string): Promise<RoomNews | undefined>
  list(userId: string, input: ListRoomsInput): Promise<ListRoomsOutput>
  members(userId: string, input: MembersInput): Promise<MembersOutput | undefined>
  /** Sets the actor's name, making the profile (and its place in the first workspace) when there is none. */
  rename(actor: Actor): Promise<Profile>
  profile(userId: string): Promise<Profile | undefined>
  /** People the user shares a workspace with whose name has this text in it, by name, without the user. */
  find(userId: string, input: FindPeopleInput): Promise<Profile[]>
  /** Names of people the user shares a workspace with; others are left out. */
  names(userId: string, userIds: readonly string[]): Promise<Profile[]>
}
