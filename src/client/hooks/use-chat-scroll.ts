/**
 * Scrolling of a conversation: it follows the end, keeps the reader's place, draws what is around it (UI-30), and asks for
 * older messages at the top.
 */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ChatItem, RoomActions, RoomView, Sought } from '@/client/sync/view'
import { around, earlier, later, type Range, rangeOf, staying, theEnd } from './drawn-range'
import { ScrollAnchor, type ScrollRow } from './scroll-anchor'
import { findSought } from './sought-item'

/** More is drawn, and then older messages are asked for, when the reader comes this close to the first or last row (px). */
const reach = 600

/** The highest position among the items; 0 when there is none. */
export function newestSeq(items: readonly ChatItem[]): number {
  const newest = items.findLast((item) => 'seq' in item)
  return newest && 'seq' in newest ? newest.seq : 0
}

/** Messages of others that came after a position. They are few among many: counted from the end. */
export function countUnseen(items: readonly ChatItem[], after: number, me: string): number {
  let count = 0
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index]
    if (!item || !('seq' in item)) continue
    if (item.seq <= after) break
    if (item.kind === 'message' && item.senderId !== me) count += 1
  }
  return count
}

function rowsOf(list: HTMLElement | null): ArrayLike<ScrollRow> {
  return (list?.children as HTMLCollectionOf<HTMLElement> | undefined) ?? []
}

interface ChatScrollOptions
  extends Pick<RoomView, 'hasOlder' | 'gaps'>,
    Pick<RoomActions, 'loadOlder' | 'loadAround' | 'loadBetween'> {
  items: readonly ChatItem[]
  me: string
}

export interface ChatScroll {
  /** For the element that scrolls. It must be positioned, so that rows measure from it. */
  scroller: RefObject<HTMLDivElement | null>
  /** For the element in it whose children are the rows. */
  content: RefObject<HTMLUListElement | null>
  onScroll: () => void
  /** The items to draw. */
  drawn: Range
  /** Whether there is anything before those that are drawn. */
  hasEarlier: boolean
  /** Draws more of what is here, or asks for what is missing there. */
  showEarlier: () => void
  atEnd: boolean
  /** Messages of others that came while the reader was elsewhere. */
  unseen: number
  jumpToLatest: () => void
  /** Shows a message in its place, and fetches what is around it where it is not here. */
  goTo: (target: Target) => void
  /** While that has not come. */
  seeking: 'fetching' | 'not-found' | undefined
  stopSeeking: () => void
}

/** Where to go, and how it is shown there. */
export type Target = Sought & {
  /** Where it is the beginning of what is unread, that follows it. Otherwise it is shown in the middle and marked. */
  readonly asStart?: true
}

export function useChatScroll({
  items,
  me,
  hasOlder,
  gaps,
  loadOlder,
  loadAround,
  loadBetween,
}: ChatScrollOptions): ChatScroll {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLUListElement>(null)
  const [anchor] = useState(() => new ScrollAnchor())
  /** The newest position when the reader left the end. */
  const [leftAt, setLeftAt] = useState<number>()
  const [place, setPlace] = useState(theEnd)
  const drawn = rangeOf(items, place)
  /** The first message when older ones were last asked for. */
  const askedAt = useRef<string>(undefined)
  const [target, setTarget] = useState<Target>()
  const [lostTarget, setLostTarget] = useState(false)
  const askedFor = useRef<Target>(undefined)

  const goTo = useCallback((next: Target) => {
    askedFor.current = undefined
    setLostTarget(false)
    setTarget(next)
  }, [])

  function stopSeeking() {
    askedFor.current = undefined
    setTarget(undefined)
    setLostTarget(false)
  }

  /** One step towards what is sought: draws around it, shows it, or asks for it. */
  function seek(view: HTMLElement, wanted: Target) {
    const lose = () => {
      setTarget(undefined)
      setLostTarget(true)
    }
    const found = findSought(items, wanted, { hasOlder, gaps })
    if (found === undefined) return lose()
    if (found === 'elsewhere') {
      if (askedFor.current === wanted) return
      askedFor.current = wanted
      void loadAround(wanted).then((isThere) => {
        if (!isThere && askedFor.current === wanted) lose()
      })
      return
    }
    const id = items[found]?.id
    const row =
      id === undefined ? null : content.current?.querySelector<HTMLElement>(`[data-message-id="${id}"]`)
    if (!row) return setPlace(around(items, found))
    setTarget(undefined)
    anchor.isCut = drawn.to < items.length
    const line = wanted.asStart ? row.previousElementSibling : null
    const start = line instanceof HTMLElement ? line : row
    anchor.show(view, rowsOf(content.current), start, view.clientHeight / (wanted.asStart ? 6 : 3))
    setLeftAt(anchor.atEnd ? undefined : newestSeq(items))
    if (!anchor.atEnd) setPlace((now) => staying(items, now))
    if (wanted.asStart) return
    row.tabIndex = -1
    row.focus({ preventScroll: true })
    row.animate?.([{ backgroundColor: 'var(--accent-soft)' }, { backgroundColor: 'transparent' }], 2_000)
  }

  function drawMore(view: HTMLElement) {
    // What is hidden has no top that the reader could be near.
    if (view.clientHeight === 0) return
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
    if (view === null || view.clientHeight === 0) return
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
    stopSeeking()
    setLeftAt(undefined)
    setPlace(theEnd)
    if (scroller.current !== null) anchor.settle(scroller.current, rowsOf(content.current))
  }

  useLayoutEffect(() => {
    const view = scroller.current
    if (view === null) return
    anchor.isCut = drawn.to < items.length
    anchor.settle(view, rowsOf(content.current))
    if (target !== undefined) seek(view, target)
    else drawMore(view)
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
    ...{ scroller, content, onScroll, drawn, atEnd, unseen, jumpToLatest, goTo, stopSeeking },
    seeking: target !== undefined ? 'fetching' : lostTarget ? 'not-found' : undefined,
    hasEarlier: hasOlder || drawn.from > 0,
    showEarlier() {
      const gap = gaps.find(({ id }) => id === items[drawn.from]?.id)
      if (gap) loadBetween(gap, 'end')
      else if (drawn.from > 0) setPlace((now) => earlier(items, now))
      else loadOlder()
    },
  }
}
