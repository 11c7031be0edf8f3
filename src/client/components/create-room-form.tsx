'use client'

/** A new room: its name, and whether everybody may find it; or a conversation with one person. */
import { Hash, Lock, User } from 'lucide-react'
import { useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useSubmit } from '@/client/hooks/use-submit'
import { useWorkspaces } from '@/client/hooks/use-workspaces'
import { limits } from '@/contract/limits'
import { roomName } from '@/contract/primitives'
import { Button } from './button'
import { Choice } from './choice'
import { PersonPicker } from './room/person-picker'
import { TextInput } from './text-input'

export type NewRoomKind = 'public' | 'private'

const kinds = [
  { kind: 'public', icon: Hash },
  { kind: 'private', icon: Lock },
  { kind: 'direct', icon: User },
] as const

const nobody: ReadonlySet<string> = new Set()

interface CreateRoomFormProps {
  /** The workspace that somebody is looking at, where the room is made unless they choose another. */
  here: string | undefined
  /** Rejects when the room could not be made; the form then says why. */
  onCreate: (name: string, kind: NewRoomKind, workspaceId: string | undefined) => Promise<void>
  /** As above, for the conversation with this person. */
  onDirect: (userId: string) => Promise<void>
}

export function CreateRoomForm({ here, onCreate, onDirect }: CreateRoomFormProps) {
  const { newRoom } = useMoreText()
  const [name, setName] = useState('')
  const places = (useWorkspaces().workspaces ?? []).filter(({ role }) => role !== 'guest')
  const [chosen, setPlace] = useState<string>()
  const standing = places.find(({ workspaceId }) => workspaceId === here) ?? places[0]
  const place = chosen ?? standing?.workspaceId
  const [kind, setKind] = useState<NewRoomKind | 'direct'>('public')
  const { busy, problem, setProblem, run } = useSubmit()

  function create() {
    if (kind === 'direct') return
    const trimmed = name.trim()
    if (roomName.safeParse(trimmed).success) run(() => onCreate(trimmed, kind, place))
    else setProblem(newRoom.nameLimits(limits.roomNameCodePoints))
  }

  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        create()
      }}
    >
      {kind !== 'direct' && (
        <TextInput
          label={newRoom.name}
          placeholder={newRoom.nameExample}
          autoComplete="off"
          value={name}
          problem={problem}
          onChange={(value) => {
            setName(value)
            setProblem(undefined)
          }}
        />
      )}
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{newRoom.whoFinds}</legend>
        {kinds.map((choice) => (
          <label
            key={choice.kind}
            className="flex cursor-pointer items-center gap-3 rounded-xl border border-line p-3 hover:border-edge has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="kind"
              value={choice.kind}
              checked={kind === choice.kind}
              onChange={() => setKind(choice.kind)}
              className="sr-only"
            />
            <choice.icon size={18} aria-hidden="true" className="shrink-0 text-muted" />
            <span>
              <span className="block font-medium">{newRoom.kinds[choice.kind].title}</span>
              <span className="block text-sm text-muted">{newRoom.kinds[choice.kind].text}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {kind !== 'direct' && places.length > 1 && place !== undefined && (
        <Choice
          label={newRoom.workspace}
          value={place}
          onChange={setPlace}
          options={Object.fromEntries(places.map((each) => [each.workspaceId, each.name]))}
        />
      )}
      {kind === 'direct' ? (
        <>
          <PersonPicker
            label={newRoom.withWhom}
            verb={newRoom.writeTo}
            without={nobody}
            busy={busy}
            onPick={({ userId }) => run(() => onDirect(userId))}
          />
          <p role="alert" className="text-sm text-danger empty:hidden">
            {problem}
          </p>
        </>
      ) : (
        <Button kind="primary" type="submit" disabled={busy} className="min-h-12">
          {newRoom.create}
        </Button>
      )}
    </form>
  )
}
