/** The buttons of the interface: one loud kind, one that warns, quiet ones, and one that is only an icon. */
import type { ComponentProps, ReactNode } from 'react'

const base =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-xl font-medium transition-colors disabled:opacity-50'

const kinds = {
  primary: 'bg-accent px-4 text-on-accent enabled:hover:bg-accent-hover',
  danger: 'border border-danger px-4 text-danger enabled:hover:bg-danger-soft',
  quiet: 'px-4 text-ink enabled:hover:bg-hover',
  outline: 'border border-line px-4 text-ink enabled:hover:bg-hover',
  icon: 'w-11 shrink-0 text-muted enabled:hover:bg-hover enabled:hover:text-ink',
} as const

interface ButtonProps extends ComponentProps<'button'> {
  kind: keyof typeof kinds
  children: ReactNode
}

export function Button({ kind, className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${base} ${kinds[kind]} ${className}`} {...rest} />
}
