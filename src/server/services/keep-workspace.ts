/** What people do with a workspace, and who is told of it. */
import type { AuditAction } from '@/contract/audit'
import { ParleyError } from '@/contract/errors'
import { userTopic } from '@/contract/realtime'
import type {
  AcceptedInvitation,
  CreateWorkspaceInput,
  DescribedInvitation,
  InviteInput,
  RemoveFromWorkspaceInput,
  RenameWorkspaceInput,
  RevokeInvitationInput,
  SetWorkspaceRoleInput,
  WorkspaceMembersInput,
} from '@/contract/workspaces'
import type { AuditNote } from '@/server/ports/audit-log'
import type { Actor } from '@/server/ports/room-directory'
import type { WorkspaceKeeper } from '@/server/ports/workspace-keeper'
import { type AnnounceDependencies, announce } from './announce'

export interface KeepWorkspaceDependencies extends AnnounceDependencies {
  workspaces: WorkspaceKeeper
  /** Forgets that the user was a member, and takes them off the room's live topics. */
  endAccess(userId: string, roomId: string): void
}

type Deps = KeepWorkspaceDependencies

/** @throws ParleyError WORKSPACE_NOT_FOUND */
function found<T>(answer: T | undefined): T {
  if (answer === undefined) throw new ParleyError('WORKSPACE_NOT_FOUND')
  return answer
}

/** @throws ParleyError INVITATION_NOT_FOUND */
function open<T>(invitation: T | undefined): T {
  if (invitation === undefined) throw new ParleyError('INVITATION_NOT_FOUND')
  return invitation
}

function note(
  { auditLog }: Deps,
  action: AuditAction,
  actorId: string,
  workspaceId: string,
  more: Pick<AuditNote, 'subjectId' | 'details'> = {},
): void {
  void auditLog.note({ action, actorId, workspaceId, ...more })
}

// All of them @throws ParleyError WORKSPACE_NOT_FOUND, FORBIDDEN, UNAVAILABLE, and what is said of each in the port.

export async function createWorkspace(deps: Deps, actor: Actor, input: CreateWorkspaceInput) {
  const isNew = await deps.workspaces.create(actor, input)
  if (isNew) note(deps, 'workspace.created', actor.userId, input.id)
  return { workspaceId: input.id }
}

export async function renameWorkspace(deps: Deps, userId: string, input: RenameWorkspaceInput) {
  const changed = found(await deps.workspaces.rename(userId, input))
  if (changed) note(deps, 'workspace.renamed', userId, input.workspaceId)
  return { workspaceId: input.workspaceId }
}

export async function listWorkspaceMembers(deps: Deps, userId: string, input: WorkspaceMembersInput) {
  return found(await deps.workspaces.members(userId, input))
}

export async function setWorkspaceRole(deps: Deps, userId: string, input: SetWorkspaceRoleInput) {
  const { workspaceId, userId: subjectId, role } = input
  const changed = found(await deps.workspaces.setRole(userId, input))
  if (changed) note(deps, 'workspace.role_changed', userId, workspaceId, { subjectId, details: { role } })
  return { workspaceId }
}

/** Of oneself: leaving. */
export async function removeFromWorkspace(deps: Deps, userId: string, input: RemoveFromWorkspaceInput) {
  const { workspaceId, userId: subjectId } = input
  const { removed, news } = found(await deps.workspaces.remove(userId, input))
  for (const room of news) {
    deps.endAccess(subjectId, room.roomId)
    deps.broadcaster.publish(userTopic(subjectId), 'rooms', { roomId: room.roomId, epoch: room.epoch })
    announce(deps, room)
  }
  if (!removed) return { workspaceId }
  if (userId === subjectId) note(deps, 'workspace.left', userId, workspaceId)
  else note(deps, 'workspace.member_removed', userId, workspaceId, { subjectId })
  return { workspaceId }
}

export async function invite(deps: Deps, userId: string, input: InviteInput) {
  const { made, expiresAt } = found(await deps.workspaces.invite(userId, input))
  const { id, workspaceId, role, uses } = input
  const details = { invitation: id, role, uses }
  if (made) note(deps, 'workspace.invitation_made', userId, workspaceId, { details })
  return { invitationId: id, expiresAt }
}

export async function revokeInvitation(deps: Deps, userId: string, input: RevokeInvitationInput) {
  const { workspaceId, invitationId: invitation } = input
  const changed = found(await deps.workspaces.revoke(userId, input))
  if (changed) note(deps, 'workspace.invitation_revoked', userId, workspaceId, { details: { invitation } })
  return { workspaceId }
}

/** @throws ParleyError INVITATION_NOT_FOUND, for whatever reason it lets this person in no more */
export async function describeInvitation(
  { workspaces }: Deps,
  userId: string,
  token: string,
): Promise<DescribedInvitation> {
  return open(await workspaces.describe(userId, token))
}

/** Again by somebody who came by it, it changes nothing. @throws ParleyError INVITATION_NOT_FOUND, LIMIT_REACHED */
export async function acceptInvitation(deps: Deps, actor: Actor, token: string): Promise<AcceptedInvitation> {
  const { workspaceId, roomId, joined, lifted, news, ...by } = open(
    await deps.workspaces.accept(actor, token),
  )
  const details = { invitation: by.invitationId, role: by.role }
  const subjectId = actor.userId
  if (joined) note(deps, 'workspace.joined', subjectId, workspaceId, { details })
  if (lifted) note(deps, 'workspace.role_changed', subjectId, workspaceId, { subjectId, details })
  if (news) {
    deps.broadcaster.publish(userTopic(actor.userId), 'rooms', { roomId: news.roomId, epoch: news.epoch })
    announce(deps, news)
  }
  return { workspaceId, roomId }
}
