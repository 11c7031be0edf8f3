/** What is being written, in which rooms and threads, and where to keep what is written now. */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
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

/** What is being written in these rooms: the same value while that is the same, whatever is written elsewhere. */
export function useDrafts(roomIds: readonly string[]): ReadonlyMap<string, string> {
  const { drafts } = useSync()
  const written = useMemo(() => createDraftsOf(roomIds), [roomIds])
  const now = () => written(drafts.all())
  return useSyncExternalStore(drafts.subscribe, now, now)
}

function createDraftsOf(roomIds: readonly string[]) {
  let of: ReadonlyMap<string, string> | undefined
  let written: ReadonlyMap<string, string> = new Map()
  return (all: ReadonlyMap<string, string>) => {
    if (all === of) return written
    of = all
    if (roomIds.some((id) => all.get(id) !== written.get(id)))
      written = new Map([...all].filter(([id]) => roomIds.includes(id)))
    return written
  }
}
