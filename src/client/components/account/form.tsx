'use client'

/** A form of the account: its fields, why it was not taken, and one loud button. */
import type { ReactNode } from 'react'
import { Button } from '../button'

interface FormProps {
  /** Says what it is about, to whom it is read aloud. */
  label: string
  submit: string
  busy: boolean
  problem: string | undefined
  danger?: boolean
  onSubmit: () => void
  children: ReactNode
}

export function Form({ label, submit, busy, problem, danger = false, onSubmit, children }: FormProps) {
  return (
    <form
      aria-label={label}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
      <p role="alert" className="text-sm text-pretty text-danger empty:hidden">
        {problem}
      </p>
      <Button kind={danger ? 'danger' : 'primary'} type="submit" disabled={busy} className="min-h-12">
        {submit}
      </Button>
    </form>
  )
}
