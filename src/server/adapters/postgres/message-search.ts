/** Search in PostgreSQL: its index finds the messages, and row-level security shows them. */
import { sql } from 'kysely'
import pg from 'pg'
import { ParleyError } from '@/contract/errors'
import { timesOf } from '@/contract/search-query'
import { serverLimits } from '@/contract/server-limits'
import type { FoundChange, MessageSearch } from '@/server/ports/message-search'
import type { ReadAs } from './read-as-user'

/** SQLSTATE `query_canceled`. */
const tookTooLong = '57014'

export function createMessageSearch(
  readAs: ReadAs,
  timeoutMs: number = serverLimits.searchMs,
): MessageSearch {
  return {
    search: (userId, query, after, limit) =>
      readAs('search_messages', userId, async (tx) => {
        const { notBefore, olderThan } = timesOf(query)
        await sql`select set_config('statement_timeout', ${String(timeoutMs)}, true)`.execute(tx)
        const { rows } = await sql<FoundChange>`
          select c.change, r.name as "roomName"
          from unnest(chat.search_messages(
            ${userId}, ${query.words}, ${query.from ?? null}, ${query.in ?? null},
            to_timestamp(${notBefore ?? null}::double precision / 1000),
            to_timestamp(${olderThan ?? null}::double precision / 1000),
            ${after ?? null}, ${limit}
          )) with ordinality as hit (id, place)
          join chat.changes c on c.id = hit.id
          join chat.rooms r on r.id = c.room_id
          order by hit.place
        `.execute(tx)
        return rows
      }).catch(explain),
  }
}

function explain(error: unknown): never {
  const cause = error instanceof ParleyError ? error.cause : undefined
  if (cause instanceof pg.DatabaseError && cause.code === tookTooLong) {
    throw new ParleyError('SEARCH_TOO_WIDE', { cause })
  }
  throw error
}
