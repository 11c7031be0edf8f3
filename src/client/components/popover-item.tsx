/** One line of a popover: an icon and what it does. */
import type { LucideIcon } from 'lucide-react'

interface PopoverItemProps {
  icon: LucideIcon
  label: string
  danger?: boolean
  onClick: () => void
}

export function PopoverItem({ icon: Icon, label, danger = false, onClick }: PopoverItemProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={`flex min-h-11 w-full items-center gap-3 rounded-xl px-3 text-start hover:bg-hover ${danger ? 'text-danger' : 'text-ink'}`}
    >
      <Icon size={18} aria-hidden="true" />
      {label}
    </button>
  )
}
