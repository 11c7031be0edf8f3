/** Above the composer: the message that is being answered, and the way to answer none. */

import { X } from 'lucide-react'
import { useText } from '@/client/hooks/use-text'
import type { QuotableItem } from '@/client/sync/quoted'
import { MessageQuote } from './message-quote'

interface AnsweredMessageProps {
  quoted: QuotableItem | undefined
  nameOf: (userId: string) => string
  onCancel: () => void
}

export function AnsweredMessage({ quoted, nameOf, onCancel }: AnsweredMessageProps) {
  const { composer } = useText()
  return (
    <div className="flex items-center gap-1 border-b border-line ps-4 pe-1">
      <div className="min-w-0 flex-1">
        <MessageQuote quoted={quoted} nameOf={nameOf} />
      </div>
      <button
        type="button"
        aria-label={composer.doNotReply}
        onClick={onCancel}
        className="grid size-11 shrink-0 place-items-center rounded-full text-muted hover:bg-hover"
      >
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  )
}
