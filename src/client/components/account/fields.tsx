/** The fields that the account's forms have in common. */
import { useMoreText } from '@/client/hooks/use-more-text'
import { limits } from '@/contract/limits'
import { TextInput } from '../text-input'

interface FieldProps {
  value: string
  onChange: (value: string) => void
}

export function EmailField(props: FieldProps) {
  const { account } = useMoreText()
  return <TextInput label={account.email} type="email" autoComplete="username" required {...props} />
}

/** For somebody who has it. */
export function PasswordField({ label, ...props }: FieldProps & { label?: string }) {
  const { account } = useMoreText()
  return (
    <TextInput
      label={label ?? account.password}
      type="password"
      autoComplete="current-password"
      required
      {...props}
    />
  )
}

/** For somebody who chooses it. */
export function NewPasswordField({ label, ...props }: FieldProps & { label?: string }) {
  const { account } = useMoreText()
  return (
    <div className="flex flex-col gap-1.5">
      <TextInput
        label={label ?? account.password}
        type="password"
        autoComplete="new-password"
        required
        minLength={limits.passwordMin}
        maxLength={limits.passwordMax}
        {...props}
      />
      <p className="text-sm text-muted">{account.passwordAdvice(limits.passwordMin)}</p>
    </div>
  )
}

/** Six digits, in whatever groups. */
export function CodeField(props: FieldProps) {
  const { secondFactor } = useMoreText()
  return (
    <TextInput
      label={secondFactor.code}
      inputMode="numeric"
      autoComplete="one-time-code"
      placeholder="123 456"
      required
      {...props}
    />
  )
}
