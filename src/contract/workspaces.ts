/** Workspaces: tenants of one installation, their people, and the links that let somebody in. */
import * as z from 'zod/mini'
import { limits } from './limits'
import { id, pageSize, timestamp, workspaceName } from './primitives'

/** A guest is only in the rooms they were added to, and sees nobody but the people there. */
export const workspaceRole = z.enum(['owner', 'admin', 'member', 'guest'])

export const createWorkspaceInput = z.strictObject({
  /** Made by the client, so that a retry creates nothing twice. */
  id,
  name: workspaceName,
})
export const renameWorkspaceInput = z.strictObject({ workspaceId: id, name: workspaceName })
export const workspaceInput = z.strictObject({ workspaceId: id })

export const workspace = z.object({ workspaceId: id, name: z.string(), role: workspaceRole })
/** At most `limits.workspacesPerPerson`, oldest first. */
export const workspacesOutput = z.object({ workspaces: z.array(workspace) })

/** A page of people: those after the last id of the page before. */
export const workspaceMembersInput = z.strictObject({
  workspaceId: id,
  after: z.optional(id),
  limit: pageSize(limits.directoryPage),
})
export const workspaceMember = z.object({
  userId: id,
  name: z.string(),
  role: workspaceRole,
  joinedAt: timestamp,
})
export const workspaceMembersOutput = z.object({ members: z.array(workspaceMember), hasMore: z.boolean() })

/** `owner` hands the workspace over. */
export const setWorkspaceRoleInput = z.strictObject({ workspaceId: id, userId: id, role: workspaceRole })
export const removeFromWorkspaceInput = z.strictObject({ workspaceId: id, userId: id })

/** What a link carries: 256 bits, made by whoever invites. The server keeps only its hash. */
export const invitationToken = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url'))

export const inviteInput = z.strictObject({
  /** Of the invitation, made by the client like the token: the same call again changes nothing. */
  id,
  token: invitationToken,
  workspaceId: id,
  /** A room of the workspace that whoever comes is added to. */
  roomId: z.optional(id),
  role: z._default(z.enum(['admin', 'member', 'guest']), 'member'),
  /** From now on, in hours. */
  hours: z._default(z.int().check(z.gte(1), z.lte(limits.invitationHours)), 7 * 24),
  /** People it lets in. */
  uses: z._default(z.int().check(z.gte(1), z.lte(limits.invitationUses)), 1),
})
export const inviteOutput = z.object({ invitationId: id, expiresAt: timestamp })

export const invitation = z.object({
  invitationId: id,
  roomId: z.nullable(id),
  role: workspaceRole,
  createdBy: id,
  createdAt: timestamp,
  expiresAt: timestamp,
  uses: z.int(),
  used: z.int(),
})
/** Those that still let somebody in, newest first, at most `limits.openInvitations`. */
export const invitationsOutput = z.object({ invitations: z.array(invitation) })
export const revokeInvitationInput = z.strictObject({ workspaceId: id, invitationId: id })

export const invitationTokenInput = z.strictObject({ token: invitationToken })
/** What somebody who holds the link may know before they decide. */
export const describedInvitation = z.object({
  workspaceName: z.string(),
  roomName: z.nullable(z.string()),
  invitedBy: z.string(),
})
/** `roomId` is null for a link without a room, and for whoever is banned from it. */
export const acceptedInvitation = z.object({ workspaceId: id, roomId: z.nullable(id) })

export type WorkspaceRole = z.infer<typeof workspaceRole>
export type CreateWorkspaceInput = z.infer<typeof createWorkspaceInput>
export type RenameWorkspaceInput = z.infer<typeof renameWorkspaceInput>
export type SetWorkspaceRoleInput = z.infer<typeof setWorkspaceRoleInput>
export type RemoveFromWorkspaceInput = z.infer<typeof removeFromWorkspaceInput>
export type RevokeInvitationInput = z.infer<typeof revokeInvitationInput>
export type Workspace = z.infer<typeof workspace>
export type WorkspaceMembersInput = z.infer<typeof workspaceMembersInput>
export type WorkspaceMembersOutput = z.infer<typeof workspaceMembersOutput>
export type InviteInput = z.infer<typeof inviteInput>
export type Invitation = z.infer<typeof invitation>
export type DescribedInvitation = z.infer<typeof describedInvitation>
export type AcceptedInvitation = z.infer<typeof acceptedInvitation>
