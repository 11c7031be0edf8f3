/** The reactions under a message; a click adds one's own or takes it back. */
import { useFormats } from '@/client/hooks/use-text'
import type { Reaction } from '@/contract/message'

interface ReactionRowProps {
  reactions: Reaction[]
  me: string
  /** The names of those who reacted. */
  nameOf: (userId: string) => string
  onToggle: (emoji: string, present: boolean) => void
}

export function ReactionRow({ reactions, me, nameOf, onToggle }: ReactionRowProps) {
  const { names } = useFormats()
  return (
    <div className="mt-1 flex flex-wrap gap-1">
      {reactions.map(({ emoji, userIds }) => {
        const mine = userIds.includes(me)
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={mine}
            aria-label={`${emoji} ${userIds.length}`}
            title={names(userIds.map(nameOf))}
            onClick={() => onToggle(emoji, !mine)}
            className={`relative inline-flex h-8 items-center gap-1.5 rounded-full border px-2.5 text-sm tabular-nums transition-colors before:absolute before:-inset-1.5 ${mine ? 'border-accent bg-accent-soft font-medium text-accent' : 'border-line bg-surface text-muted hover:border-edge'}`}
          >
            <span>{emoji}</span>
            {userIds.length}
          </button>
        )
      })}
    </div>
  )
}
