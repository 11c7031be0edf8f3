'use client'

/** Asks for the name that others see. */
import { useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { limits } from '@/contract/limits'
import { displayName } from '@/contract/primitives'
import { Button } from './button'
import { TextInput } from './text-input'

interface NameFormProps {
  name: string
  submit: string
  /** Rejects when the name could not be taken; the form then says why. */
  onName: (name: string) => Promise<void>
}

export function NameForm({ name, submit, onName }: NameFormProps) {
  const { people } = useMoreText()
  const [text, setText] = useState(name)
  const { busy, problem, setProblem, run } = useSubmit()

  function save() {
    const trimmed = text.trim()
    if (displayName.safeParse(trimmed).success) run(() => onName(trimmed))
    else setProblem(people.nameLimits(limits.displayNameCodePoints))
  }

  return (
    <form
      className="flex w-full flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextInput
        label={people.yourName}
        autoComplete="nickname"
        autoFocus
        value={text}
        problem={problem}
        onChange={(value) => {
          setText(value)
          setProblem(undefined)
        }}
      />
      <Button kind="primary" type="submit" disabled={busy} className="min-h-12">
        {submit}
      </Button>
    </form>
  )
}
