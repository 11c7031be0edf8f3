/** The fields that the account's forms have in common. */
import { limits } from '@/contract/limits'
import { TextInput } from '../text-input'

interface FieldProps {
  value: string
  onChange: (value: string) => void
}

export function EmailField(props: FieldProps) {
  return <TextInput label="E-mail address" type="email" autoComplete="username" required {...props} />
}

/** For somebody who has it. */
export function PasswordField({ label = 'Password', ...props }: FieldProps & { label?: string }) {
  return <TextInput label={label} type="password" autoComplete="current-password" required {...props} />
}

/** For somebody who chooses it. */
export function NewPasswordField({ label = 'Password', ...props }: FieldProps & { label?: string }) {
  return (
    <div className="flex flex-col gap-1.5">
      <TextInput
        label={label}
        type="password"
        autoComplete="new-password"
        required
        minLength={limits.passwordMin}
        maxLength={limits.passwordMax}
        {...props}
      />
      <p className="text-sm text-muted">
        {limits.passwordMin} characters or more. A few words that you can remember are good.
      </p>
    </div>
  )
}

/** Six digits, in whatever groups. */
export function CodeField(props: FieldProps) {
  return (
    <TextInput
      label="Code"
      inputMode="numeric"
      autoComplete="one-time-code"
      placeholder="123 456"
      required
      {...props}
    />
  )
}
