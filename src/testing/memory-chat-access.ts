/** Rights in the chat in memory. */
import type { Access, TopicAccess } from '@/server/ports/access'
import { activeMember, type ChatState, roomOf } from './memory-chat-state'

const roomTopic = /^(room|peers):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,9})$/

export function createAccess(state: ChatState): Access & TopicAccess {
  return {
    async memberOf(userId, roomIds) {
      return new Set(roomIds.filter((roomId) => activeMember(state, roomId, userId)))
    },

    async rights(userId, topic) {
      const [, kind, roomId = '', epoch] = topic.match(roomTopic) ?? []
      if (kind === undefined) return { read: topic === `user:${userId}`, write: false }
      const read = roomOf(state, roomId, userId)?.epoch === Number(epoch)
      return { read, write: read && kind === 'peers' }
    },
  }
}
