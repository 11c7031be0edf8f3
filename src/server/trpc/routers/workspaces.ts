/** `workspaces.*`: tenants, their people, and the links that let somebody in. */
import {
  createWorkspaceInput,
  invitationTokenInput,
  inviteInput,
  removeFromWorkspaceInput,
  renameWorkspaceInput,
  revokeInvitationInput,
  setWorkspaceRoleInput,
  workspaceInput,
  workspaceMembersInput,
} from '@/contract/workspaces'
import {
  acceptInvitation,
  createWorkspace,
  describeInvitation,
  invite,
  listWorkspaceMembers,
  removeFromWorkspace,
  renameWorkspace,
  revokeInvitation,
  setWorkspaceRole,
} from '@/server/services/keep-workspace'
import { actorOf } from '../actor'
import { procedure, router } from '../init'

export const workspacesRouter = router({
  list: procedure.query(async ({ ctx }) => ({
    workspaces: await ctx.services.workspaces.list(ctx.user.userId),
  })),
  create: procedure
    .meta({ action: 'rooms' })
    .input(createWorkspaceInput)
    .mutation(({ ctx, input }) => createWorkspace(ctx.services, actorOf(ctx.user), input)),
  rename: procedure
    .input(renameWorkspaceInput)
    .mutation(({ ctx, input }) => renameWorkspace(ctx.services, ctx.user.userId, input)),
  members: procedure
    .input(workspaceMembersInput)
    .query(({ ctx, input }) => listWorkspaceMembers(ctx.services, ctx.user.userId, input)),
  setRole: procedure
    .input(setWorkspaceRoleInput)
    .mutation(({ ctx, input }) => setWorkspaceRole(ctx.services, ctx.user.userId, input)),
  remove: procedure
    .input(removeFromWorkspaceInput)
    .mutation(({ ctx, input }) => removeFromWorkspace(ctx.services, ctx.user.userId, input)),
  invite: procedure
    .meta({ action: 'rooms' })
    .input(inviteInput)
    .mutation(({ ctx, input }) => invite(ctx.services, ctx.user.userId, input)),
  /** None for whoever may not invite. */
  invitations: procedure.input(workspaceInput).query(async ({ ctx, input }) => ({
    invitations: await ctx.services.workspaces.invitations(ctx.user.userId, input.workspaceId),
  })),
  revokeInvitation: procedure
    .input(revokeInvitationInput)
    .mutation(({ ctx, input }) => revokeInvitation(ctx.services, ctx.user.userId, input)),
  describeInvitation: procedure
    .input(invitationTokenInput)
    .query(({ ctx, input }) => describeInvitation(ctx.services, ctx.user.userId, input.token)),
  acceptInvitation: procedure
    .input(invitationTokenInput)
    .mutation(({ ctx, input }) => acceptInvitation(ctx.services, actorOf(ctx.user), input.token)),
})
