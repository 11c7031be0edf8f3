'use client'

/** Messages are known to be missing here. They are asked for as soon as somebody comes near. */
import { useEffect, useRef } from 'react'
import { useText } from '@/client/hooks/use-text'
import type { GapBetween, GapItem } from '@/client/sync/view'
import type { MessageWays } from './message-actions'

interface GapRowProps {
  item: GapItem
  actions: Pick<Partial<MessageWays>, 'loadNewer' | 'loadBetween'>
}

/** So near (px): whoever reads on does not come to see it. */
const near = '600px 0px'

export function GapRow({ item, actions: { loadNewer, loadBetween } }: GapRowProps) {
  const { message } = useText()
  const row = useRef<HTMLLIElement>(null)

  useEffect(() => {
    if (row.current === null || !(loadNewer || loadBetween)) return
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, boundingClientRect, rootBounds } of entries) {
          if (!isIntersecting) continue
          if (!isInside(item)) loadNewer?.()
          // Whoever comes from below sees it above, and wants what was before that.
          else loadBetween?.(item, isInUpperHalf(boundingClientRect, rootBounds) ? 'end' : 'beginning')
        }
      },
      { root: row.current.closest('[role="log"]'), rootMargin: near },
    )
    observer.observe(row.current)
    return () => observer.disconnect()
  }, [item, loadNewer, loadBetween])

  // Inside, it ends what can be read so far: what lies over the list there must not cover it.
  const space = isInside(item) ? 'py-16' : 'mt-4'
  return (
    <li ref={row} className={`px-3 text-center text-sm text-muted ${space}`}>
      {isInside(item) ? message.gapInside : message.gap}
    </li>
  )
}

function isInside(item: GapItem): item is GapBetween {
  return item.between !== undefined
}

function isInUpperHalf(row: DOMRectReadOnly, view: DOMRectReadOnly | null): boolean {
  return view !== null && row.top + row.bottom < view.top + view.bottom
}
