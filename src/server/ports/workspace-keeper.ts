/** Workspaces, the people in them, and the links that let somebody in. */
import type {
  CreateWorkspaceInput,
  DescribedInvitation,
  Invitation,
  InviteInput,
  RemoveFromWorkspaceInput,
  RenameWorkspaceInput,
  RevokeInvitationInput,
  SetWorkspaceRoleInput,
  Workspace,
  WorkspaceMembersInput,
  WorkspaceMembersOutput,
  WorkspaceRole,
} from '@/contract/workspaces'
import type { Actor, RoomNews } from './room-directory'

export interface AcceptedNews {
  workspaceId: string
  /** Null also for whoever is banned from it. */
  roomId: string | null
  invitationId: string
  /** What it makes of whoever comes. */
  role: WorkspaceRole
  /** False for whoever was a member already. */
  joined: boolean
  /** Whether somebody who was a member has a higher role now. */
  lifted: boolean
  /** Null where no room was entered. */
  news: RoomNews | null
}

/**
 * Undefined for whoever is not in the workspace; `boolean` says whether anything is different now. The same call again
 * changes nothing.
 *
 * All of them @throws ParleyError UNAVAILABLE
 */
export interface WorkspaceKeeper {
  /** Those that the user is in, the oldest first. */
  list(userId: string): Promise<Workspace[]>
  /** @throws ParleyError CONFLICT, LIMIT_REACHED */
  create(actor: Actor, input: CreateWorkspaceInput): Promise<boolean>
  /** @throws ParleyError FORBIDDEN */
  rename(userId: string, input: RenameWorkspaceInput): Promise<boolean | undefined>
  members(userId: string, input: WorkspaceMembersInput): Promise<WorkspaceMembersOutput | undefined>
  /** @throws ParleyError FORBIDDEN, PERSON_NOT_FOUND */
  setRole(userId: string, input: SetWorkspaceRoleInput): Promise<boolean | undefined>
  /** Of oneself: leaving. Answers what has to be told in each room; for whoever is not there, that. @throws ParleyError FORBIDDEN */
  remove(
    userId: string,
    input: RemoveFromWorkspaceInput,
  ): Promise<{ removed: boolean; news: RoomNews[] } | undefined>
  /** @throws ParleyError FORBIDDEN, CONFLICT, ROOM_NOT_FOUND, LIMIT_REACHED */
  invite(userId: string, input: InviteInput): Promise<{ made: boolean; expiresAt: string } | undefined>
  /** Those that still let somebody in, the newest first; none for whoever may not invite. */
  invitations(userId: string, workspaceId: string): Promise<Invitation[]>
  /** @throws ParleyError FORBIDDEN, INVITATION_NOT_FOUND */
  revoke(userId: string, input: RevokeInvitationInput): Promise<boolean | undefined>
  /** Undefined for a token that does not let this person in. */
  describe(userId: string, token: string): Promise<DescribedInvitation | undefined>
  /** As above. @throws ParleyError LIMIT_REACHED */
  accept(actor: Actor, token: string): Promise<AcceptedNews | undefined>
}
