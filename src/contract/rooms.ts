/** Rooms, their members, and the people in them. */
import * as z from 'zod/mini'
import { limits } from './limits'
import { roomRole } from './message'
import {
  displayName,
  id,
  pageSize,
  position,
  roomName,
  roomTopicLine,
  timestamp,
  wellFormed,
} from './primitives'
import { roomKind, roomWorkspace } from './sync'

export const createRoomInput = z.strictObject({
  /** Made by the client, so that a retry creates nothing twice. */
  id,
  name: roomName,
  /** The installation's first workspace when left out. */
  workspaceId: z.optional(id),
  kind: z._default(z.enum(['public', 'private']), 'public'),
})
export const createRoomOutput = z.object({ roomId: id, epoch: z.int() })

export const roomInput = z.strictObject({ roomId: id })
export const joinRoomOutput = z.object({ roomId: id, head: position, epoch: z.int() })

/** What is left out stays as it is. */
export const updateRoomInput = z.strictObject({
  roomId: id,
  name: z.optional(roomName),
  topic: z.optional(roomTopicLine),
})
export const archiveRoomInput = z.strictObject({ roomId: id, archived: z.boolean() })
export const addToRoomInput = z.strictObject({
  roomId: id,
  userIds: z.array(id).check(z.minLength(1), z.maxLength(limits.addedPeople)),
})
export const roomMemberInput = z.strictObject({ roomId: id, userId: id })
/** `owner` hands the room over. */
export const setRoomRoleInput = z.strictObject({ roomId: id, userId: id, role: roomRole })
/** Where the room stands afterwards. */
export const keptRoomOutput = z.object({ roomId: id, head: position, epoch: z.int() })

export const openDirectInput = z.strictObject({
  /** Of the room, if there is none yet. */
  id,
  userId: id,
  /** The first one that both are in when left out. */
  workspaceId: z.optional(id),
})

/** Somebody who may not come in. */
export const ban = z.object({ userId: id, name: z.string(), bannedAt: timestamp })
export const bansOutput = z.object({ bans: z.array(ban), hasMore: z.boolean() })

/** A page of rooms or members: those after the last id of the page before. */
export const listRoomsInput = z.strictObject({ after: z.optional(id), limit: pageSize(limits.directoryPage) })
export const listedRoom = z.object({
  roomId: id,
  workspace: roomWorkspace,
  name: z.string(),
  kind: roomKind,
  /** Whether the caller is a member; if not, it is a public room that may be joined. */
  joined: z.boolean(),
  members: z.int(),
})
export const listRoomsOutput = z.object({ rooms: z.array(listedRoom), hasMore: z.boolean() })

export const membersInput = z.strictObject({
  roomId: id,
  after: z.optional(id),
  limit: pageSize(limits.directoryPage),
})
export const member = z.object({
  userId: id,
  name: z.string(),
  role: roomRole,
  joinedAt: timestamp,
})
export const membersOutput = z.object({ members: z.array(member), hasMore: z.boolean() })

export const renameInput = z.strictObject({ name: displayName })
export const profile = z.object({ userId: id, name: z.string() })
export const namesInput = z.strictObject({
  userIds: z.array(id).check(z.minLength(1), z.maxLength(limits.namesPage)),
})

/** People whom the caller shares a workspace with, by name; without a text the first ones. */
export const findPeopleInput = z.strictObject({
  text: z._default(z.string().check(z.maxLength(200), wellFormed), ''),
  limit: pageSize(limits.foundPeople),
})

export type CreateRoomInput = z.infer<typeof createRoomInput>
export type UpdateRoomInput = z.infer<typeof updateRoomInput>
export type ArchiveRoomInput = z.infer<typeof archiveRoomInput>
export type AddToRoomInput = z.infer<typeof addToRoomInput>
export type RoomMemberInput = z.infer<typeof roomMemberInput>
export type SetRoomRoleInput = z.infer<typeof setRoomRoleInput>
export type KeptRoom = z.infer<typeof keptRoomOutput>
export type OpenDirectInput = z.infer<typeof openDirectInput>
export type BansOutput = z.infer<typeof bansOutput>
export type ListRoomsInput = z.infer<typeof listRoomsInput>
export type ListedRoom = z.infer<typeof listedRoom>
export type ListRoomsOutput = z.infer<typeof listRoomsOutput>
export type MembersInput = z.infer<typeof membersInput>
export type Member = z.infer<typeof member>
export type MembersOutput = z.infer<typeof membersOutput>
export type FindPeopleInput = z.infer<typeof findPeopleInput>
export type Profile = z.infer<typeof profile>
