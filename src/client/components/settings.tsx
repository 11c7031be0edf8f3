'use client'

/** The settings: one section after the other, and what opens from them. */
import { ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import { useAccount, useAccountActions } from '@/client/hooks/use-account'
import { useIdentity } from '@/client/hooks/use-identity'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useStorageFacts, useStorageState } from '@/client/hooks/use-storage'
import { useText } from '@/client/hooks/use-text'
import { useWorkspaceKeeping, useWorkspaces } from '@/client/hooks/use-workspaces'
import { AccountSection, type AccountView } from './account/account-section'
import { ChangePasswordForm } from './account/change-password-form'
import { Devices } from './account/devices'
import { LeaveForm } from './account/leave-form'
import { RegisterForm } from './account/register-form'
import { SignInSteps } from './account/sign-in-steps'
import { TwoFactorForm } from './account/two-factor-form'
import { AppearanceSettings } from './appearance-settings'
import { NotificationSettings } from './notification-settings'
import { SharingSettings } from './sharing-settings'
import { StorageSettings } from './storage-settings'
import { TextButton } from './text-button'
import { WorkspaceDetails } from './workspace/workspace-details'
import { WorkspaceNameForm } from './workspace/workspace-name-form'
import { WorkspacesSection } from './workspace/workspaces-section'

/** A view of the account, or `{ workspaceId }` of one of the workspaces. */
type View = AccountView | 'new-workspace' | { workspaceId: string }

interface SettingsProps {
  onClose: () => void
  onShortcuts: () => void
}

export function Settings({ onClose, onShortcuts }: SettingsProps) {
  const { rooms } = useText()
  const { settings } = useMoreText()
  const storage = useStorageState()
  const facts = useStorageFacts()
  const [view, setView] = useState<View>()
  if (view === undefined) {
    return (
      <div className="flex flex-col gap-4">
        <AccountSection onView={setView} />
        <WorkspacesSection
          onOpen={(workspaceId) => setView({ workspaceId })}
          onCreate={() => setView('new-workspace')}
        />
        <AppearanceSettings />
        <NotificationSettings />
        <SharingSettings />
        <StorageSettings state={storage} facts={facts} />
        <Devices />
        <TextButton onClick={onShortcuts}>{rooms.shortcuts}</TextButton>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <TextButton onClick={() => setView(undefined)} className="-mt-2 -ms-1 inline-flex items-center">
        <ChevronLeft size={18} aria-hidden="true" />
        {settings.back}
      </TextButton>
      <Opened view={view} onView={setView} onClose={onClose} />
    </div>
  )
}

interface OpenedProps {
  view: View
  onView: (view: View | undefined) => void
  onClose: () => void
}

function Opened({ view, onView, onClose }: OpenedProps) {
  const words = useMoreText()
  const { value: account } = useAccount()
  const { user, signOut } = useIdentity()
  const { deleteAccount } = useAccountActions()
  const { changed } = useAccountActions()
  const { workspaces } = useWorkspaces()
  const { create } = useWorkspaceKeeping()
  const onBack = () => onView(undefined)
  const isGuest = account?.isGuest !== false
  if (typeof view === 'object') {
    const workspace = workspaces?.find(({ workspaceId }) => workspaceId === view.workspaceId)
    return workspace && <WorkspaceDetails workspace={workspace} me={user?.userId ?? ''} onLeft={onBack} />
  }
  switch (view) {
    case 'new-workspace':
      return (
        <WorkspaceNameForm
          name=""
          submit={words.workspace.create}
          onSave={(name) => create(name).then((workspaceId) => onView({ workspaceId }))}
        />
      )
    case 'register':
      return <RegisterForm guestName={user?.name ?? ''} onRegistered={() => changed().then(onBack)} />
    case 'sign-in':
      return <SignInSteps leavesGuest onDone={onClose} />
    case 'password':
      return <ChangePasswordForm onDone={onBack} />
    case 'two-factor':
      return <TwoFactorForm isOn={account?.twoFactor === true} onDone={onBack} />
    case 'sign-out':
      return <LeaveForm kind="sign-out" isGuest={isGuest} onLeave={signOut} />
    case 'delete':
      return <LeaveForm kind="delete" isGuest={isGuest} onLeave={deleteAccount} />
  }
}
