'use client'

/** Where there is no room at all: the first one, by its name alone. Everybody can find it. */
import { useRef, useState } from 'react'
import { useFirstStep } from '@/client/hooks/use-first-step'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useText } from '@/client/hooks/use-text'
import { useWorkspaces } from '@/client/hooks/use-workspaces'
import { limits } from '@/contract/limits'
import { roomName } from '@/contract/primitives'
import { Button } from './button'
import { TextInput } from './text-input'

interface FirstRoomFormProps {
  /** Rejects when the room could not be made; the form then says why. */
  onCreate: (name: string) => Promise<void>
}

export function FirstRoomForm({ onCreate }: FirstRoomFormProps) {
  const { rooms } = useText()
  const { newRoom } = useMoreText()
  const form = useRef<HTMLFormElement>(null)
  useFirstStep(form, true)
  const [name, setName] = useState('')
  const { busy, problem, setProblem, run } = useSubmit()
  const { workspaces } = useWorkspaces()

  function create() {
    const trimmed = name.trim()
    if (roomName.safeParse(trimmed).success) run(() => onCreate(trimmed))
    else setProblem(newRoom.nameLimits(limits.roomNameCodePoints))
  }

  if (workspaces?.every(({ role }) => role === 'guest')) {
    return <p className="px-3 text-pretty text-muted">{newRoom.nowhere}</p>
  }
  return (
    <form
      ref={form}
      className="flex flex-col gap-3 px-3"
      onSubmit={(event) => {
        event.preventDefault()
        create()
      }}
    >
      <p className="text-pretty text-muted">{rooms.none}</p>
      <TextInput
        label={newRoom.firstName}
        placeholder={newRoom.nameExample}
        autoComplete="off"
        value={name}
        problem={problem}
        onChange={(value) => {
          setName(value)
          setProblem(undefined)
        }}
      />
      <Button kind="primary" type="submit" disabled={busy} className="min-h-12">
        {newRoom.makeFirst}
      </Button>
    </form>
  )
}
