'use client'

/** Who one is here, and what can be done about it. */
import { CircleUserRound } from 'lucide-react'
import { useAccount } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useText } from '@/client/hooks/use-text'
import { whyFailed } from '@/client/hooks/why-failed'
import type { Account } from '@/contract/accounts'
import { Button } from '../button'
import { SettingsRow } from '../settings-row'
import { SettingsSection } from '../settings-section'

export type AccountView = 'register' | 'sign-in' | 'password' | 'two-factor' | 'sign-out' | 'delete'

export function AccountSection({ onView }: { onView: (view: AccountView) => void }) {
  const { value: account, error } = useAccount()
  const text = useText()
  const more = useMoreText()
  return (
    <SettingsSection icon={CircleUserRound} title={more.account.title} space="min-h-60">
      {account === undefined ? (
        <p className="text-muted">{error ? whyFailed(error, text) : more.shared.asking}</p>
      ) : account.isGuest ? (
        <Guest onView={onView} />
      ) : (
        <Registered account={account} onView={onView} />
      )}
    </SettingsSection>
  )
}

function Guest({ onView }: { onView: (view: AccountView) => void }) {
  const { account } = useMoreText()
  return (
    <>
      <p>{account.guest}</p>
      <Button kind="primary" onClick={() => onView('register')}>
        {account.register}
      </Button>
      <ul>
        <SettingsRow onOpen={() => onView('sign-in')}>{account.haveAccount}</SettingsRow>
        <SettingsRow onOpen={() => onView('sign-out')}>{account.signOut}</SettingsRow>
        <SettingsRow danger onOpen={() => onView('delete')}>
          {account.leaveForGood}
        </SettingsRow>
      </ul>
    </>
  )
}

function Registered({ account, onView }: { account: Account; onView: (view: AccountView) => void }) {
  const more = useMoreText()
  return (
    <>
      <p>
        <span className="font-medium break-words">{account.email}</span>
        {!account.emailVerified && <span className="block text-muted">{more.account.notConfirmed}</span>}
      </p>
      <ul>
        <SettingsRow onOpen={() => onView('password')}>{more.account.changePassword}</SettingsRow>
        <SettingsRow
          value={account.twoFactor ? more.shared.on : more.shared.off}
          onOpen={() => onView('two-factor')}
        >
          {more.secondFactor.title}
        </SettingsRow>
        <SettingsRow onOpen={() => onView('sign-out')}>{more.account.signOut}</SettingsRow>
        <SettingsRow danger onOpen={() => onView('delete')}>
          {more.account.delete}
        </SettingsRow>
      </ul>
    </>
  )
}
