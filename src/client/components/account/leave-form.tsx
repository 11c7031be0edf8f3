'use client'

/** Going: signing out, or for good. Asks about what was not sent, and says what stays. */
import { useEffect, useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useUnsent } from '@/client/hooks/use-unsent'
import type { MoreText } from '@/client/language/en/more-text'
import { PasswordField } from './fields'
import { Form } from './form'
import { UnsentQuestion, whatIsUnsent } from './unsent-question'

interface LeaveFormProps {
  kind: 'sign-out' | 'sign-in-elsewhere' | 'delete'
  isGuest: boolean
  /** Rejects, and nothing has changed. @param password where there is one and it is needed */
  onLeave: (password?: string) => Promise<void>
}

export function LeaveForm({ kind, isGuest, onLeave }: LeaveFormProps) {
  const { leaving } = useMoreText()
  const unsent = useUnsent()
  const [sending, setSending] = useState(false)
  const [password, setPassword] = useState('')
  const { busy, problem, run } = useSubmit()
  const needsPassword = kind === 'delete' && !isGuest
  const leave = () => run(() => onLeave(needsPassword ? password : undefined))
  const isSent = sending && unsent?.waiting === 0

  useEffect(() => {
    // What was waited for has gone out; half written text may be there still.
    if (isSent) setSending(false)
  }, [isSent])

  const isLoss = unsent !== undefined && whatIsUnsent(unsent, leaving) !== undefined
  const { submit, discard } = leaving[kind]
  return (
    <Form
      label={submit}
      submit={isLoss ? discard : submit}
      busy={busy || sending || unsent === undefined}
      problem={problem}
      danger={isLoss || kind === 'delete' || isGuest}
      onSubmit={leave}
    >
      <p className="text-pretty text-muted">{whatHappens(kind, isGuest, leaving)}</p>
      {unsent && <UnsentQuestion unsent={unsent} onSend={sending ? undefined : () => setSending(true)} />}
      {needsPassword && <PasswordField value={password} onChange={setPassword} />}
    </Form>
  )
}

function whatHappens(kind: LeaveFormProps['kind'], isGuest: boolean, leaving: MoreText['leaving']): string {
  if (kind === 'delete') return isGuest ? leaving.deleteGuest : leaving.deleteAccount
  if (kind === 'sign-in-elsewhere') return leaving.guestElsewhere
  return isGuest ? leaving.guest : leaving.account
}
