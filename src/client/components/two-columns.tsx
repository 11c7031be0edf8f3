/** Rooms on the left, a conversation on the right; on narrow screens one of the two. */

import type { ReactNode } from 'react'
import { useText } from '@/client/hooks/use-text'
import { PaneResizer } from './pane-resizer'

interface TwoColumnsProps {
  side: ReactNode
  /** Undefined shows the side alone on narrow screens. */
  main: ReactNode | undefined
  /** What the right column says while there is nothing in it. */
  placeholder: ReactNode
}

export function TwoColumns({ side, main, placeholder }: TwoColumnsProps) {
  const { app } = useText()
  const open = main !== undefined
  // The page's main part is the conversation, or everything while there is none. A role, as another element would
  // be drawn anew and forget where its list was scrolled to.
  return (
    <div role={open ? undefined : 'main'} className="safe-top safe-bottom safe-sides flex h-full bg-surface">
      <section
        aria-label={app.sidebar}
        className={`${open ? 'hidden wide:flex' : 'flex'} relative w-full min-w-0 shrink-0 flex-col bg-canvas wide:w-(--side-width)`}
      >
        {side}
        <PaneResizer pane="side" label={app.sidebarWidth} />
      </section>
      <div
        role={open ? 'main' : undefined}
        className={`${open ? 'flex' : 'hidden wide:flex'} min-w-0 flex-1 flex-col`}
      >
        {main ?? placeholder}
      </div>
    </div>
  )
}
