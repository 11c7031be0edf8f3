'use client'

/** The workspaces one is in, and a new one. */
import { Building2 } from 'lucide-react'
import { useWorkspaces } from '@/client/hooks/use-workspaces'
import { whyFailed } from '@/client/hooks/why-failed'
import { SettingsRow } from '../settings-row'
import { SettingsSection } from '../settings-section'

interface WorkspacesSectionProps {
  onOpen: (workspaceId: string) => void
  onCreate: () => void
}

export function WorkspacesSection({ onOpen, onCreate }: WorkspacesSectionProps) {
  const { workspaces, error } = useWorkspaces()
  return (
    <SettingsSection icon={Building2} title="Workspaces">
      {workspaces === undefined && <p className="text-muted">{error ? whyFailed(error) : 'Asking…'}</p>}
      <ul>
        {workspaces?.map(({ workspaceId, name, role }) => (
          <SettingsRow key={workspaceId} value={roleNames[role]} onOpen={() => onOpen(workspaceId)}>
            <bdi>{name}</bdi>
          </SettingsRow>
        ))}
        {workspaces && <SettingsRow onOpen={onCreate}>New workspace</SettingsRow>}
      </ul>
    </SettingsSection>
  )
}

export const roleNames = { owner: 'Owner', admin: 'Admin', member: 'Member', guest: 'Guest' } as const
