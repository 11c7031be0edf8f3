'use client'

/** Why something was not taken, and what can be done about it. */
import { Copy, type LucideIcon, Pencil, RotateCw, Trash2 } from 'lucide-react'
import { useNotKept } from '@/client/hooks/use-not-kept'
import { useText } from '@/client/hooks/use-text'
import { NotKeptNotice } from './not-kept-notice'

interface FailedNoticeProps {
  reason: string
  /** At the end of the line: of one's own message. */
  own: boolean
  /** Undefined where it cannot help. Answers as `RoomActions.retry` does. */
  onRetry: (() => Promise<boolean>) | undefined
  /** Undefined where there is no text to rewrite; so is `onCopy`. */
  onEdit?: (() => void) | undefined
  onCopy?: (() => void) | undefined
  /** As `RoomActions.discard` answers. */
  onDiscard: () => Promise<boolean>
}

export function FailedNotice({ reason, own, onRetry, onEdit, onCopy, onDiscard }: FailedNoticeProps) {
  const { message, refused } = useText()
  const { problem, watch, dismiss } = useNotKept()
  return (
    <>
      <div
        className={`mt-0.5 flex max-w-[min(100%,36rem)] flex-wrap items-center gap-x-1 text-sm ${own ? 'justify-end' : ''}`}
      >
        <p className={`px-1 text-danger ${own ? 'text-end' : ''}`}>{reason}</p>
        <span className="flex flex-wrap">
          {onRetry && (
            <Choice icon={RotateCw} label={refused.retry} onClick={() => watch('choice', onRetry())} />
          )}
          {onEdit && <Choice icon={Pencil} label={message.edit} onClick={onEdit} />}
          {onCopy && <Choice icon={Copy} label={refused.copy} onClick={onCopy} />}
          <Choice icon={Trash2} label={refused.discard} quiet onClick={() => watch('choice', onDiscard())} />
        </span>
      </div>
      <NotKeptNotice problem={problem} dismiss={dismiss} />
    </>
  )
}

interface ChoiceProps {
  icon: LucideIcon
  label: string
  quiet?: boolean
  onClick: () => void
}

function Choice({ icon: Icon, label, quiet = false, onClick }: ChoiceProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={`inline-flex min-h-11 items-center gap-1.5 rounded-xl px-3 font-medium hover:bg-hover focus-visible:bg-hover ${quiet ? 'text-muted' : 'text-accent'}`}
    >
      <Icon size={15} aria-hidden="true" />
      {label}
    </button>
  )
}
