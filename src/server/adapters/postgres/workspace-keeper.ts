/** Workspaces in PostgreSQL: writes through its functions, which check every right under the workspace's lock. */
import { sql } from 'kysely'
import { ParleyError } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { DescribedInvitation } from '@/contract/workspaces'
import type { RoomNews } from '@/server/ports/room-directory'
import type { AcceptedNews, WorkspaceKeeper } from '@/server/ports/workspace-keeper'
import type { Database } from './pool'
import type { ReadAs } from './read-as-user'
import { granted, type Refusal } from './refusal'

interface Changed {
  changed: boolean
}

export function createWorkspaceKeeper(database: Database, readAs: ReadAs): WorkspaceKeeper {
  async function keep<T extends object>(name: string, types: readonly string[], values: readonly unknown[]) {
    return granted(await database.call<Refusal | T>(name, types, values)) ?? undefined
  }

  return {
    async list(userId) {
      const rows = await readAs('list_workspaces', userId, (tx) =>
        tx
          .selectFrom('chat.workspaces as w')
          .innerJoin('chat.workspace_members as m', 'm.workspace_id', 'w.id')
          .select(['w.id', 'w.name', 'm.role'])
          .where('m.user_id', '=', userId)
          .orderBy('w.created_at')
          .orderBy('w.id')
          .limit(limits.workspacesPerPerson)
          .execute(),
      )
      return rows.map(({ id, name, role }) => ({ workspaceId: id, name, role }))
    },

    async create(actor, { id, name }) {
      const types = ['uuid', 'text', 'uuid', 'text', 'integer']
      const made = await keep<Changed>('create_workspace', types, [
        ...[actor.userId, actor.name, id, name, limits.workspacesPerPerson],
      ])
      if (!made) throw new ParleyError('INTERNAL')
      return made.changed
    },

    async rename(userId, { workspaceId, name }) {
      const types = ['uuid', 'uuid', 'text']
      return (await keep<Changed>('rename_workspace', types, [userId, workspaceId, name]))?.changed
    },

    async members(userId, { workspaceId, after, limit }) {
      const rows = await readAs('list_workspace_members', userId, (tx) =>
        tx
          .selectFrom('chat.workspace_members as m')
          .innerJoin('chat.profiles as p', 'p.id', 'm.user_id')
          .select(['m.user_id', 'p.name', 'm.role', 'm.joined_at'])
          .where('m.workspace_id', '=', workspaceId)
          .$if(after !== undefined, (query) => query.where('m.user_id', '>', after ?? ''))
          .orderBy('m.user_id')
          .limit(limit + 1)
          .execute(),
      )
      // Whoever is in it sees at least themselves; a later page may be empty.
      if (rows.length === 0 && after === undefined) return undefined
      return {
        members: rows.slice(0, limit).map((row) => ({
          userId: row.user_id,
          name: row.name,
          role: row.role,
          joinedAt: row.joined_at.toISOString(),
        })),
        hasMore: rows.length > limit,
      }
    },

    async setRole(userId, { workspaceId, userId: person, role }) {
      const types = ['uuid', 'uuid', 'uuid', 'text']
      return (await keep<Changed>('set_workspace_role', types, [userId, workspaceId, person, role]))?.changed
    },

    async remove(userId, { workspaceId, userId: person }) {
      const types = ['uuid', 'uuid', 'uuid']
      return keep<{ removed: boolean; news: RoomNews[] }>('remove_from_workspace', types, [
        ...[userId, workspaceId, person],
      ])
    },

    async invite(userId, { id, token, workspaceId, roomId, role, hours, uses }) {
      const types = ['uuid', 'uuid', 'uuid', 'uuid', 'text', 'text', 'integer', 'integer', 'integer']
      return keep<{ made: boolean; expiresAt: string }>('invite', types, [
        ...[userId, workspaceId, roomId ?? null, id, token, role, hours, uses, limits.openInvitations],
      ])
    },

    async invitations(userId, workspaceId) {
      const rows = await readAs('list_invitations', userId, (tx) =>
        tx
          .selectFrom('chat.invitations')
          .selectAll()
          .where('workspace_id', '=', workspaceId)
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', sql<Date>`now()`)
          .whereRef('uses', '<', 'max_uses')
          .orderBy('created_at', 'desc')
          .orderBy('id')
          .limit(limits.openInvitations)
          .execute(),
      )
      return rows.map((row) => ({
        invitationId: row.id,
        roomId: row.room_id,
        role: row.role,
        createdBy: row.created_by,
        createdAt: row.created_at.toISOString(),
        expiresAt: row.expires_at.toISOString(),
        uses: row.max_uses,
        used: row.uses,
      }))
    },

    async revoke(userId, { workspaceId, invitationId }) {
      const types = ['uuid', 'uuid', 'uuid']
      return (await keep<Changed>('revoke_invitation', types, [userId, workspaceId, invitationId]))?.changed
    },

    describe: (userId, token) =>
      keep<DescribedInvitation>('describe_invitation', ['uuid', 'text'], [userId, token]),

    async accept(actor, token) {
      return keep<AcceptedNews>(
        'accept_invitation',
        ['uuid', 'text', 'text', 'integer'],
        [...[actor.userId, actor.name, token, limits.workspacesPerPerson]],
      )
    },
  }
}
