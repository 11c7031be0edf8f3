'use client'

/** A message that the server has: its text, what one can do with it, and the reactions to it. */
import { useState } from 'react'
import { useNotKept } from '@/client/hooks/use-not-kept'
import type { MessageItem, RoomActions } from '@/client/sync/view'
import { MessageBubble } from './message-bubble'
import { MessageEditor } from './message-editor'
import { MessageMenu } from './message-menu'
import { NotKeptNotice } from './not-kept-notice'
import { ReactionRow } from './reaction-row'

interface SentMessageProps {
  item: MessageItem
  own: boolean
  me: string
  nameOf: (userId: string) => string
  actions: Pick<RoomActions, 'edit' | 'remove' | 'react'>
}

export function SentMessage({ item, own, me, nameOf, actions }: SentMessageProps) {
  const [editing, setEditing] = useState(false)
  const { problem, watch, dismiss } = useNotKept()
  const react = (emoji: string, present: boolean) => watch('reaction', actions.react(item.id, emoji, present))

  function edit() {
    dismiss()
    setEditing(true)
  }

  if (editing) {
    return (
      <MessageEditor
        content={item.content}
        onSave={async (content) => content === item.content || actions.edit(item.id, content)}
        onClose={() => setEditing(false)}
      />
    )
  }
  return (
    <>
      <div className={`flex max-w-full items-center ${own ? 'flex-row-reverse' : ''}`}>
        <MessageBubble
          tone={own ? 'own' : 'other'}
          sentAt={item.sentAt}
          edited={item.edited || item.pendingEdit}
          delivery={own ? (item.pendingEdit ? 'waiting' : 'sent') : undefined}
        >
          {item.content}
        </MessageBubble>
        <MessageMenu
          own={own}
          onReact={(emoji) => react(emoji, true)}
          onCopy={() => void navigator.clipboard?.writeText(item.content)}
          onEdit={edit}
          onRemove={() => watch('removal', actions.remove(item.id))}
        />
      </div>
      {item.reactions.length > 0 && (
        <ReactionRow reactions={item.reactions} me={me} nameOf={nameOf} onToggle={react} />
      )}
      <NotKeptNotice problem={problem} dismiss={dismiss} />
    </>
  )
}
