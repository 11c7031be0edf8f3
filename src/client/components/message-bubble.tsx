/** A message's text with its time and state in the corner. */
import { useFormats, useText } from '@/client/hooks/use-text'
import { DeliveryIcon } from './delivery-icon'
import { MarkdownText } from './markdown/markdown-text'

const tones = {
  other: 'bg-bubble rounded-ss-md',
  own: 'bg-bubble-own rounded-se-md',
  failed: 'bg-danger-soft rounded-se-md',
} as const

interface MessageBubbleProps {
  tone: keyof typeof tones
  sentAt: string
  edited?: boolean
  /** Only one's own messages have one. */
  delivery?: 'sent' | 'delivered' | 'read' | 'sending' | 'waiting' | 'failed' | undefined
  /** The text. */
  children: string
}

export function MessageBubble({ tone, sentAt, edited = false, delivery, children }: MessageBubbleProps) {
  const { message } = useText()
  const { full, time } = useFormats()
  return (
    <div
      className={`flex max-w-[min(100%,36rem)] min-w-0 flex-wrap items-end gap-x-3 rounded-2xl px-3.5 py-2 ${tones[tone]}`}
    >
      <MarkdownText text={children} />
      <span className="ms-auto flex items-center gap-1 text-xs leading-5 whitespace-nowrap text-muted">
        {edited && <span>{message.edited}</span>}
        <time dateTime={sentAt} title={full(sentAt)}>
          {time(sentAt)}
        </time>
        {delivery !== undefined && <DeliveryIcon state={delivery} />}
      </span>
    </div>
  )
}
