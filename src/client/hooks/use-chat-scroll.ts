/** Scrolling of a conversation: it follows the end, keeps the reader's place, and asks for older messages at the top. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatItem } from '@/client/sync/view'
import { ScrollAnchor, type ScrollRow } from './scroll-anchor'

/** Older messages are asked for when the reader comes this close to the top (px). */
const topReach = 600

/** The highest position among the items; 0 when there is none. */
export function newestSeq(items: ChatItem[]): number {
  return items.reduce((newest, item) => ('seq' in item ? Math.max(newest, item.seq) : newest), 0)
}

/** Messages of others that came after a position. */
export function countUnseen(items: ChatItem[], after: number, me: string): number {
  return items.filter((item) => item.kind === 'message' && item.seq > after && item.senderId !== me).length
}

function rowsOf(list: HTMLElement | null): ArrayLike<ScrollRow> {
  return (list?.children as HTMLCollectionOf<HTMLElement> | undefined) ?? []
}

interface ChatScrollOptions {
  items: ChatItem[]
  me: string
  hasOlder: boolean
  loadOlder: () => void
}

export interface ChatScroll {
  /** For the element that scrolls. It must be positioned, so that rows measure from it. */
  scroller: RefObject<HTMLDivElement | null>
  /** For the element in it whose children are the rows. */
  content: RefObject<HTMLUListElement | null>
  onScroll: () => void
  atEnd: boolean
  /** Messages of others that came while the reader was elsewhere. */
  unseen: number
  jumpToLatest: () => void
}

export function useChatScroll({ items, me, hasOlder, loadOlder }: ChatScrollOptions): ChatScroll {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLUListElement>(null)
  const [anchor] = useState(() => new ScrollAnchor())
  /** The newest position when the reader left the end. */
  const [leftAt, setLeftAt] = useState<number>()
  /** The first message when older ones were last asked for. */
  const askedAt = useRef<string>(undefined)

  function askForOlder(view: HTMLElement) {
    const top = items[0]?.id
    if (view.scrollTop > topReach) askedAt.current = undefined
    else if (hasOlder && askedAt.current !== top) {
      askedAt.current = top
      loadOlder()
    }
  }

  function onScroll() {
    const view = scroller.current
    if (view === null) return
    anchor.moved(view, rowsOf(content.current))
    setLeftAt(anchor.atEnd ? undefined : (leftAt ?? newestSeq(items)))
    askForOlder(view)
  }

  function jumpToLatest() {
    anchor.atEnd = true
    setLeftAt(undefined)
    if (scroller.current !== null) anchor.settle(scroller.current, rowsOf(content.current))
  }

  useLayoutEffect(() => {
    const view = scroller.current
    if (view === null) return
    anchor.settle(view, rowsOf(content.current))
    askForOlder(view)
  })

  useEffect(() => {
    const view = scroller.current
    const list = content.current
    if (view === null || list === null) return
    const observer = new ResizeObserver(() => {
      anchor.settle(view, rowsOf(list))
      if (anchor.atEnd) setLeftAt(undefined)
    })
    observer.observe(view)
    observer.observe(list)
    return () => observer.disconnect()
  }, [anchor])

  const unseen = leftAt === undefined ? 0 : countUnseen(items, leftAt, me)
  return { scroller, content, onScroll, atEnd: leftAt === undefined, unseen, jumpToLatest }
}
