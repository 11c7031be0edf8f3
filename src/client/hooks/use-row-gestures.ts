/** What fingers can do with a row of a list: hold it, or drag it aside. Mice and keyboards have other ways. */
import { type PointerEvent, useMemo, useRef } from 'react'

/** Held for so long (ms), it is meant. */
const holdMs = 450
/** A finger that moves further than this (px) does not hold. */
const slack = 10
/** Dragged so far aside (px), it is meant; it does not follow further than `farthest`. */
const enough = 56
const farthest = 80

interface RowGestures {
  onHold: (row: HTMLElement) => void
  /** Left out where nothing comes of it: rows then stay where they are. */
  onAside: ((row: HTMLElement) => void) | undefined
}

interface Touch {
  row: HTMLElement
  pointerId: number
  x: number
  y: number
  timer: number
  /** How far it has been dragged; undefined until it is. */
  aside?: number
}

/** Handlers for the list; rows are its elements with `data-message-id`. */
export function useRowGestures(gestures: RowGestures) {
  const latest = useRef(gestures)
  latest.current = gestures
  return useMemo(() => {
    let touch: Touch | undefined

    function end() {
      if (!touch) return
      window.clearTimeout(touch.timer)
      touch.row.style.transform = ''
      touch = undefined
    }

    return {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        end()
        const target = event.target instanceof Element ? event.target : undefined
        const row = target?.closest<HTMLElement>('[data-message-id]')
        // Links and fields have a long press of their own.
        if (event.pointerType !== 'touch' || !event.isPrimary || !row) return
        if (target?.closest('a, button, textarea, input, [data-panel]')) return
        const timer = window.setTimeout(() => {
          end()
          latest.current.onHold(row)
          swallowClick()
        }, holdMs)
        touch = { row, pointerId: event.pointerId, x: event.clientX, y: event.clientY, timer }
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (!touch || touch.pointerId !== event.pointerId) return
        const [right, down] = [event.clientX - touch.x, event.clientY - touch.y]
        if (touch.aside === undefined) {
          if (Math.hypot(right, down) <= slack) return
          window.clearTimeout(touch.timer)
          if (!latest.current.onAside || Math.abs(down) > Math.abs(right)) return end()
        }
        // Towards the side where reading begins.
        const isRtl = getComputedStyle(touch.row).direction === 'rtl'
        touch.aside = Math.min(farthest, Math.max(0, isRtl ? -right : right))
        touch.row.style.transform = `translateX(${isRtl ? -touch.aside : touch.aside}px)`
      },
      onPointerUp(event: PointerEvent<HTMLElement>) {
        if (!touch || touch.pointerId !== event.pointerId) return
        const { row, aside = 0 } = touch
        end()
        if (aside >= enough) latest.current.onAside?.(row)
      },
      /** The browser scrolls instead. */
      onPointerCancel: end,
    }
  }, [])
}

/** What a finger did by being held it must not do once more by going up, perhaps over what has opened. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    // A key's click has no detail.
    if (event.detail === 0) return
    event.preventDefault()
    event.stopPropagation()
  }
  window.addEventListener('click', swallow, { capture: true, once: true })
  const next = () => window.removeEventListener('click', swallow, { capture: true })
  window.addEventListener('pointerdown', next, { capture: true, once: true })
}
