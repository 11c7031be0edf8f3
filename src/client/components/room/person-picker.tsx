'use client'

/** Finds somebody by a part of their name, and picks them. */
import { useDeferredValue, useState } from 'react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useFoundPeople } from '@/client/hooks/use-room-keeping'
import type { Profile } from '@/contract/rooms'
import { Avatar } from '../avatar'
import { TextInput } from '../text-input'

interface PersonPickerProps {
  label: string
  /** What picking somebody does, as its button says. */
  verb: string
  /** Left out of the list. */
  without: ReadonlySet<string>
  busy: boolean
  onPick: (person: Profile) => void
}

export function PersonPicker({ label, verb, without, busy, onPick }: PersonPickerProps) {
  const { people: words, roomDetails } = useMoreText()
  const [text, setText] = useState('')
  const people = useFoundPeople(useDeferredValue(text.trim()))?.filter(({ userId }) => !without.has(userId))
  return (
    <div className="flex flex-col gap-2">
      <TextInput
        label={label}
        type="search"
        autoComplete="off"
        placeholder={roomDetails.findByName}
        value={text}
        onChange={setText}
      />
      <ul aria-label={words.label} className="max-h-60 overflow-y-auto overscroll-contain">
        {people?.map((person) => (
          <li key={person.userId}>
            <button
              type="button"
              disabled={busy}
              onClick={() => onPick(person)}
              className="flex min-h-12 w-full items-center gap-3 rounded-xl px-2 text-start hover:bg-hover disabled:opacity-50"
            >
              <Avatar userId={person.userId} name={person.name} />
              <span className="min-w-0 flex-1 truncate">
                <span className="sr-only">{verb} </span>
                <bdi>{person.name}</bdi>
              </span>
              <span aria-hidden="true" className="text-sm font-medium text-accent">
                {verb}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-sm text-muted empty:hidden">
        {people?.length === 0 && roomDetails.nobodyFound}
      </p>
    </div>
  )
}
