/** A story's log in PostgreSQL. */
import pg from 'pg'
import { createAccess } from '@/server/adapters/postgres/access'
import { createMessageLog } from '@/server/adapters/postgres/message-log'
import { createDatabase, createPool } from '@/server/adapters/postgres/pool'
import { readAsUser } from '@/server/adapters/postgres/read-as-user'
import { createRoomDirectory } from '@/server/adapters/postgres/room-directory'
import { createTestDatabase } from '../test-database'
import type { StoryLog } from './world'

export async function openPostgresLog(): Promise<StoryLog> {
  const database = await createTestDatabase()
  const pool = createPool({ url: database.apiUrl, max: 4 })
  const superuser = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
  superuser.on('error', () => undefined)
  superuser.on('connect', (client) => client.on('error', () => undefined))
  const calls = createDatabase(pool)
  return {
    messageLog: createMessageLog(calls),
    directory: createRoomDirectory(calls, readAsUser(pool)),
    access: createAccess(calls),
    async addMember(roomId, userId) {
      await superuser.query(
        `with added as (
           insert into chat.room_members (room_id, user_id) values ($1, $2)
           on conflict (room_id, user_id) do update set ended_at = null
           where chat.room_members.ended_at is not null
           returning 1
         )
         update chat.rooms set members = members + (select count(*) from added) where id = $1`,
        [roomId, userId],
      )
    },
    async close() {
      await Promise.all([pool.end(), superuser.end()])
      await database.drop()
    },
  }
}
