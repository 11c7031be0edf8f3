/** A line of the settings that opens something. */
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

interface SettingsRowProps {
  /** How it stands now. */
  value?: string
  danger?: boolean
  onOpen: () => void
  children: ReactNode
}

export function SettingsRow({ value, danger = false, onOpen, children }: SettingsRowProps) {
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className={`-mx-2 flex min-h-11 w-[calc(100%+1rem)] items-center gap-2 rounded-xl px-2 text-start font-medium hover:bg-hover ${danger ? 'text-danger' : ''}`}
      >
        <span className="flex-1">{children}</span>
        {value !== undefined && (
          <span key={value} className="font-normal text-muted">
            {value}
          </span>
        )}
        <ChevronRight size={17} aria-hidden="true" className="text-muted rtl:rotate-180" />
      </button>
    </li>
  )
}
