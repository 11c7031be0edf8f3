'use client'

/** One row of the conversation, in whichever state its message is. */
import { memo, useEffect, useState } from 'react'
import { useText } from '@/client/hooks/use-text'
import type { QuotableItem } from '@/client/sync/quoted'
import type { WrittenItem } from '@/client/sync/view'
import { Avatar, authorColor } from './avatar'
import { FailedMessage } from './failed-message'
import type { MessageActions } from './message-actions'
import { MessageEditor } from './message-editor'
import { MessageQuote } from './message-quote'
import { PendingMessage } from './pending-message'
import { RefusedNotice } from './refused-notice'
import { RemovedMessage } from './removed-message'
import { SentMessage } from './sent-message'
import { ThreadLine } from './thread-line'

interface ChatMessageProps {
  item: WrittenItem
  /** Opens a group: shows its author. */
  first: boolean
  /** What it answers, where that is here. */
  quoted?: QuotableItem | undefined
  /** Answers in its thread, and how many of them are new to the reader. */
  answers?: number
  newAnswers?: number
  /** Another number: its author wants to edit it. */
  editAsked?: number | undefined
  me: string
  nameOf: (userId: string) => string
  actions: MessageActions
}

/** Heard, and not seen, as `sr-only` is; but that is positioned, and a browser goes through all such at every keystroke. */
const heard = 'text-[0px] leading-[0]'

/** Remembered, because every arrival draws the whole list again, and items that did not change are the same objects. */
export const ChatMessage = memo(function ChatMessage({
  item,
  first,
  quoted,
  answers = 0,
  newAnswers = 0,
  editAsked,
  me,
  nameOf,
  actions,
}: ChatMessageProps) {
  const { general } = useText()
  const own = item.senderId === me
  const name = nameOf(item.senderId)
  return (
    <li
      data-message-id={item.id}
      className={`group/message flex px-3 ${first ? 'mt-4' : 'mt-1'} ${own ? 'flex-row-reverse' : 'gap-2'}`}
    >
      {!own && (first ? <Avatar userId={item.senderId} name={name} /> : <span className="w-8 shrink-0" />)}
      <div className={`flex min-w-0 flex-1 flex-col ${own ? 'items-end' : 'items-start'}`}>
        {own ? (
          <span className={heard}>{general.you}</span>
        ) : (
          <span
            dir="auto"
            className={
              first
                ? `mb-0.5 px-1 text-sm font-semibold ${authorColor(item.senderId)} ${name === general.someone ? 'appear-late' : ''}`
                : heard
            }
          >
            {name}
          </span>
        )}
        {'replyTo' in item && item.replyTo && <Quote id={item.replyTo} {...{ quoted, nameOf, actions }} />}
        <Body item={item} own={own} me={me} nameOf={nameOf} actions={actions} editAsked={editAsked} />
        {answers > 0 && (
          <ThreadLine {...{ answers, newAnswers }} onOpen={() => actions.openThread?.(item.id)} />
        )}
        {item.refused?.map((change) => (
          <RefusedNotice key={change.id} item={item} change={change} own={own} actions={actions} />
        ))}
      </div>
    </li>
  )
})

function Quote({
  id,
  quoted,
  nameOf,
  actions,
}: { id: string } & Pick<ChatMessageProps, 'quoted' | 'nameOf' | 'actions'>) {
  const { goTo } = actions
  return <MessageQuote quoted={quoted} nameOf={nameOf} onGo={goTo && (() => goTo(id))} />
}

type BodyProps = Omit<ChatMessageProps, 'first' | 'quoted' | 'answers' | 'newAnswers'> & { own: boolean }

/** What somebody is writing over a message stays, whatever becomes of that meanwhile. */
function Body({ item, own, me, nameOf, actions, editAsked }: BodyProps) {
  const [editing, setEditing] = useState(false)
  const onEdit = () => setEditing(true)
  useEffect(() => {
    if (editAsked !== undefined) setEditing(true)
  }, [editAsked])

  if (editing) {
    const content = 'content' in item ? item.content : ''
    return (
      <MessageEditor
        content={content}
        // What was refused is another message, also with the same words.
        onSave={async (text) => (text === content && item.kind !== 'failed') || actions.edit(item.id, text)}
        onClose={() => {
          setEditing(false)
          if (editAsked !== undefined) actions.edited?.()
        }}
      />
    )
  }
  switch (item.kind) {
    case 'pending':
      return <PendingMessage item={item} onEdit={onEdit} discard={actions.discard} />
    case 'failed':
      return <FailedMessage item={item} onEdit={onEdit} actions={actions} />
    case 'removed':
      return <RemovedMessage item={item} own={own} discard={actions.discard} />
    case 'message':
      return <SentMessage {...{ item, own, me, nameOf, actions, onEdit }} />
  }
}
