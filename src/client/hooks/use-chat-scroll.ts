/**
 * Scrolling of a conversation: it follows the end, keeps the reader's place, draws what is around it (UI-30), and asks for
 * older messages at the top.
 */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatItem } from '@/client/sync/view'
import { earlier, later, type Range, rangeOf, staying, theEnd } from './drawn-range'
import { ScrollAnchor, type ScrollRow } from './scroll-anchor'

/** More is drawn, and then older messages are asked for, when the reader comes this close to the first or last row (px). */
const reach = 600

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
  /** The items to draw. */
  drawn: Range
  /** Whether there is anything before these. */
  hasEarlier: boolean
  /** Draws more of what is here, or asks for older messages. */
  showEarlier: () => void
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
  const [place, setPlace] = useState(theEnd)
  const drawn = rangeOf(items, place)
  /** The first message when older ones were last asked for. */
  const askedAt = useRef<string>(undefined)

  function drawMore(view: HTMLElement) {
    const top = items[0]?.id
    if (view.scrollTop > reach) askedAt.current = undefined
    else if (drawn.from > 0) setPlace((now) => earlier(items, now))
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
    if (anchor.atEnd) setPlace((now) => (now.at === 'end' ? now : theEnd))
    else setPlace((now) => staying(items, now))
    drawMore(view)
    const below = view.scrollHeight - view.clientHeight - view.scrollTop
    if (drawn.to < items.length && below <= reach) setPlace((now) => later(items, now))
  }

  function jumpToLatest() {
    anchor.atEnd = true
    setLeftAt(undefined)
    setPlace(theEnd)
    if (scroller.current !== null) anchor.settle(scroller.current, rowsOf(content.current))
  }

  useLayoutEffect(() => {
    const view = scroller.current
    if (view === null) return
    anchor.isCut = drawn.to < items.length
    anchor.settle(view, rowsOf(content.current))
    drawMore(view)
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
  const atEnd = leftAt === undefined
  return {
    ...{ scroller, content, onScroll, drawn, atEnd, unseen, jumpToLatest },
    hasEarlier: hasOlder || drawn.from > 0,
    showEarlier: () => (drawn.from > 0 ? setPlace((now) => earlier(items, now)) : loadOlder()),
  }
}
