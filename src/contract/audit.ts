/** The audit log: what happened that somebody may have to answer for. Never content, secrets or e-mail addresses. */
import * as z from 'zod/mini'
import { limits } from './limits'
import { id, pageSize } from './primitives'

/** What is written down: the thing, and what was done to it. */
export const auditActions = [
  'guest.created',
  'account.registered',
  'account.signed_in',
  'account.sign_in_failed',
  'account.signed_out',
  'account.session_revoked',
  'account.email_verified',
  'account.password_changed',
  'account.password_reset',
  'account.two_factor_enabled',
  'account.two_factor_disabled',
  'account.deleted',
  'workspace.created',
  'workspace.renamed',
  'workspace.joined',
  'workspace.left',
  'workspace.member_removed',
  'workspace.role_changed',
  'workspace.invitation_made',
  'workspace.invitation_revoked',
  'room.created',
  'room.joined',
  'room.left',
  'room.member_added',
  'room.member_removed',
  'room.member_banned',
  'room.member_unbanned',
  'room.role_changed',
  'room.renamed',
  'room.topic_changed',
  'room.archived',
  'room.unarchived',
] as const

export type AuditAction = (typeof auditActions)[number]

export const auditInput = z.strictObject({
  workspaceId: id,
  /** The id of the last entry of the page before. */
  before: z.optional(z.int().check(z.positive())),
  /** Only these. */
  action: z.optional(z.enum(auditActions)),
  limit: pageSize(limits.auditPage),
})

export type AuditInput = z.infer<typeof auditInput>

export interface AuditEntry {
  /** Rises with time; has gaps. */
  id: number
  /** ISO 8601. */
  at: string
  /** Null where nobody was signed in. */
  actorId: string | null
  action: AuditAction
  roomId: string | null
  /** To whom it was done. */
  subjectId: string | null
  /** Where it was done from. */
  address: string | null
  details: Readonly<Record<string, string | number | boolean>>
}

export interface AuditPage {
  /** The newest first. */
  entries: AuditEntry[]
  hasMore: boolean
}
