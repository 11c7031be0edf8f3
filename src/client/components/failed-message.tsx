'use client'

/** A message that the server refused, or has lost: its text, why, and what to do about it. */
import { useState } from 'react'
import type { FailedItem, RoomActions } from '@/client/sync/view'
import { FailedNotice } from './failed-notice'
import { MessageBubble } from './message-bubble'
import { MessageEditor } from './message-editor'

interface FailedMessageProps {
  item: FailedItem
  actions: Pick<RoomActions, 'edit' | 'retry' | 'discard'>
}

export function FailedMessage({ item, actions }: FailedMessageProps) {
  const [editing, setEditing] = useState(false)
  // Under its own id a restored server may know it after all; rewritten, it would be there twice.
  const rewritable = item.code !== 'MESSAGE_LOST'

  if (editing && rewritable) {
    return (
      <MessageEditor
        content={item.content}
        onSave={(content) => actions.edit(item.id, content)}
        onClose={() => setEditing(false)}
      />
    )
  }
  return (
    <>
      <MessageBubble tone="failed" sentAt={item.sentAt} delivery="failed">
        {item.content}
      </MessageBubble>
      <FailedNotice
        reason={item.reason}
        own
        onRetry={() => actions.retry(item.id)}
        onEdit={rewritable ? () => setEditing(true) : undefined}
        onDiscard={() => actions.discard(item.id)}
      />
    </>
  )
}
