/** A message that the server refused, or has lost: its text, why, and what to do about it. */
import { useText } from '@/client/hooks/use-text'
import type { FailedItem, RoomActions } from '@/client/sync/view'
import { FailedNotice } from './failed-notice'
import { MessageBubble } from './message-bubble'

interface FailedMessageProps {
  item: FailedItem
  onEdit: () => void
  actions: Pick<RoomActions, 'retry' | 'discard'>
}

export function FailedMessage({ item, onEdit, actions }: FailedMessageProps) {
  const { errors } = useText()
  // Under its own id a restored server may know it after all; rewritten, it would be there twice.
  const rewritable = item.code !== 'MESSAGE_LOST'

  return (
    <>
      <MessageBubble tone="failed" sentAt={item.sentAt} delivery="failed">
        {item.content}
      </MessageBubble>
      <FailedNotice
        reason={errors[item.code]}
        own
        onRetry={() => actions.retry(item.id)}
        onEdit={rewritable ? onEdit : undefined}
        onDiscard={() => actions.discard(item.id)}
      />
    </>
  )
}
