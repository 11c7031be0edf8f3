/** A one-line field with its label above. */
import { type ComponentProps, useId } from 'react'

interface TextInputProps extends Omit<ComponentProps<'input'>, 'id' | 'onChange'> {
  label: string
  problem?: string | undefined
  onChange: (value: string) => void
}

export function TextInput({ label, problem, onChange, ...rest }: TextInputProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1.5 text-start">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        dir="auto"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-12 w-full rounded-xl border border-edge bg-surface px-4 placeholder:text-muted focus:border-accent focus:ring-1 focus:ring-accent focus:outline-none aria-invalid:border-danger"
        {...rest}
      />
      <p id={`${id}-problem`} role="alert" className="text-sm text-danger empty:hidden">
        {problem}
      </p>
    </div>
  )
}
