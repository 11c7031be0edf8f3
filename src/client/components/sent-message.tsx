'use client'

/** A message that the server has: its text, what one can do with it, and the reactions to it. */
import { useBriefly } from '@/client/hooks/use-briefly'
import { useNotKept } from '@/client/hooks/use-not-kept'
import { useText } from '@/client/hooks/use-text'
import type { MessageItem } from '@/client/sync/view'
import { copyText } from './copy-text'
import type { MessageActions } from './message-actions'
import { MessageBubble } from './message-bubble'
import { MessageMenu } from './message-menu'
import { NotKeptNotice } from './not-kept-notice'
import { ReactionRow } from './reaction-row'
import { ReadBy, useDelivery } from './receipts'

interface SentMessageProps {
  item: MessageItem
  own: boolean
  me: string
  nameOf: (userId: string) => string
  actions: MessageActions
  onEdit: () => void
}

export function SentMessage({ item, own, me, nameOf, actions, onEdit }: SentMessageProps) {
  const { message } = useText()
  const { problem, watch, dismiss } = useNotKept()
  const delivery = useDelivery(item.seq)
  const [told, tell] = useBriefly<string>()
  const { reply, linkTo, markUnread, openThread } = actions
  const react = (emoji: string, present: boolean) => watch('reaction', actions.react(item.id, emoji, present))

  function copy(text: string, copied: string) {
    void copyText(text).then((done) => tell(done ? copied : message.notCopied))
  }

  function edit() {
    dismiss()
    onEdit()
  }

  return (
    <>
      <div className={`flex max-w-full items-center ${own ? 'flex-row-reverse' : ''}`}>
        <MessageBubble
          tone={own ? 'own' : 'other'}
          sentAt={item.sentAt}
          edited={item.edited || item.pendingEdit}
          delivery={own ? (item.pendingEdit ? 'waiting' : delivery) : undefined}
        >
          {item.content}
        </MessageBubble>
        <MessageMenu
          own={own}
          onReact={(emoji) => react(emoji, true)}
          onReply={reply && (() => reply(item.id))}
          onThread={openThread && (() => openThread(item.id))}
          onCopy={() => copy(item.content, message.textCopied)}
          onCopyLink={linkTo && (() => copy(linkTo(item), message.linkCopied))}
          onMarkUnread={markUnread && (() => markUnread(item.seq))}
          onEdit={own ? edit : undefined}
          onRemove={own ? () => watch('removal', actions.remove(item.id)) : undefined}
          note={own && <ReadBy seq={item.seq} />}
        />
      </div>
      {item.reactions.length > 0 && (
        <ReactionRow reactions={item.reactions} me={me} nameOf={nameOf} onToggle={react} />
      )}
      <p role="status" className={told === undefined ? '' : 'appear px-1 text-sm text-muted'}>
        {told}
      </p>
      <NotKeptNotice problem={problem} dismiss={dismiss} />
    </>
  )
}
