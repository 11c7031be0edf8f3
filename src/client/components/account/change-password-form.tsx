'use client'

/** Another password, for whoever knows the present one. */
import { useState } from 'react'
import { useAccountActions } from '@/client/hooks/use-account'
import { useSubmit } from '@/client/hooks/use-submit'
import { NewPasswordField, PasswordField } from './fields'
import { Form } from './form'

export function ChangePasswordForm({ onDone }: { onDone: () => void }) {
  const { changePassword, changed } = useAccountActions()
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [endOthers, setEndOthers] = useState(true)
  const { busy, problem, run } = useSubmit()
  const submit = () => changePassword({ password, newPassword, endOthers }).then(changed).then(onDone)
  return (
    <Form
      label="Change password"
      submit="Change password"
      busy={busy}
      problem={problem}
      onSubmit={() => run(submit)}
    >
      <PasswordField label="Present password" value={password} onChange={setPassword} />
      <NewPasswordField label="New password" value={newPassword} onChange={setNewPassword} />
      <label className="flex min-h-11 items-center gap-3 text-sm">
        <input
          type="checkbox"
          checked={endOthers}
          onChange={(event) => setEndOthers(event.target.checked)}
          className="size-5 accent-accent"
        />
        Sign out all other devices
      </label>
    </Form>
  )
}
