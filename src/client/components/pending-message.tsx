'use client'

/** A message that the server does not have yet: its text can still be changed, or not be sent at all. */
import { Copy, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useNotKept } from '@/client/hooks/use-not-kept'
import { useText } from '@/client/hooks/use-text'
import type { PendingItem, RoomActions } from '@/client/sync/view'
import { copyText } from './copy-text'
import { MessageBubble } from './message-bubble'
import { NotKeptNotice } from './not-kept-notice'
import { Popover } from './popover'
import { PopoverItem } from './popover-item'

interface PendingMessageProps {
  item: PendingItem
  onEdit: () => void
  discard: RoomActions['discard']
}

export function PendingMessage({ item, onEdit, discard }: PendingMessageProps) {
  const { message, refused } = useText()
  const { problem, watch, dismiss } = useNotKept()

  return (
    <>
      <div className="flex max-w-full flex-row-reverse items-center">
        <MessageBubble tone="own" sentAt={item.sentAt} delivery={item.state}>
          {item.content}
        </MessageBubble>
        <Popover
          label={message.actions}
          icon={<Ellipsis size={18} aria-hidden="true" />}
          align="end"
          buttonClassName="grid h-11 w-9 -my-1 place-items-center rounded-xl text-muted opacity-0 transition-opacity group-hover/message:opacity-100 group-focus-within/message:opacity-100 hover:text-ink aria-expanded:opacity-100 pointer-coarse:w-11 pointer-coarse:opacity-60"
        >
          {(close) => {
            const choose = (action: () => void) => () => {
              close()
              action()
            }
            return (
              <>
                <PopoverItem icon={Pencil} label={message.edit} onClick={choose(onEdit)} />
                <PopoverItem
                  icon={Copy}
                  label={message.copyText}
                  onClick={choose(() => void copyText(item.content))}
                />
                <PopoverItem
                  icon={Trash2}
                  label={refused.doNotSend}
                  danger
                  onClick={choose(() => watch('removal', discard(item.id)))}
                />
              </>
            )
          }}
        </Popover>
      </div>
      <NotKeptNotice problem={problem} dismiss={dismiss} />
    </>
  )
}
