'use client'

/** What stands beside a conversation: its own head, and a way to close it. On narrow screens it takes the whole place. */
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { goTo } from '@/client/hooks/use-current-room'
import { useMoreText } from '@/client/hooks/use-more-text'
import { PaneResizer } from './pane-resizer'

interface SidePanelProps {
  title: string
  /** Beside the way to close it. */
  action?: ReactNode
  /** The address without it. */
  closedPath: string
  children: ReactNode
}

export function SidePanel({ title, action, closedPath, children }: SidePanelProps) {
  const { shared } = useMoreText()
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    // Whoever opened it goes on in it, and on closing is back where they were.
    const before = document.activeElement
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  return (
    <section
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) goTo(closedPath)
      }}
      className="relative flex min-w-0 flex-1 flex-col broad:w-(--panel-width) broad:flex-none broad:shrink-0"
    >
      <div className="flex min-h-16 shrink-0 items-center gap-1 border-b border-line ps-5 pe-2">
        <h2
          id={id}
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 truncate font-semibold outline-none"
        >
          {title}
        </h2>
        {action}
        <button
          type="button"
          aria-label={shared.closeNamed(title)}
          onClick={() => goTo(closedPath)}
          className="grid size-11 shrink-0 place-items-center rounded-xl text-muted hover:bg-hover hover:text-ink"
        >
          <X size={20} aria-hidden="true" />
        </button>
      </div>
      {children}
      <PaneResizer pane="panel" label={shared.panelWidth} />
    </section>
  )
}
