/** What the composer and the messages of one list do with each other: answering, and editing one's latest. */
import { type RefObject, useCallback, useRef, useState } from 'react'
import type { ChatItem } from '@/client/sync/view'

export interface Writing {
  /** For the element that holds both. */
  pane: RefObject<HTMLDivElement | null>
  /** Begins an answer to a message. */
  reply: (messageId: string) => void
  /** The focus goes back to the composer. */
  edited: () => void
  editAsked: { id: string; nth: number } | undefined
  /** Edits the latest message of one's own. */
  editLatest: () => void
}

export function useWriting(
  items: readonly ChatItem[],
  me: string,
  onAnswer: (messageId: string) => void,
): Writing {
  const pane = useRef<HTMLDivElement>(null)
  const [editAsked, setEditAsked] = useState<Writing['editAsked']>()
  const edited = useCallback(
    () => pane.current?.querySelector<HTMLElement>('[data-composer] textarea')?.focus(),
    [],
  )
  const reply = useCallback(
    (messageId: string) => {
      onAnswer(messageId)
      edited()
    },
    [onAnswer, edited],
  )
  return {
    ...{ pane, reply, edited, editAsked },
    editLatest() {
      const latest = items.findLast(
        (item) => item.kind === 'pending' || (item.kind === 'message' && item.senderId === me),
      )
      if (latest) setEditAsked((before) => ({ id: latest.id, nth: (before?.nth ?? 0) + 1 }))
    },
  }
}
