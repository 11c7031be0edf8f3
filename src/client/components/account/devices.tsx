'use client'

/** The devices somebody is signed in on, each of which can be signed out. */
import { MonitorSmartphone } from 'lucide-react'
import { useAccountActions, useSessions } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useFormats, useText } from '@/client/hooks/use-text'
import { whyFailed } from '@/client/hooks/why-failed'
import type { SessionRow } from '@/contract/accounts'
import { Button } from '../button'
import { SettingsSection } from '../settings-section'

export function Devices() {
  const text = useText()
  const more = useMoreText()
  const { value: sessions, error, refresh } = useSessions()
  const { endSession, endOtherSessions } = useAccountActions()
  const { busy, problem, run } = useSubmit()
  const others = sessions?.filter(({ current }) => !current) ?? []
  return (
    <SettingsSection icon={MonitorSmartphone} title={more.devices.title}>
      {sessions === undefined && (
        <p className="text-muted">{error ? whyFailed(error, text) : more.shared.asking}</p>
      )}
      <ul className="flex flex-col gap-1">
        {sessions?.map((session) => (
          <Device
            key={session.id}
            session={session}
            busy={busy}
            onEnd={() => run(() => endSession(session.id).then(refresh))}
          />
        ))}
      </ul>
      <p role="alert" className="text-danger empty:hidden">
        {problem}
      </p>
      {others.length > 0 && (
        <Button kind="outline" disabled={busy} onClick={() => run(() => endOtherSessions().then(refresh))}>
          {more.account.signOutOthers}
        </Button>
      )}
    </SettingsSection>
  )
}

function Device({ session, busy, onEnd }: { session: SessionRow; busy: boolean; onEnd: () => void }) {
  const { browser, system, current, createdAt, usedAt } = session
  const { account, devices } = useMoreText()
  const { day } = useFormats()
  const device = browser && system ? devices.named(browser, system) : (browser ?? system ?? devices.unknown)
  return (
    <li className="flex min-h-12 items-center gap-3">
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{device}</span>
        <span className="block text-muted">
          {current ? devices.thisOne(day(createdAt)) : devices.other(day(usedAt), day(createdAt))}
        </span>
      </span>
      {!current && (
        <Button kind="quiet" disabled={busy} onClick={onEnd} aria-label={devices.signOutNamed(device)}>
          {account.signOut}
        </Button>
      )}
    </li>
  )
}
