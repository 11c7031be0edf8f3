/** Access rights, read through row-level security. */
import type { Access, TopicAccess, TopicRights } from '@/server/ports/access'
import { claimsOf, type Database } from './pool'

export function createAccess(database: Database): Access & TopicAccess {
  return {
    async memberOf(userId, roomIds) {
      const rooms = await database.call<string[]>(
        'member_of',
        ['jsonb', 'jsonb'],
        [claimsOf(userId), roomIds],
      )
      return new Set(rooms ?? [])
    },

    async rights(userId, topic) {
      const rights = await database.call<TopicRights>(
        'topic_access_as',
        ['jsonb', 'text'],
        [claimsOf(userId), topic],
      )
      return rights ?? { read: false, write: false }
    },
  }
}
