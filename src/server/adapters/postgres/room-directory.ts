/** Rooms and people in PostgreSQL: writes through the schema's functions, reads through row-level security. */
import { sql } from 'kysely'
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import type { JoinedRoom, RoomDirectory, RoomNews } from '@/server/ports/room-directory'
import type { Database } from './pool'
import type { ReadAs } from './read-as-user'
import { granted, type Refusal } from './refusal'

/** @param openRooms whether everybody who signs in is a member of the first workspace */
export function createRoomDirectory(database: Database, readAs: ReadAs, openRooms = true): RoomDirectory {
  /** Who has their place there, or has gone: forgotten all at once when there are too many. */
  const known = new Set<string>()

  /** @param name undefined for whoever only looks around: then nobody gets a profile */
  async function enter(userId: string, name?: string): Promise<void> {
    if (!openRooms || known.has(userId)) return
    const entered = await database.call('enter_first_workspace', ['uuid', 'text'], [userId, name ?? null])
    if (known.size >= serverLimits.knownNewcomers) known.clear()
    if (entered) known.add(userId)
  }

  return {
    async create(actor, { id, name, kind, workspaceId }) {
      await enter(actor.userId, actor.name)
      const answer = await database.call<Refusal | { epoch: number }>(
        'create_room',
        ['uuid', 'text', 'uuid', 'text', 'text', 'uuid'],
        [actor.userId, actor.name, id, name, kind, workspaceId ?? null],
      )
      const room = granted(answer)
      if (!room) throw new ParleyError('INTERNAL')
      return { roomId: id, epoch: room.epoch }
    },

    async join(actor, roomId) {
      await enter(actor.userId, actor.name)
      const joined = await database.call<Omit<JoinedRoom, 'news'> & { news: RoomNews | null }>(
        'join_room',
        ['uuid', 'text', 'uuid'],
        [actor.userId, actor.name, roomId],
      )
      if (!joined) return undefined
      const { news, ...room } = joined
      return news ? { ...room, news } : room
    },

    async leave(userId, roomId) {
      const left = await database.call<Refusal | RoomNews>('leave_room', ['uuid', 'uuid'], [userId, roomId])
      return granted(left) ?? undefined
    },

    async list(userId, { after, limit }) {
      await enter(userId)
      const rows = await readAs('list_rooms', userId, (tx) =>
        tx
          .selectFrom('chat.rooms as r')
          .leftJoin('chat.room_members as m', (on) =>
            on.onRef('m.room_id', '=', 'r.id').on('m.user_id', '=', userId).on('m.ended_at', 'is', null),
          )
          .innerJoin('chat.workspaces as w', 'w.id', 'r.workspace_id')
          .select(['r.id', 'r.name', 'r.kind', 'r.members', 'm.user_id'])
          .select(['w.id as workspace_id', 'w.name as workspace_name'])
          .$if(after !== undefined, (query) => query.where('r.id', '>', after ?? ''))
          .orderBy('r.id')
          .limit(limit + 1)
          .execute(),
      )
      return {
        rooms: rows.slice(0, limit).map((row) => ({
          roomId: row.id,
          workspace: { id: row.workspace_id, name: row.workspace_name },
          name: row.name,
          kind: row.kind,
          joined: row.user_id !== null,
          members: row.members,
        })),
        hasMore: rows.length > limit,
      }
    },

    async members(userId, { roomId, after, limit }) {
      const rows = await readAs('list_members', userId, (tx) =>
        tx
          .selectFrom('chat.room_members as m')
          .leftJoin('chat.profiles as p', 'p.id', 'm.user_id')
          .select(['m.user_id', 'p.name', 'm.role', 'm.joined_at'])
          .where('m.room_id', '=', roomId)
          .where('m.ended_at', 'is', null)
          // Somebody who left still sees their own ended membership; that opens nothing here.
          .where(sql<boolean>`m.room_id in (select chat.my_rooms())`)
          .$if(after !== undefined, (query) => query.where('m.user_id', '>', after ?? ''))
          .orderBy('m.user_id')
          .limit(limit + 1)
          .execute(),
      )
      // A room one is in has at least oneself in it; a later page may be empty.
      if (rows.length === 0 && after === undefined) return undefined
      return {
        members: rows.slice(0, limit).map((row) => ({
          userId: row.user_id,
          name: row.name ?? '',
          role: row.role,
          joinedAt: row.joined_at.toISOString(),
        })),
        hasMore: rows.length > limit,
      }
    },

    async rename({ userId, name }) {
      await enter(userId, name)
      await database.call('rename', ['uuid', 'text'], [userId, name])
      return { userId, name }
    },

    async profile(userId) {
      const row = await readAs('profile', userId, (tx) =>
        tx.selectFrom('chat.profiles').select(['id', 'name']).where('id', '=', userId).executeTakeFirst(),
      )
      return row && { userId: row.id, name: row.name }
    },

    async find(userId, { text, limit }) {
      const pattern = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
      const rows = await readAs('find_people', userId, (tx) =>
        tx
          .selectFrom('chat.profiles as p')
          .select(['p.id', 'p.name'])
          // Asked of the memberships that the user can see: the profiles' own policy looks at each person.
          .where('p.id', 'in', (query) => query.selectFrom('chat.workspace_members').select('user_id'))
          .where('p.id', '<>', userId)
          .where('p.name', 'ilike', pattern)
          .orderBy('p.name')
          .orderBy('p.id')
          .limit(limit)
          .execute(),
      )
      return rows.map((row) => ({ userId: row.id, name: row.name }))
    },

    async names(userId, userIds) {
      const rows = await readAs('names', userId, (tx) =>
        tx.selectFrom('chat.profiles').select(['id', 'name']).where('id', 'in', userIds).execute(),
      )
      return rows.map((row) => ({ userId: row.id, name: row.name }))
    },
  }
}
