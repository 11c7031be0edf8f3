'use client'

/** The workspaces one is in, and a new one. */
import { Building2 } from 'lucide-react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useText } from '@/client/hooks/use-text'
import { useWorkspaces } from '@/client/hooks/use-workspaces'
import { whyFailed } from '@/client/hooks/why-failed'
import { SettingsRow } from '../settings-row'
import { SettingsSection } from '../settings-section'

interface WorkspacesSectionProps {
  onOpen: (workspaceId: string) => void
  onCreate: () => void
}

export function WorkspacesSection({ onOpen, onCreate }: WorkspacesSectionProps) {
  const text = useText()
  const { people, shared, workspace } = useMoreText()
  const { workspaces, error } = useWorkspaces()
  return (
    <SettingsSection icon={Building2} title={workspace.list} space="min-h-22">
      {workspaces === undefined && (
        <p className="text-muted">{error ? whyFailed(error, text) : shared.asking}</p>
      )}
      <ul>
        {workspaces?.map(({ workspaceId, name, role }) => (
          <SettingsRow key={workspaceId} value={people.roles[role]} onOpen={() => onOpen(workspaceId)}>
            <bdi>{name}</bdi>
          </SettingsRow>
        ))}
        {workspaces && <SettingsRow onOpen={onCreate}>{workspace.new}</SettingsRow>}
      </ul>
    </SettingsSection>
  )
}
