'use client'

/** A new account: for a guest, who stays who they are, or for somebody new. */
import { useState } from 'react'
import { useAccountActions } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { limits } from '@/contract/limits'
import { displayName } from '@/contract/primitives'
import { TextInput } from '../text-input'
import { EmailField, NewPasswordField } from './fields'
import { Form } from './form'

interface RegisterFormProps {
  /** Of the guest; undefined for somebody new, who is asked. */
  guestName: string | undefined
  /** There is an account now. For somebody new with these, to sign in with. */
  onRegistered: (input: { email: string; password: string }) => Promise<void>
}

export function RegisterForm({ guestName, onRegistered }: RegisterFormProps) {
  const { account, people } = useMoreText()
  const { signUp, register } = useAccountActions()
  const [name, setName] = useState(guestName ?? '')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [mailedTo, setMailedTo] = useState<string>()
  const { busy, problem, setProblem, run } = useSubmit()

  async function submit() {
    const input = { name: name.trim(), email: email.trim(), password }
    const { status } = await (guestName === undefined ? signUp : register)(input)
    if (status === 'mail-sent') setMailedTo(input.email)
    else await onRegistered(input)
  }

  function check() {
    if (displayName.safeParse(name.trim()).success) run(submit)
    else setProblem(people.nameLimits(limits.displayNameCodePoints))
  }

  if (mailedTo !== undefined) {
    return (
      <p role="status" className="text-pretty">
        {account.mailOnItsWay(
          <b key="to" className="font-semibold break-words">
            {mailedTo}
          </b>,
        )}{' '}
        {guestName !== undefined && account.guestUntilThen}
      </p>
    )
  }
  return (
    <Form label={account.register} submit={account.register} busy={busy} problem={problem} onSubmit={check}>
      {guestName === undefined && (
        <TextInput label={people.yourName} autoComplete="nickname" required value={name} onChange={setName} />
      )}
      <EmailField value={email} onChange={setEmail} />
      <NewPasswordField value={password} onChange={setPassword} />
    </Form>
  )
}
