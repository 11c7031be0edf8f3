'use client'

/** Who one is here, and what can be done about it. */
import { CircleUserRound } from 'lucide-react'
import { useAccount } from '@/client/hooks/use-account'
import { whyFailed } from '@/client/hooks/why-failed'
import type { Account } from '@/contract/accounts'
import { Button } from '../button'
import { SettingsRow } from '../settings-row'
import { SettingsSection } from '../settings-section'

export type AccountView = 'register' | 'sign-in' | 'password' | 'two-factor' | 'sign-out' | 'delete'

export function AccountSection({ onView }: { onView: (view: AccountView) => void }) {
  const { value: account, error } = useAccount()
  return (
    <SettingsSection icon={CircleUserRound} title="Account">
      {account === undefined ? (
        <p className="text-muted">{error ? whyFailed(error) : 'Asking…'}</p>
      ) : account.isGuest ? (
        <Guest onView={onView} />
      ) : (
        <Registered account={account} onView={onView} />
      )}
    </SettingsSection>
  )
}

function Guest({ onView }: { onView: (view: AccountView) => void }) {
  return (
    <>
      <p>
        You are a guest: only this browser knows you. With an account you can come back from any device, as
        who you are, with all your rooms.
      </p>
      <Button kind="primary" onClick={() => onView('register')}>
        Register
      </Button>
      <ul>
        <SettingsRow onOpen={() => onView('sign-in')}>I have an account</SettingsRow>
        <SettingsRow onOpen={() => onView('sign-out')}>Sign out</SettingsRow>
        <SettingsRow danger onOpen={() => onView('delete')}>
          Leave for good
        </SettingsRow>
      </ul>
    </>
  )
}

function Registered({ account, onView }: { account: Account; onView: (view: AccountView) => void }) {
  return (
    <>
      <p>
        <span className="font-medium break-words">{account.email}</span>
        {!account.emailVerified && <span className="block text-muted">Not confirmed yet</span>}
      </p>
      <ul>
        <SettingsRow onOpen={() => onView('password')}>Change password</SettingsRow>
        <SettingsRow value={account.twoFactor ? 'On' : 'Off'} onOpen={() => onView('two-factor')}>
          Second factor
        </SettingsRow>
        <SettingsRow onOpen={() => onView('sign-out')}>Sign out</SettingsRow>
        <SettingsRow danger onOpen={() => onView('delete')}>
          Delete account
        </SettingsRow>
      </ul>
    </>
  )
}
