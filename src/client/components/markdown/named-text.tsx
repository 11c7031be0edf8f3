'use client'

/**
 * Text in which people and rooms are named: people stand out, whoever reads it most of all; rooms are links. Names
 * say nothing of the direction of the text around them.
 */
import { createContext, type ReactNode, useContext } from 'react'
import { roomPath } from '@/client/hooks/use-current-room'
import { InAppLink } from '../in-app-link'
import { type NameIndex, namesIn } from './named'

export interface KnownNames {
  index: NameIndex
  /** Who is reading. */
  me: string
}

/** What the texts below can name; nothing, where that is unknown. */
export const NamesInText = createContext<KnownNames>({ index: new Map(), me: '' })

export function NamedText({ text }: { text: string }): ReactNode {
  const { index, me } = useContext(NamesInText)
  return namesIn(text, index).map(({ text, named }, place) => {
    const key = `${place}`
    if (!named) return <span key={key}>{text}</span>
    if (named.sign === '#') {
      return (
        <InAppLink
          key={key}
          href={roomPath(named.id)}
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          <bdi>{text}</bdi>
        </InAppLink>
      )
    }
    return (
      <strong
        key={key}
        className={
          named.id === me
            ? 'rounded-md bg-accent px-1 font-semibold text-on-accent'
            : 'font-medium text-accent'
        }
      >
        <bdi>{text}</bdi>
      </strong>
    )
  })
}
