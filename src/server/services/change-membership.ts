/** Creating, joining and leaving rooms, with the hints that let a user's other devices follow. */

import { userTopic } from '@/contract/realtime'
import type { CreateRoomInput } from '@/contract/rooms'
import type { Actor, RoomDirectory } from '@/server/ports/room-directory'
import { type AnnounceDependencies, announce } from './announce'
import { found } from './require-member'

export interface MembershipDependencies extends AnnounceDependencies {
  directory: RoomDirectory
  /** Forgets that the user was a member, and takes them off the room's live topics. */
  endAccess(userId: string, roomId: string): void
}

/** The same call again answers the same. @throws ParleyError CONFLICT, FORBIDDEN, UNAVAILABLE */
export async function createRoom(
  { directory, broadcaster, auditLog }: MembershipDependencies,
  actor: Actor,
  input: CreateRoomInput,
) {
  const room = await directory.create(actor, input)
  await auditLog.note({ actorId: actor.userId, action: 'room.created', roomId: room.roomId })
  broadcaster.publish(userTopic(actor.userId), 'rooms', room)
  return room
}

/** Does nothing for a member. @throws ParleyError ROOM_NOT_FOUND, UNAVAILABLE */
export async function joinRoom(
  { directory, broadcaster, auditLog }: MembershipDependencies,
  actor: Actor,
  roomId: string,
) {
  const { news, ...room } = found(await directory.join(actor, roomId))
  broadcaster.publish(userTopic(actor.userId), 'rooms', { roomId, epoch: room.epoch })
  if (news) announce({ broadcaster, auditLog }, news)
  return room
}

/** @throws ParleyError ROOM_NOT_FOUND, UNAVAILABLE */
export async function leaveRoom(
  { directory, broadcaster, auditLog, endAccess }: MembershipDependencies,
  userId: string,
  roomId: string,
) {
  const news = found(await directory.leave(userId, roomId))
  const { epoch, upTo: head } = news
  endAccess(userId, roomId)
  broadcaster.publish(userTopic(userId), 'rooms', { roomId, epoch })
  announce({ broadcaster, auditLog }, news)
  return { roomId, head, epoch }
}
