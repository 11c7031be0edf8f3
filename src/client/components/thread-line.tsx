/** Under a message: how much there is in its thread, and the way there. */

import { MessagesSquare } from 'lucide-react'
import { useText } from '@/client/hooks/use-text'

interface ThreadLineProps {
  answers: number
  newAnswers: number
  onOpen: () => void
}

export function ThreadLine({ answers, newAnswers, onOpen }: ThreadLineProps) {
  const { message } = useText()
  return (
    <button
      type="button"
      onClick={onOpen}
      className="mt-0.5 inline-flex min-h-9 items-center gap-2 rounded-xl px-2 text-sm font-medium text-accent hover:bg-hover pointer-coarse:min-h-11"
    >
      <MessagesSquare size={16} aria-hidden="true" />
      {message.replies(answers)}
      {newAnswers > 0 && (
        <span className="rounded-full bg-accent px-2 text-xs leading-5 font-semibold text-on-accent tabular-nums">
          {message.newReplies(newAnswers)}
        </span>
      )}
    </button>
  )
}
