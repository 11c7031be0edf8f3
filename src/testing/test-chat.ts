// People, rooms and commands for tests of the database, made by the database's own functions.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Command } from '@/contract/commands'
import type { Change } from '@/contract/message'
import type { RoomAdvance } from '@/server/ports/message-log'
import { createTestDatabase } from './test-database'

/** What `chat.append` answers. */
export type AppendAnswer = {
  log: string
  results: { id: string; status: string; position?: number; epoch?: number; change?: Change }[]
  rooms: RoomAdvance[]
}

/** What `chat.changes_after` answers to a member. */
export type PageAnswer = { log: string; epoch: number; head: number; changes: Change[] }

/** A database of one's own, and pools of the API's role and of the superuser. */
export type TestChat = Awaited<ReturnType<typeof openTestChat>>

type Fields<Kind extends Command['kind']> = Omit<
  Extract<Command, { kind: Kind }>,
  'kind' | 'id' | 'sentAt'
> & {
  id?: string
  sentAt?: string
}

/** `send({ as, roomId, content })` and the like: the id is made unless given. */
export const commands = {
  send: (fields: Fields<'send'>): Command => ({
    id: randomUUID(),
    sentAt: '2026-01-02T03:04:05.678Z',
    ...fields,
    kind: 'send',
  }),
  edit: (fields: Fields<'edit'>): Command => ({ id: randomUUID(), ...fields, kind: 'edit' }),
  remove: (fields: Fields<'remove'>): Command => ({ id: randomUUID(), ...fields, kind: 'remove' }),
  react: (fields: Fields<'react'>): Command => ({ id: randomUUID(), ...fields, kind: 'react' }),
}

export function claims(userId: string): string {
  return JSON.stringify({ sub: userId, role: 'authenticated' })
}

/** Clones the migrated template; `close` drops it again. `connections` bounds the API's pool. */
export async function openTestChat(connections = 10) {
  const database = await createTestDatabase()
  const api = new pg.Pool({ connectionString: database.apiUrl, max: connections })
  const superuser = new pg.Pool({ connectionString: database.superuserUrl, max: 2 })
  // A pool counts as ended a moment before its connections are: dropping the database may end those first.
  for (const pool of [api, superuser]) {
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
  }

  async function call<T>(name: string, ...values: unknown[]): Promise<T> {
    const { rows } = await api.query<{ value: T }>(
      `select chat.${name}(${values.map((_, index) => `$${index + 1}`).join(', ')}) as value`,
      values,
    )
    const [row] = rows
    if (!row) throw new Error(`chat.${name} answered no row`)
    return row.value
  }

  return {
    ...database,
    api,
    superuser,
    /** Calls `chat.<name>` as the API's role. */
    call,
    append: (...batch: Command[]) => call<AppendAnswer>('append', JSON.stringify(batch)),
    changesAfter: (userId: string, roomId: string, after = 0, limit = 100_000) =>
      call<PageAnswer | null>('changes_after', claims(userId), roomId, after, limit),
    /** Somebody with a profile, in the installation's workspace. */
    async person(name = 'Somebody'): Promise<string> {
      const id = randomUUID()
      await call('enter_first_workspace', id, name)
      return id
    },
    /** A room with these members, the first of them its owner. */
    async room(owner: string, members: string[] = [], kind = 'public'): Promise<string> {
      const id = randomUUID()
      await call('create_room', owner, 'Owner', id, 'Room', kind, null)
      await superuser.query(
        `with added as (insert into chat.room_members (room_id, user_id) select $1, unnest($2::uuid[]) returning 1)
         update chat.rooms set members = members + (select count(*) from added) where id = $1`,
        [id, members],
      )
      return id
    },
    async close(): Promise<void> {
      await Promise.all([api.end(), superuser.end()])
      await database.drop()
    },
  }
}
