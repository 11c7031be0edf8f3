'use client'

/** What one can do with a message: react, answer, copy, and with one's own edit and remove. */
import {
  Copy,
  Ellipsis,
  Link,
  type LucideIcon,
  MailOpen,
  MessagesSquare,
  Pencil,
  Reply,
  Trash2,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '@/client/hooks/use-text'
import { Popover } from './popover'
import { PopoverItem } from './popover-item'
import { QuickReactions } from './quick-reactions'

/** What is undefined cannot be done with this message. */
export interface MessageMenuProps {
  own: boolean
  onReact: (emoji: string) => void
  onReply: (() => void) | undefined
  onThread: (() => void) | undefined
  onCopy: () => void
  onCopyLink: (() => void) | undefined
  onMarkUnread: (() => void) | undefined
  onEdit: (() => void) | undefined
  onRemove: (() => void) | undefined
  /** Stands below what one can do. */
  note?: ReactNode
}

const look =
  'grid h-11 w-9 -my-1 place-items-center rounded-xl text-muted hover:text-ink pointer-coarse:w-11 pointer-coarse:text-muted/60'

/** Not only transparent until the message is at hand: a browser goes through what is drawn at every keystroke. */
const atHand =
  'hidden transition-opacity starting:opacity-0 group-hover/message:block group-focus-within/message:block in-aria-expanded:block pointer-coarse:block'

export function MessageMenu(props: MessageMenuProps) {
  const { message } = useText()
  return (
    <div data-message-menu="" className={`flex ${props.own ? 'flex-row-reverse' : ''}`}>
      <Popover
        label={message.actions}
        icon={<Ellipsis size={18} aria-hidden="true" className={atHand} />}
        align={props.own ? 'end' : 'start'}
        buttonClassName={look}
      >
        {(close) => <Choices {...props} close={close} />}
      </Popover>
      {props.onReply && (
        <button
          type="button"
          aria-label={message.reply}
          onClick={props.onReply}
          className={`${look} pointer-coarse:hidden`}
        >
          <Reply size={18} aria-hidden="true" className={atHand} />
        </button>
      )}
    </div>
  )
}

function Choices({ close, ...props }: MessageMenuProps & { close: () => void }) {
  const { message } = useText()
  const choices: [LucideIcon, string, (() => void) | undefined][] = [
    [Reply, message.reply, props.onReply],
    [MessagesSquare, message.replyInThread, props.onThread],
    [Copy, message.copyText, props.onCopy],
    [Link, message.copyLink, props.onCopyLink],
    [MailOpen, message.markUnread, props.onMarkUnread],
    [Pencil, message.edit, props.onEdit],
  ]

  function choose(action: () => void) {
    close()
    action()
  }

  return (
    <>
      <QuickReactions onReact={(emoji) => choose(() => props.onReact(emoji))} />
      {choices.map(
        ([icon, label, action]) =>
          action && <PopoverItem key={label} icon={icon} label={label} onClick={() => choose(action)} />,
      )}
      {props.onRemove && (
        <PopoverItem
          icon={Trash2}
          label={message.remove}
          danger
          onClick={() => choose(props.onRemove ?? close)}
        />
      )}
      {props.note}
    </>
  )
}
