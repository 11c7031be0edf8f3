/** Reading a room: where it opens, from where on it is new, and what counts as read. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ChatItem, RoomView } from '@/client/sync/view'
import { isHere } from './sought-item'
import { type ChatScroll, countUnseen, newestSeq } from './use-chat-scroll'

interface ReadingOptions extends Pick<RoomView, 'hasOlder' | 'gaps'> {
  items: readonly ChatItem[]
  /** The items, and how far this person has read, are known. */
  isReady: boolean
  lastRead: number
  me: string
  /** The address names a message. */
  linked: number | undefined
  scroll: ChatScroll
  markRead: () => void
  markUnread: (seq: number) => void
}

export interface Reading {
  /** The first new message, above which a line says so. */
  firstNew: string | undefined
  /** Where what is new begins further up than what is here: goes there. */
  goToFirstNew: (() => void) | undefined
  /** That message and what follows stay unread until the room is opened again. */
  markUnread: (seq: number) => void
  /** Whoever writes has read. */
  wrote: () => void
}

export function useReading(options: ReadingOptions): Reading {
  const { items, isReady, lastRead, me, linked, scroll, markRead, markUnread, hasOlder, gaps } = options
  /** New is what came after this position; undefined while nothing is. */
  const [newAfter, setNewAfter] = useState<number>()
  const [isOpened, setOpened] = useState(false)
  const [isHeld, setHeld] = useState(false)
  /** How far everything has been in sight, and whether the reader has looked away since. */
  const seenTo = useRef<number>(undefined)
  const hasTurned = useRef(false)
  const newest = newestSeq(items)
  const { goTo, scroller } = scroll
  // Where one is about to go elsewhere, the end was never in sight.
  const atEnd = scroll.atEnd && scroll.seeking !== 'fetching'

  useEffect(() => {
    if (!isReady || isOpened) return
    setOpened(true)
    const first = firstAfter(items, lastRead, me)
    if (first) setNewAfter(lastRead)
    if (isHere(items, lastRead + 1, { hasOlder, gaps }) && linked === undefined && first)
      goTo({ id: first.id, asStart: true })
  }, [isReady, isOpened, items, lastRead, me, linked, goTo, hasOlder, gaps])

  useEffect(() => {
    if (isReady && linked !== undefined) goTo({ seq: linked })
  }, [isReady, linked, goTo])

  useEffect(() => {
    if (!isOpened || isHeld) return
    const read = () => {
      const isInSight = document.visibilityState === 'visible' && scroller.current?.clientHeight !== 0
      if (newest === 0 || !atEnd || !isInSight) return
      // What came while the reader looked elsewhere is new to them.
      const before = seenTo.current
      if (before !== undefined && countUnseen(items, before, me) > 0 && hasTurned.current) setNewAfter(before)
      hasTurned.current = false
      seenTo.current = newest
      markRead()
    }
    const turn = () => {
      hasTurned.current = true
      read()
    }
    read()
    document.addEventListener('visibilitychange', turn)
    return () => document.removeEventListener('visibilitychange', turn)
  }, [items, newest, atEnd, isOpened, isHeld, markRead, me, scroller])

  const first = useMemo(
    () => (newAfter === undefined ? undefined : firstAfter(items, newAfter, me)),
    [items, newAfter, me],
  )
  return {
    firstNew: first?.id,
    goToFirstNew:
      newAfter === undefined || isHere(items, newAfter + 1, { hasOlder, gaps })
        ? undefined
        : () => goTo({ seq: newAfter + 1, asStart: true }),
    markUnread: useCallback(
      (seq: number) => {
        setHeld(true)
        setNewAfter(seq - 1)
        markUnread(seq)
      },
      [markUnread],
    ),
    wrote() {
      setHeld(false)
      setNewAfter(undefined)
    },
  }
}

/** What others wrote first after this position. New ones are few: looked for from the end. */
export function firstAfter(items: readonly ChatItem[], position: number, me: string): ChatItem | undefined {
  let first: ChatItem | undefined
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    if (!item || !('seq' in item)) continue
    if (item.seq <= position) break
    if (item.kind === 'message' && item.senderId !== me) first = item
  }
  return first
}
