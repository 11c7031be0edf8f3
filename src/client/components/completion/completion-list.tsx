/** What fits what is being typed, above the field that keeps the focus. */
import { useText } from '@/client/hooks/use-text'
import type { Completion } from './use-completion'

interface CompletionListProps extends Pick<Completion, 'found' | 'chosen' | 'take'> {
  id: string
}

export function optionId(list: string, index: number): string {
  return `${list}-${index}`
}

export function CompletionList({ id, found, chosen, take }: CompletionListProps) {
  const { composer } = useText()
  if (found.length === 0) return null
  return (
    <div
      id={id}
      role="listbox"
      aria-label={composer.suggestions}
      className="appear absolute inset-x-0 bottom-full z-20 mb-2 rounded-2xl border border-line bg-raised p-1.5 shadow-xl shadow-black/15"
    >
      {found.map((candidate, index) => (
        <div
          key={candidate.id}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          // Before the field loses the focus.
          onMouseDown={(event) => {
            event.preventDefault()
            take(candidate)
          }}
          className="flex min-h-11 cursor-pointer items-center gap-3 rounded-xl px-3 hover:bg-hover aria-selected:bg-accent-soft"
        >
          <bdi className="truncate">{candidate.inserted}</bdi>
          {!candidate.inserted.endsWith(candidate.name) && (
            <span className="truncate text-muted">{candidate.name}</span>
          )}
        </div>
      ))}
    </div>
  )
}
