/** What is being written, in which rooms and threads, and where to keep what is written now. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useSync } from './client-context'

export interface Draft {
  /** Undefined until it is known. */
  draft: string | undefined
  onDraft: (text: string) => void
  /** Calls back with what was written here in another tab. */
  elsewhere: (listener: (text: string) => void) => () => void
  /** The message that it answers. */
  answering: string | undefined
  onAnswer: (messageId: string | undefined) => void
}

export function useDraft(roomId: string | undefined): Draft {
  const { drafts } = useSync()
  const [known, setKnown] = useState<{ roomId: string; text: string }>()

  useEffect(() => {
    if (roomId === undefined) return
    let left = false
    void drafts.read(roomId).then((text) => {
      if (!left) setKnown({ roomId, text })
    })
    return () => {
      left = true
    }
  }, [drafts, roomId])

  const onDraft = useCallback(
    (text: string) => {
      if (roomId !== undefined) drafts.write(roomId, text)
    },
    [drafts, roomId],
  )
  const elsewhere = useCallback(
    (listener: (text: string) => void) =>
      roomId === undefined ? () => {} : drafts.elsewhere(roomId, listener),
    [drafts, roomId],
  )
  const [, setAnswered] = useState<string>()
  const onAnswer = useCallback(
    (messageId: string | undefined) => {
      if (roomId === undefined) return
      drafts.answer(roomId, messageId)
      setAnswered(messageId)
    },
    [drafts, roomId],
  )
  return {
    draft: known?.roomId === roomId ? known?.text : undefined,
    onDraft,
    elsewhere,
    answering: roomId === undefined ? undefined : drafts.answering(roomId),
    onAnswer,
  }
}

/** All that is being written, by room or thread. */
export function useDrafts(): ReadonlyMap<string, string> {
  const { drafts } = useSync()
  return useSyncExternalStore(drafts.subscribe, drafts.all, drafts.all)
}
