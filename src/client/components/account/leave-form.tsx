'use client'

/** Going: signing out, or for good. Asks about what was not sent, and says what stays. */
import { useEffect, useState } from 'react'
import { useSubmit } from '@/client/hooks/use-submit'
import { useUnsent } from '@/client/hooks/use-unsent'
import { PasswordField } from './fields'
import { Form } from './form'
import { UnsentQuestion, whatIsUnsent } from './unsent-question'

interface LeaveFormProps {
  kind: 'sign-out' | 'sign-in-elsewhere' | 'delete'
  isGuest: boolean
  /** Rejects, and nothing has changed. @param password where there is one and it is needed */
  onLeave: (password?: string) => Promise<void>
}

const labels = { 'sign-out': 'Sign out', 'sign-in-elsewhere': 'Go on', delete: 'Delete account' } as const

export function LeaveForm({ kind, isGuest, onLeave }: LeaveFormProps) {
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

  const isLoss = unsent !== undefined && whatIsUnsent(unsent) !== undefined
  const label = isLoss ? `Discard and ${labels[kind].toLowerCase()}` : labels[kind]
  return (
    <Form
      label={labels[kind]}
      submit={label}
      busy={busy || sending || unsent === undefined}
      problem={problem}
      danger={isLoss || kind === 'delete' || isGuest}
      onSubmit={leave}
    >
      <p className="text-pretty text-muted">{whatHappens(kind, isGuest)}</p>
      {unsent && <UnsentQuestion unsent={unsent} onSend={sending ? undefined : () => setSending(true)} />}
      {needsPassword && <PasswordField value={password} onChange={setPassword} />}
    </Form>
  )
}

function whatHappens(kind: LeaveFormProps['kind'], isGuest: boolean): string {
  if (kind === 'delete') {
    const end = isGuest ? '' : ' Your e-mail address and password are forgotten.'
    return `You leave all your rooms, for good. What you wrote stays there, without your name.${end}`
  }
  const guest = 'You are a guest: nobody can come back as you after this. Register first to keep your rooms.'
  if (kind === 'sign-in-elsewhere') return `${guest} What you wrote stays in its rooms, under your name.`
  return isGuest
    ? guest
    : 'Nothing of your rooms stays in this browser. They are there when you sign in again.'
}
