/** Rooms and people in memory: one workspace, with everybody in it who was ever seen. */
import { createHash } from 'node:crypto'
import { ParleyError } from '@/contract/errors'
import type { RoomEvent } from '@/contract/message'
import type { Member } from '@/contract/rooms'
import type { Actor, RoomDirectory, RoomNews } from '@/server/ports/room-directory'
import {
  activeMember,
  type ChatState,
  changesIn,
  memberKey,
  memoryWorkspace,
  roomOf,
  type StoredMember,
  type StoredRoom,
} from './memory-chat-state'

/** Makes somebody a member of a room, unless they are: whoever comes back is as they were, but for the role. */
export function addMember(
  state: ChatState,
  roomId: string,
  userId: string,
  role: Member['role'],
  joinedAt: string,
): void {
  if (activeMember(state, roomId, userId)) return
  const key = memberKey(roomId, userId)
  const { lastReceived, lastRead } = state.members.get(key) ?? { lastReceived: 0, lastRead: 0 }
  state.members.set(key, { roomId, userId, role, joinedAt, hasEnded: false, lastReceived, lastRead })
}

/** The same one in each run of a story. */
function eventId(log: string, roomId: string, position: number): string {
  const hash = createHash('sha256').update(`${log} ${roomId} ${position}`).digest('hex')
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

/** @param now ISO 8601 */
export function createRooms(state: ChatState, now: () => string): RoomDirectory {
  function ensureProfile({ userId, name }: Actor): void {
    if (!state.profiles.has(userId)) state.profiles.set(userId, name)
  }

  function membersIn(roomId: string): StoredMember[] {
    return [...state.members.values()]
      .filter((member) => member.roomId === roomId && !member.hasEnded)
      .sort((left, right) => (left.userId < right.userId ? -1 : 1))
  }

  /** Tells an event in the room's log. */
  function tell(roomId: string, senderId: string, event: RoomEvent): void {
    const room = state.rooms.get(roomId)
    if (!room) throw new Error('a room with members is missing')
    const position = room.head + 1
    const [id, time] = [eventId(state.log, roomId, position), now()]
    state.rooms.set(roomId, { ...room, head: position })
    state.messages.set(id, {
      ...{
        id,
        roomId,
        senderId,
        seq: position,
        changedSeq: position,
        content: '',
        version: 1,
        replyTo: null,
      },
      ...{ sentAt: time, createdAt: time, editedAt: null, removedAt: null, reactions: [], event },
    })
  }

  /** To the admin, or else the member, who has been there longest. */
  function passOn(roomId: string, from: string): void {
    const heirs = membersIn(roomId).sort((left, right) => (left.joinedAt < right.joinedAt ? -1 : 1))
    const heir = heirs.find(({ role }) => role === 'admin') ?? heirs[0]
    if (!heir) return
    state.members.set(memberKey(roomId, heir.userId), { ...heir, role: 'owner' })
    tell(roomId, from, { kind: 'role', userId: heir.userId, role: 'owner' })
  }

  function newsSince({ id: roomId, head: after, epoch: previousEpoch }: StoredRoom): RoomNews {
    const { epoch = previousEpoch, head: upTo = after } = state.rooms.get(roomId) ?? {}
    const changes = changesIn(state, roomId, after)
    return { roomId, log: state.log, epoch, previousEpoch, after, upTo, changes }
  }

  const isListed = (userId: string, room: StoredRoom) =>
    room.kind === 'public' ? state.profiles.has(userId) : roomOf(state, room.id, userId) !== undefined

  return {
    async create(actor, { id, name, kind, workspaceId = memoryWorkspace.id }) {
      ensureProfile(actor)
      if (workspaceId !== memoryWorkspace.id) throw new ParleyError('FORBIDDEN')
      const existing = state.rooms.get(id)
      if (!existing) {
        state.rooms.set(id, { id, name, kind, head: 0, epoch: 1, createdBy: actor.userId })
        addMember(state, id, actor.userId, 'owner', now())
        return { roomId: id, epoch: 1 }
      }
      const isSame = existing.createdBy === actor.userId && existing.name === name && existing.kind === kind
      if (!isSame) throw new ParleyError('CONFLICT')
      return { roomId: id, epoch: existing.epoch }
    },

    async join(actor, roomId) {
      ensureProfile(actor)
      const room = state.rooms.get(roomId)
      const { head = 0, epoch = 0 } = room ?? {}
      if (activeMember(state, roomId, actor.userId)) return { roomId, head, epoch }
      if (room?.kind !== 'public') return undefined
      addMember(state, roomId, actor.userId, 'member', now())
      tell(roomId, actor.userId, { kind: 'joined' })
      const news = newsSince(room)
      return { roomId, head: news.upTo, epoch, news }
    },

    async leave(userId, roomId) {
      const member = activeMember(state, roomId, userId)
      const room = roomOf(state, roomId, userId)
      if (!member || !room) return undefined
      state.members.set(memberKey(roomId, userId), { ...member, hasEnded: true, role: 'member' })
      state.rooms.set(roomId, { ...room, epoch: room.kind === 'public' ? room.epoch : room.epoch + 1 })
      tell(roomId, userId, { kind: 'left' })
      if (member.role === 'owner') passOn(roomId, userId)
      return newsSince(room)
    },

    async list(userId, { after = '', limit }) {
      const later = [...state.rooms.values()]
        .filter((room) => room.id > after && isListed(userId, room))
        .sort((left, right) => (left.id < right.id ? -1 : 1))
      const rooms = later.slice(0, limit).map(({ id: roomId, name, kind }) => ({
        ...{ roomId, workspace: memoryWorkspace, name, kind, members: membersIn(roomId).length },
        joined: activeMember(state, roomId, userId) !== undefined,
      }))
      return { rooms, hasMore: later.length > limit }
    },

    async members(userId, { roomId, after, limit }) {
      const isMember = activeMember(state, roomId, userId) !== undefined
      // As in the database, only a first page says that there is no such room.
      if (!isMember && after === undefined) return undefined
      const later = isMember ? membersIn(roomId).filter((member) => member.userId > (after ?? '')) : []
      const members = later.slice(0, limit).map(({ userId: id, role, joinedAt }) => ({
        ...{ userId: id, role, joinedAt },
        name: state.profiles.get(id) ?? '',
      }))
      return { members, hasMore: later.length > limit }
    },

    async rename({ userId, name }) {
      state.profiles.set(userId, name)
      return { userId, name }
    },

    async profile(userId) {
      const name = state.profiles.get(userId)
      return name === undefined ? undefined : { userId, name }
    },

    async find(userId, { text, limit }) {
      const wanted = text.trim().toLowerCase()
      return [...state.profiles]
        .map(([id, name]) => ({ userId: id, name }))
        .filter((person) => person.userId !== userId && person.name.toLowerCase().includes(wanted))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .slice(0, limit)
    },

    async names(userId, userIds) {
      if (!state.profiles.has(userId)) return []
      return [...new Set(userIds)].flatMap((id) => {
        const name = state.profiles.get(id)
        return name === undefined ? [] : [{ userId: id, name }]
      })
    },
  }
}
