/** What a room's people do in it besides writing, and who is told of it. */
import { userTopic } from '@/contract/realtime'
import type {
  AddToRoomInput,
  ArchiveRoomInput,
  KeptRoom,
  OpenDirectInput,
  RoomMemberInput,
  SetRoomRoleInput,
  UpdateRoomInput,
} from '@/contract/rooms'
import type { Actor, RoomNews } from '@/server/ports/room-directory'
import type { RoomKeeper } from '@/server/ports/room-keeper'
import { type AnnounceDependencies, announce } from './announce'
import { found } from './require-member'

export interface KeepRoomDependencies extends AnnounceDependencies {
  keeper: RoomKeeper
  /** Forgets that the user was a member, and takes them off the room's live topics. */
  endAccess(userId: string, roomId: string): void
}

/** @param people whose list of rooms is another now. @throws ParleyError ROOM_NOT_FOUND */
function told(
  { broadcaster, auditLog }: KeepRoomDependencies,
  news: RoomNews | undefined,
  people: readonly string[] = [],
): KeptRoom {
  const { roomId, epoch, upTo: head, after } = found(news)
  for (const userId of people) {
    broadcaster.publish(userTopic(userId), 'rooms', { roomId, epoch })
  }
  if (news && head > after) announce({ broadcaster, auditLog }, news)
  return { roomId, head, epoch }
}

/** Spec: RK-09. */
function shutOut(deps: KeepRoomDependencies, news: RoomNews | undefined, userId: string): KeptRoom {
  const { roomId, after, upTo } = found(news)
  // Also where nothing is new: an earlier try may have ended before this.
  deps.endAccess(userId, roomId)
  // Where nothing is new it may be anybody, who is not to be spoken to by whoever happens to keep a room.
  return told(deps, news, upTo > after ? [userId] : [])
}

// All of them @throws ParleyError ROOM_NOT_FOUND, FORBIDDEN, UNAVAILABLE, and what is said of each in the port.

export async function updateRoom(deps: KeepRoomDependencies, userId: string, input: UpdateRoomInput) {
  return told(deps, await deps.keeper.update(userId, input))
}

export async function archiveRoom(deps: KeepRoomDependencies, userId: string, input: ArchiveRoomInput) {
  return told(deps, await deps.keeper.archive(userId, input))
}

export async function addToRoom(deps: KeepRoomDependencies, userId: string, input: AddToRoomInput) {
  return told(deps, await deps.keeper.add(userId, input), input.userIds)
}

export async function removeFromRoom(deps: KeepRoomDependencies, userId: string, input: RoomMemberInput) {
  return shutOut(deps, await deps.keeper.remove(userId, input), input.userId)
}

export async function banFromRoom(deps: KeepRoomDependencies, userId: string, input: RoomMemberInput) {
  return shutOut(deps, await deps.keeper.ban(userId, input), input.userId)
}

export async function liftBan(deps: KeepRoomDependencies, userId: string, input: RoomMemberInput) {
  return told(deps, await deps.keeper.liftBan(userId, input))
}

export async function setRoomRole(deps: KeepRoomDependencies, userId: string, input: SetRoomRoleInput) {
  return told(deps, await deps.keeper.setRole(userId, input))
}

/** The one room of the actor and somebody else: both are told of it. */
export async function openDirect(
  { keeper, broadcaster, auditLog }: KeepRoomDependencies,
  actor: Actor,
  input: OpenDirectInput,
): Promise<{ roomId: string; epoch: number }> {
  const { news, ...room } = await keeper.openDirect(actor, input)
  for (const userId of [actor.userId, input.userId]) {
    broadcaster.publish(userTopic(userId), 'rooms', room)
  }
  for (const one of news) announce({ broadcaster, auditLog }, one)
  return room
}
