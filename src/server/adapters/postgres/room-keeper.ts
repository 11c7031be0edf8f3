/** Keeping rooms in PostgreSQL: its functions check every right again, under the room's lock. */
import { ParleyError } from '@/contract/errors'
import type { BansOutput } from '@/contract/rooms'
import type { RoomNews } from '@/server/ports/room-directory'
import type { RoomKeeper } from '@/server/ports/room-keeper'
import type { Database } from './pool'
import { granted, type Refusal } from './refusal'

export function createRoomKeeper(database: Database): RoomKeeper {
  /** @param types the arguments after the actor and the room, as SQL types; `values` are theirs */
  async function keep(name: string, userId: string, roomId: string, types: string[], values: unknown[]) {
    const answer = await database.call<Refusal | { news: RoomNews }>(
      name,
      ['uuid', 'uuid', ...types],
      [userId, roomId, ...values],
    )
    return granted(answer)?.news
  }

  return {
    update: (userId, { roomId, name, topic }) =>
      keep('update_room', userId, roomId, ['text', 'text'], [name ?? null, topic ?? null]),
    archive: (userId, { roomId, archived }) => keep('archive_room', userId, roomId, ['boolean'], [archived]),
    add: (userId, { roomId, userIds }) =>
      keep('add_to_room', userId, roomId, ['uuid[]'], [`{${userIds.join()}}`]),
    remove: (userId, { roomId, userId: person }) =>
      keep('remove_from_room', userId, roomId, ['uuid'], [person]),
    ban: (userId, { roomId, userId: person }) => keep('ban_from_room', userId, roomId, ['uuid'], [person]),
    liftBan: (userId, { roomId, userId: person }) => keep('lift_ban', userId, roomId, ['uuid'], [person]),
    setRole: (userId, { roomId, userId: person, role }) =>
      keep('set_room_role', userId, roomId, ['uuid', 'text'], [person, role]),

    async bans(userId, { roomId, after, limit }) {
      const answer = await database.call<Refusal | Pick<BansOutput, 'bans'>>(
        'bans',
        ['uuid', 'uuid', 'uuid', 'integer'],
        [userId, roomId, after ?? null, limit + 1],
      )
      const found = granted(answer)?.bans
      return found && { bans: found.slice(0, limit), hasMore: found.length > limit }
    },

    async openDirect(actor, { id, userId, workspaceId }) {
      const answer = await database.call<Refusal | { roomId: string; epoch: number; news: RoomNews[] }>(
        'open_direct',
        ['uuid', 'text', 'uuid', 'uuid', 'uuid'],
        [actor.userId, actor.name, userId, workspaceId ?? null, id],
      )
      const room = granted(answer)
      if (!room) throw new ParleyError('INTERNAL')
      return room
    },
  }
}
