'use client'

/** Asks for a link to a new password. */
import { useState } from 'react'
import { useAccountActions } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { EmailField } from './fields'
import { Form } from './form'

export function ForgottenPasswordForm() {
  const { account } = useMoreText()
  const { requestReset } = useAccountActions()
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState(false)
  const { busy, problem, run } = useSubmit()
  if (asked) {
    return (
      <p role="status" className="text-pretty">
        {account.linkOnItsWay}
      </p>
    )
  }
  const submit = () => requestReset(email.trim()).then(() => setAsked(true))
  return (
    <Form
      label={account.forgottenTitle}
      submit={account.sendLink}
      busy={busy}
      problem={problem}
      onSubmit={() => run(submit)}
    >
      <EmailField value={email} onChange={setEmail} />
    </Form>
  )
}
