/** What members read of the log in memory, and how far they have come: pages, heads and receipts. */
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import type { History, HistoryInput } from '@/contract/sync'
import type { ChangesPage, MessageLog } from '@/server/ports/message-log'
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

type Reads = Omit<MessageLog, 'append' | 'recall'>

function latestOf({ id, senderId, content, sentAt }: Change) {
  return { id, senderId, content: Array.from(content).slice(0, limits.latestCodePoints).join(''), sentAt }
}

export function createReads(state: ChatState): Reads {
  const page = ({ epoch, head }: StoredRoom) => ({ log: state.log, epoch, head })

  function changesAfter(
    userId: string,
    roomId: string,
    after: number,
    limit: number,
  ): ChangesPage | undefined {
    const room = roomOf(state, roomId, userId)
    const missed = changesIn(state, roomId, after)
    return room && { ...page(room), changes: missed.slice(0, limit), hasMore: missed.length > limit }
  }

  function history(
    userId: string,
    { roomId, before, limit }: Omit<HistoryInput, 'around'>,
  ): History | undefined {
    const room = roomOf(state, roomId, userId)
    const older = changesIn(state, roomId, 0)
      .filter(({ seq }) => before === undefined || seq < before)
      .sort((left, right) => left.seq - right.seq)
    return room && { ...page(room), changes: older.slice(-limit), hasMore: older.length > limit }
  }

  function headOf({ userId, lastRead }: StoredMember, { id: roomId, name, kind, head, epoch }: StoredRoom) {
    const unread = changesIn(state, roomId, 0).filter(
      ({ seq, senderId, removedAt, event, thread }) =>
        seq > lastRead && senderId !== userId && removedAt === null && !event && !thread,
    )
    const latest = changesIn(state, roomId, 0)
      .filter(({ removedAt, event, thread }) => removedAt === null && !event && !thread)
      .reduce<Change | undefined>((last, one) => (last && last.seq > one.seq ? last : one), undefined)
    return {
      ...{ roomId, workspace: memoryWorkspace, name, kind, head, epoch, lastReadPosition: lastRead },
      members: [...state.members.values()].filter((one) => one.roomId === roomId && !one.hasEnded).length,
      ...(latest ? { latest: latestOf(latest) } : {}),
      unread: Math.min(unread.length, limits.unreadCounted),
    }
  }

  return {
    changesAfter: async (...arguments_) => changesAfter(...arguments_),
    history: async (...arguments_) => history(...arguments_),

    async seqOf(userId, roomId, messageId) {
      const room = roomOf(state, roomId, userId)
      return room && changesIn(state, roomId, 0).find(({ id }) => id === messageId)?.seq
    },

    async heads(userId, { after = '', limit }) {
      const later = [...state.members.values()]
        .filter((member) => member.userId === userId && member.roomId > after)
        .sort((left, right) => (left.roomId < right.roomId ? -1 : 1))
      const here = later.slice(0, limit)
      return {
        log: state.log,
        rooms: here.flatMap((member) => {
          const room = roomOf(state, member.roomId, userId)
          return room ? [headOf(member, room)] : []
        }),
        ended: here.filter(({ hasEnded }) => hasEnded).map(({ roomId }) => roomId),
        hasMore: later.length > limit,
      }
    },

    async roomHeads(roomIds) {
      const rooms = [...new Set(roomIds)].flatMap((roomId) => state.rooms.get(roomId) ?? [])
      return { log: state.log, rooms: rooms.map(({ id: roomId, epoch, head }) => ({ roomId, epoch, head })) }
    },

    async receipts(userId, roomId) {
      const member = activeMember(state, roomId, userId)
      const room = roomOf(state, roomId, userId)
      if (!member || !room) return undefined
      const { lastReceived, lastRead } = member
      return { log: state.log, head: room.head, lastReceived, lastRead }
    },

    async memberReceipts(userId, roomId, most) {
      const member = activeMember(state, roomId, userId)
      if (!member || !roomOf(state, roomId, userId)) return undefined
      const all = [...state.members.values()].filter((other) => other.roomId === roomId && !other.hasEnded)
      const others = all.length > most ? [] : all.filter((other) => other.userId !== userId)
      return {
        log: state.log,
        members: others
          .map(({ userId, lastReceived, lastRead }) => ({
            ...{ userId, received: Math.max(lastReceived, lastRead), read: lastRead },
          }))
          .sort((left, right) => (left.userId < right.userId ? -1 : 1)),
      }
    },

    async raiseRead(userId, roomId, position) {
      const member = activeMember(state, roomId, userId)
      const room = roomOf(state, roomId, userId)
      if (!member || !room || position > room.head) return undefined
      const lastRead = Math.max(member.lastRead, position)
      state.members.set(memberKey(roomId, userId), { ...member, lastRead })
      return lastRead
    },

    async lowerRead(userId, roomId, position) {
      const member = activeMember(state, roomId, userId)
      if (!member) return undefined
      const lastRead = Math.min(member.lastRead, position)
      state.members.set(memberKey(roomId, userId), { ...member, lastRead })
      return lastRead
    },

    async raiseReceived(positions) {
      for (const { userId, roomId, position } of positions) {
        const key = memberKey(roomId, userId)
        const member = state.members.get(key)
        if (!member) continue
        state.members.set(key, { ...member, lastReceived: Math.max(member.lastReceived, position) })
      }
    },
  }
}
