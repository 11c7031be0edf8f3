/** Access rights, read through row-level security. */
import type { Access, TopicAccess, TopicRights } from '@/server/ports/access'
import { claimsOf, type Database } from './pool'

const nothing: TopicRights = { read: false, write: false }

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
      // PostgreSQL has no text with NUL in it, and calls it a failure.
      if (topic.includes('\0')) return nothing
      const rights = await database.call<TopicRights>(
        'topic_access_as',
        ['jsonb', 'text'],
        [claimsOf(userId), topic],
      )
      return rights ?? nothing
    },
  }
}
