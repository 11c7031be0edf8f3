'use client'

/** What happened in a workspace that somebody may have to answer for, the newest first. */
import { useMemo } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useNames } from '@/client/hooks/use-names'
import { useFormats, useText } from '@/client/hooks/use-text'
import { useAuditLog } from '@/client/hooks/use-workspaces'
import { whyFailed } from '@/client/hooks/why-failed'
import type { MoreText } from '@/client/language/en/more-text'
import type { AuditEntry } from '@/contract/audit'
import { Button } from '../button'

export function AuditLog({ workspaceId }: { workspaceId: string }) {
  const text = useText()
  const { dayAndTime } = useFormats()
  const { audit, shared } = useMoreText()
  const { entries, error, loadOlder } = useAuditLog(workspaceId)
  const people = useMemo(
    () => (entries ?? []).flatMap(({ actorId, subjectId }) => [actorId ?? [], subjectId ?? []].flat()),
    [entries],
  )
  const names = useNames(people)
  if (entries === undefined)
    return <p className="text-muted">{error ? whyFailed(error, text) : shared.asking}</p>
  const nameOf = (userId: string | null) =>
    userId === null ? audit.somebody : (names.get(userId) ?? text.general.someone)
  return (
    <div className="flex flex-col gap-3">
      <ol aria-label={audit.label} className="flex flex-col divide-y divide-line text-sm">
        {entries.map((entry) => (
          <li key={entry.id} className="py-2.5">
            <span className="block text-pretty">{sentenceOf(entry, nameOf, audit)}</span>
            <span className="block text-muted">
              {dayAndTime(entry.at)}
              {entry.address !== null && ` · ${entry.address}`}
            </span>
          </li>
        ))}
      </ol>
      {entries.length === 0 && <p className="text-muted">{audit.none}</p>}
      {loadOlder && (
        <Button kind="outline" onClick={loadOlder}>
          {audit.older}
        </Button>
      )}
    </div>
  )
}

function sentenceOf(
  entry: AuditEntry,
  nameOf: (userId: string | null) => string,
  { actions, roles }: MoreText['audit'],
): string {
  const deed = actions[entry.action](nameOf(entry.actorId), nameOf(entry.subjectId))
  const { role } = entry.details
  return role === 'owner' || role === 'admin' || role === 'member' || role === 'guest'
    ? `${deed}: ${roles[role]}`
    : deed
}
