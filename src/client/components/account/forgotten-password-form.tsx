'use client'

/** Asks for a link to a new password. */
import { useState } from 'react'
import { useAccountActions } from '@/client/hooks/use-account'
import { useSubmit } from '@/client/hooks/use-submit'
import { EmailField } from './fields'
import { Form } from './form'

export function ForgottenPasswordForm() {
  const { requestReset } = useAccountActions()
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState(false)
  const { busy, problem, run } = useSubmit()
  if (asked) {
    return (
      <p role="status" className="text-pretty">
        If this address has an account, a mail is on its way. Its link is good for an hour.
      </p>
    )
  }
  const submit = () => requestReset(email.trim()).then(() => setAsked(true))
  return (
    <Form
      label="Forgotten password"
      submit="Send me a link"
      busy={busy}
      problem={problem}
      onSubmit={() => run(submit)}
    >
      <EmailField value={email} onChange={setEmail} />
    </Form>
  )
}
