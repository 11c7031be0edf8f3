'use client'

/** Another password, for whoever knows the present one. */
import { useState } from 'react'
import { useAccountActions } from '@/client/hooks/use-account'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { NewPasswordField, PasswordField } from './fields'
import { Form } from './form'

export function ChangePasswordForm({ onDone }: { onDone: () => void }) {
  const { account } = useMoreText()
  const { changePassword, changed } = useAccountActions()
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [endOthers, setEndOthers] = useState(true)
  const { busy, problem, run } = useSubmit()
  const submit = () => changePassword({ password, newPassword, endOthers }).then(changed).then(onDone)
  return (
    <Form
      label={account.changePassword}
      submit={account.changePassword}
      busy={busy}
      problem={problem}
      onSubmit={() => run(submit)}
    >
      <PasswordField label={account.presentPassword} value={password} onChange={setPassword} />
      <NewPasswordField label={account.newPassword} value={newPassword} onChange={setNewPassword} />
      <label className="flex min-h-11 items-center gap-3 text-sm">
        <input
          type="checkbox"
          checked={endOthers}
          onChange={(event) => setEndOthers(event.target.checked)}
          className="size-5 accent-accent"
        />
        {account.signOutOthers}
      </label>
    </Form>
  )
}
