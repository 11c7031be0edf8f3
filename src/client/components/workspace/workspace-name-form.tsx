'use client'

/** The name of a workspace. */
import { useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
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
  const { workspace, people } = useMoreText()
  const [text, setText] = useState(name)
  const { busy, problem, setProblem, run } = useSubmit()
  function save() {
    const trimmed = text.trim()
    if (workspaceName.safeParse(trimmed).success) run(() => onSave(trimmed))
    else setProblem(people.nameLimits(limits.workspaceNameCodePoints))
  }
  return (
    <Form label={workspace.label} submit={submit} busy={busy} problem={problem} onSubmit={save}>
      <TextInput label={workspace.name} autoComplete="off" value={text} onChange={setText} />
    </Form>
  )
}
