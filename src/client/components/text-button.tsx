/** A button that looks like a link: a way aside. */
import type { ComponentProps } from 'react'

export function TextButton({ className = '', type = 'button', ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type={type}
      className={`min-h-11 self-start text-start text-sm font-medium text-accent underline-offset-2 hover:underline ${className}`}
      {...rest}
    />
  )
}
