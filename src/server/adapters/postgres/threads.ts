/** Threads in PostgreSQL: writes through the schema's functions, reads through row-level security. */
import { sql } from 'kysely'
import type { ListedThread, ThreadState } from '@/contract/threads'
import type { Threads } from '@/server/ports/threads'
import type { Database } from './pool'
import type { ReadAs } from './read-as-user'

export function createThreads(database: Database, readAs: ReadAs): Threads {
  return {
    state: (userId, { roomId, threadId }) =>
      readAs('thread_state', userId, async (tx) => {
        const { rows } = await sql<ThreadState>`
          select coalesce(f.follows, false) as follows, coalesce(f.last_read, 0) as "lastRead"
          from chat.messages m
          left join chat.thread_followers f on f.root_id = m.id and f.user_id = ${userId}
          where m.id = ${threadId} and m.room_id = ${roomId} and m.thread is null and m.event is null
        `.execute(tx)
        return rows[0]
      }),

    async follow(userId, { roomId, threadId, follows }) {
      const types = ['uuid', 'uuid', 'uuid', 'boolean']
      return (
        (await database.call<boolean>('follow_thread', types, [userId, roomId, threadId, follows])) ??
        undefined
      )
    },

    async raiseRead(userId, { roomId, threadId }, position) {
      const types = ['uuid', 'uuid', 'uuid', 'bigint']
      return (
        (await database.call<number>('read_thread', types, [userId, roomId, threadId, position])) ?? undefined
      )
    },

    list: (userId, limit) =>
      readAs('list_threads', userId, async (tx) => {
        const { rows } = await sql<ListedThread>`
          select f.room_id as "roomId", root.change as root, latest.change as latest, f.last_read as "lastRead",
            (select count(*)::integer from chat.messages x where x.thread = f.root_id and x.removed_at is null) as replies
          from chat.thread_followers f
          join lateral (
            select x.id, x.created_at from chat.messages x
            where x.thread = f.root_id and x.removed_at is null order by x.seq desc limit 1
          ) last on true
          join chat.changes root on root.id = f.root_id
          join chat.changes latest on latest.id = last.id
          where f.user_id = ${userId} and f.follows
          order by last.created_at desc, f.root_id limit ${limit}
        `.execute(tx)
        return rows
      }),
  }
}
