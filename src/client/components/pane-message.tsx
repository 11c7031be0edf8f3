/** A pane that has nothing to list says why, and offers a way on. */
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface PaneMessageProps {
  icon: LucideIcon
  title: string
  children: ReactNode
  /** Buttons or links. */
  action?: ReactNode
  /** `h1` where it is all there is on the page. */
  heading?: 'h1' | 'h2'
}

export function PaneMessage({
  icon: Icon,
  title,
  children,
  action,
  heading: Heading = 'h2',
}: PaneMessageProps) {
  return (
    <div className="grid min-h-full flex-1 place-items-center p-6">
      <div className="flex max-w-sm flex-col items-center gap-2 text-center">
        <span className="mb-2 grid size-14 place-items-center rounded-2xl bg-accent-soft text-accent">
          <Icon size={26} strokeWidth={1.75} aria-hidden="true" />
        </span>
        <Heading className="text-lg font-semibold text-balance">{title}</Heading>
        <p className="text-pretty text-muted">{children}</p>
        {action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
      </div>
    </div>
  )
}
