'use client'

/** The name of a workspace. */
import { useState } from 'react'
import { useSubmit } from '@/client/hooks/use-submit'
import { limits } from '@/contract/limits'
import { workspaceName } from '@/contract/primitives'
import { Form } from '../account/form'
import { TextInput } from '../text-input'

interface WorkspaceNameFormProps {
  name: string
  submit: string
  /** Rejects when it was not taken. */
  onSave: (name: string) => Promise<void>
}

export function WorkspaceNameForm({ name, submit, onSave }: WorkspaceNameFormProps) {
  const [text, setText] = useState(name)
  const { busy, problem, setProblem, run } = useSubmit()
  function save() {
    const trimmed = text.trim()
    if (workspaceName.safeParse(trimmed).success) run(() => onSave(trimmed))
    else setProblem(`A name has 1 to ${limits.workspaceNameCodePoints} characters, on one line.`)
  }
  return (
    <Form label="Workspace" submit={submit} busy={busy} problem={problem} onSubmit={save}>
      <TextInput label="Workspace name" autoComplete="off" value={text} onChange={setText} />
    </Form>
  )
}
