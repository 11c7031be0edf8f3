'use client'

/** One row of the conversation, in whichever state its message is. */
import { memo } from 'react'
import type { QuotableItem } from '@/client/sync/quoted'
import type { WrittenItem } from '@/client/sync/view'
import { Avatar, authorColor } from './avatar'
import { FailedMessage } from './failed-message'
import type { MessageActions } from './message-actions'
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
  me: string
  nameOf: (userId: string) => string
  actions: MessageActions
}

/** Remembered, because every arrival draws the whole list again, and items that did not change are the same objects. */
export const ChatMessage = memo(function ChatMessage({
  item,
  first,
  quoted,
  answers = 0,
  newAnswers = 0,
  me,
  nameOf,
  actions,
}: ChatMessageProps) {
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
          <span className="sr-only">You</span>
        ) : (
          <span
            dir="auto"
            className={first ? `mb-0.5 px-1 text-sm font-semibold ${authorColor(item.senderId)}` : 'sr-only'}
          >
            {name}
          </span>
        )}
        {'replyTo' in item && item.replyTo && <Quote id={item.replyTo} {...{ quoted, nameOf, actions }} />}
        <Body item={item} own={own} me={me} nameOf={nameOf} actions={actions} />
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

function Body({ item, own, me, nameOf, actions }: BodyProps) {
  switch (item.kind) {
    case 'pending':
      return <PendingMessage item={item} actions={actions} />
    case 'failed':
      return <FailedMessage item={item} actions={actions} />
    case 'removed':
      return <RemovedMessage item={item} own={own} discard={actions.discard} />
    case 'message':
      return <SentMessage item={item} own={own} me={me} nameOf={nameOf} actions={actions} />
  }
}
