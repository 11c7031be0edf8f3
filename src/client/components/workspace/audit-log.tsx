'use client'

/** What happened in a workspace that somebody may have to answer for, the newest first. */
import { useMemo } from 'react'
import { useNames } from '@/client/hooks/use-names'
import { useAuditLog } from '@/client/hooks/use-workspaces'
import { whyFailed } from '@/client/hooks/why-failed'
import type { AuditAction, AuditEntry } from '@/contract/audit'
import { Button } from '../button'

const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

export function AuditLog({ workspaceId }: { workspaceId: string }) {
  const { entries, error, loadOlder } = useAuditLog(workspaceId)
  const people = useMemo(
    () => (entries ?? []).flatMap(({ actorId, subjectId }) => [actorId ?? [], subjectId ?? []].flat()),
    [entries],
  )
  const names = useNames(people)
  if (entries === undefined) return <p className="text-muted">{error ? whyFailed(error) : 'Asking…'}</p>
  const nameOf = (userId: string | null) => (userId === null ? 'Somebody' : (names.get(userId) ?? 'Someone'))
  return (
    <div className="flex flex-col gap-3">
      <ol aria-label="Audit log" className="flex flex-col divide-y divide-line text-sm">
        {entries.map((entry) => (
          <li key={entry.id} className="py-2.5">
            <span className="block text-pretty">{sentenceOf(entry, nameOf)}</span>
            <span className="block text-muted">
              {time.format(new Date(entry.at))}
              {entry.address !== null && ` · ${entry.address}`}
            </span>
          </li>
        ))}
      </ol>
      {entries.length === 0 && <p className="text-muted">Nothing has happened yet.</p>}
      {loadOlder && (
        <Button kind="outline" onClick={loadOlder}>
          Older
        </Button>
      )}
    </div>
  )
}

/** What was done, behind whoever did it; `…` stands for whom it was done to. */
const deeds: Record<AuditAction, string> = {
  'guest.created': 'came as a guest',
  'account.registered': 'registered',
  'account.signed_in': 'signed in',
  'account.sign_in_failed': 'failed to sign in',
  'account.signed_out': 'signed out',
  'account.session_revoked': 'ended sessions',
  'account.email_verified': 'confirmed an e-mail address',
  'account.password_changed': 'changed the password',
  'account.password_reset': 'set a new password by mail',
  'account.two_factor_enabled': 'turned the second factor on',
  'account.two_factor_disabled': 'turned the second factor off',
  'account.deleted': 'deleted the account',
  'workspace.created': 'made the workspace',
  'workspace.renamed': 'renamed the workspace',
  'workspace.joined': 'came into the workspace',
  'workspace.left': 'left the workspace',
  'workspace.member_removed': 'removed … from the workspace',
  'workspace.role_changed': 'gave … another role in the workspace',
  'workspace.invitation_made': 'made an invitation',
  'workspace.invitation_revoked': 'took an invitation back',
  'room.created': 'made a room',
  'room.joined': 'joined a room',
  'room.left': 'left a room',
  'room.member_added': 'added … to a room',
  'room.member_removed': 'removed … from a room',
  'room.member_banned': 'banned … from a room',
  'room.member_unbanned': 'lifted the ban on …',
  'room.role_changed': 'gave … another role in a room',
  'room.renamed': 'renamed a room',
  'room.topic_changed': 'changed the topic of a room',
  'room.archived': 'archived a room',
  'room.unarchived': 'opened a room again',
}

function sentenceOf(entry: AuditEntry, nameOf: (userId: string | null) => string): string {
  const { role } = entry.details
  const deed = deeds[entry.action].replace('…', nameOf(entry.subjectId))
  return `${nameOf(entry.actorId)} ${deed}${typeof role === 'string' ? `: ${role}` : ''}`
}
