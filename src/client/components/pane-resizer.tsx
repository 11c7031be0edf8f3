'use client'

/** The edge of a pane, in it, to be dragged or moved with the arrow keys; only where panes stand side by side. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { usePaneWidth } from '@/client/hooks/use-pane-width'
import { type Pane, paneWidths } from '@/client/stores/pane-widths'

interface PaneResizerProps {
  pane: Pane
  label: string
}

/** One press of an arrow key (px). */
const step = 16

const places = { side: '-end-1 wide:block', panel: '-start-1 broad:block' } as const

export function PaneResizer({ pane, label }: PaneResizerProps) {
  const [width, setWidth] = usePaneWidth(pane)
  const { least, most, first } = paneWidths[pane]
  const from = useRef<{ x: number; width: number }>(undefined)
  /** The side pane grows towards the end of the line, the panel towards its start. */
  const grows = (element: Element) =>
    (pane === 'side' ? 1 : -1) * (getComputedStyle(element).direction === 'rtl' ? -1 : 1)

  function onPointerDown(event: PointerEvent<HTMLHRElement>) {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { x: event.clientX, width }
  }

  function onPointerMove(event: PointerEvent<HTMLHRElement>) {
    if (from.current === undefined) return
    setWidth(from.current.width + (event.clientX - from.current.x) * grows(event.currentTarget))
  }

  function onKeyDown(event: KeyboardEvent<HTMLHRElement>) {
    const by = { ArrowRight: step, ArrowLeft: -step }[event.key]
    if (by !== undefined) setWidth(width + by * grows(event.currentTarget))
    else if (event.key === 'Home') setWidth(least)
    else if (event.key === 'End') setWidth(most)
    else return
    event.preventDefault()
  }

  return (
    <hr
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        from.current = undefined
      }}
      onDoubleClick={() => setWidth(first)}
      onKeyDown={onKeyDown}
      className={`absolute inset-y-0 z-10 hidden h-auto w-2 border-0 shrink-0 cursor-col-resize touch-none before:absolute before:inset-y-0 before:start-1/2 before:w-px before:bg-line hover:before:w-0.5 hover:before:bg-accent focus-visible:before:w-0.5 focus-visible:before:bg-accent ${places[pane]}`}
    />
  )
}
