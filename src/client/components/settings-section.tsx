/** One subject of the settings: what it is called, and its lines. */
import type { LucideIcon } from 'lucide-react'
import { type ReactNode, useId } from 'react'

interface SettingsSectionProps {
  icon: LucideIcon
  title: string
  /** The height of what is usually in it: what is below stays where it is when that comes late. */
  space?: 'min-h-22' | 'min-h-60'
  children: ReactNode
}

export function SettingsSection({ icon: Icon, title, space, children }: SettingsSectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-2xl border border-line p-4">
      <h3 id={id} className="mb-3 flex items-center gap-2.5 font-semibold">
        <span className="grid size-8 place-items-center rounded-lg bg-accent-soft text-accent">
          <Icon size={17} aria-hidden="true" />
        </span>
        {title}
      </h3>
      <div className={`flex flex-col gap-3 text-sm text-pretty ${space ?? ''}`}>{children}</div>
    </section>
  )
}
