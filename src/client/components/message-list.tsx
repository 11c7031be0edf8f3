'use client'

/** The conversation: day lines, messages and what is missing, older ones above, and a way back to the latest. */
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { memo, type ReactNode, useState } from 'react'
import { type ChatScroll, countUnseen } from '@/client/hooks/use-chat-scroll'
import { useRowGestures } from '@/client/hooks/use-row-gestures'
import { useFormats, useText } from '@/client/hooks/use-text'
import { keptIfAlike } from '@/client/sync/alike'
import { type QuotableItem, quotedIn } from '@/client/sync/quoted'
import type { ChatItem, RoomView } from '@/client/sync/view'
import type { RoomHead } from '@/contract/sync'
import { ChatMessage } from './chat-message'
import { GapRow } from './gap-row'
import type { MessageActions } from './message-actions'
import { messageRows } from './message-rows'
import { MissingMessage } from './missing-message'
import { RoomEventLine } from './room-event-line'

/** `nth` is another number each time. */
export interface EditAsked {
  id: string
  nth: number
}

interface MessageListProps {
  items: readonly ChatItem[]
  me: string
  nameOf: (userId: string) => string
  actions: MessageActions
  scroll: ChatScroll
  /** The first message that is new to the reader. */
  firstNew: string | undefined
  /** What is here of each thread, and how far the reader has read those in which something is new. */
  threads?: RoomView['threads'] | undefined
  threadNews?: RoomHead['threads']
  /** A message that its author wants to edit. */
  editAsked?: EditAsked | undefined
  /** The name of the list. */
  label?: string
  /** Stands before the first message when nothing is older. */
  beginning?: string
  /** There are new ones further up than what is here. */
  goToFirstNew: (() => void) | undefined
  /** Stands in place of the messages while there are none. */
  children: ReactNode
}

export function MessageList(props: MessageListProps) {
  const {
    items,
    me,
    nameOf,
    actions,
    scroll,
    firstNew,
    goToFirstNew,
    beginning,
    label,
    editAsked,
    threads,
    threadNews,
    children,
  } = props
  const { message } = useText()
  const { reply } = actions
  const gestures = useRowGestures({
    onHold: (row) => menuOf(row)?.querySelector('button')?.click(),
    onAside:
      reply &&
      ((row) => {
        if (menuOf(row)) reply(row.dataset.messageId ?? '')
      }),
  })
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroll.scroller}
        onScroll={scroll.onScroll}
        role="log"
        aria-label={label ?? message.list}
        aria-live="off"
        className="relative h-full overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div className="mx-auto flex min-h-full max-w-3xl flex-col pt-2 pb-3">
          {items.length === 0 ? children : <Beginning scroll={scroll} text={beginning} />}
          <ul
            ref={scroll.content}
            {...gestures}
            className="touch-pan-y pointer-coarse:select-none pointer-coarse:[-webkit-touch-callout:none]"
          >
            <Rows
              {...{ items, me, nameOf, actions, firstNew, editAsked, threads, threadNews }}
              from={scroll.drawn.from}
              to={scroll.drawn.to}
            />
          </ul>
        </div>
      </div>
      {goToFirstNew && !scroll.seeking && <JumpToFirstNew onJump={goToFirstNew} />}
      {scroll.seeking && <Seeking found={scroll.seeking !== 'not-found'} onStop={scroll.stopSeeking} />}
      {!scroll.atEnd && <JumpToLatest unseen={scroll.unseen} onJump={scroll.jumpToLatest} />}
    </div>
  )
}

/** What can be done with the message of a row; rows without it cannot be answered either. */
function menuOf(row: HTMLElement) {
  return row.querySelector<HTMLElement>('[data-message-menu]')
}

type RowsProps = Pick<
  MessageListProps,
  'items' | 'me' | 'nameOf' | 'actions' | 'firstNew' | 'editAsked' | 'threads' | 'threadNews'
>

/** Those from one index up to another. What comes elsewhere in the room is nothing to them: it is not even looked at again. */
const Rows = memo(function Rows({ items, from, to, ...rest }: RowsProps & { from: number; to: number }) {
  const [kept] = useState<{ drawn?: ChatItem[]; quotes?: (QuotableItem | undefined)[] }>({})
  // With the one before, which tells whether a group goes on.
  const start = Math.max(0, from - 1)
  kept.drawn = keptIfAlike(kept.drawn, items.slice(start, to))
  kept.quotes = keptIfAlike(
    kept.quotes,
    kept.drawn.map((item, index) => quotedBy(items, item, start + index)),
  )
  return <DrawnRows {...rest} items={kept.drawn} quotes={kept.quotes} from={from - start} />
})

/** Remembered, because much goes on around them that is nothing to them. */
const DrawnRows = memo(function DrawnRows(
  props: RowsProps & { from: number; quotes: readonly (QuotableItem | undefined)[] },
) {
  const { items, from, quotes, firstNew, editAsked, me, nameOf, actions } = props
  const { dayLine } = useFormats()
  const now = new Date()
  return messageRows(items, { from, to: items.length }, firstNew).map((row) =>
    row.kind === 'item' ? (
      <ChatMessage
        key={row.key}
        item={row.item}
        first={row.first}
        quoted={quotes[items.indexOf(row.item)]}
        {...answersTo(row.item.id, props)}
        editAsked={editAsked?.id === row.item.id ? editAsked.nth : undefined}
        me={me}
        nameOf={nameOf}
        actions={actions}
      />
    ) : row.kind === 'day' ? (
      <DayLine key={row.key} label={dayLine(row.day, now)} />
    ) : row.kind === 'new' ? (
      <NewLine key={row.key} space={row.space} />
    ) : row.kind === 'missing' ? (
      <MissingMessage key={row.key} item={row.item} actions={actions} />
    ) : row.kind === 'event' ? (
      <RoomEventLine key={row.key} item={row.item} nameOf={nameOf} />
    ) : (
      <GapRow key={row.key} item={row.item} actions={actions} />
    ),
  )
})

function quotedBy(items: readonly ChatItem[], item: ChatItem, index: number): QuotableItem | undefined {
  return 'replyTo' in item && item.replyTo ? quotedIn(items, item.replyTo, index) : undefined
}

/** How many answers there are to a message, and how many of them are new. */
function answersTo(id: string, { threads, threadNews, me }: RowsProps) {
  const answers = threads?.get(id)?.filter(({ kind }) => kind !== 'removed')
  const news = threadNews?.find((thread) => thread.id === id)
  return {
    answers: answers?.length ?? 0,
    newAnswers: news ? countUnseen(answers ?? [], news.lastRead, me) : 0,
  }
}

function DayLine({ label }: { label: string }) {
  return (
    <li className="my-5 flex items-center gap-3 px-3 text-xs font-medium text-muted">
      <span className="h-px flex-1 bg-line" />
      {label}
      <span className="h-px flex-1 bg-line" />
    </li>
  )
}

/** From where this line is to the middle of the space that it lies in. */
const middleOf = { group: 'top-0.5', groups: 'top-2', line: '-top-2' }

/** Lies in the space between two messages: as it comes and goes, neither of them moves. */
function NewLine({ space }: { space: keyof typeof middleOf }) {
  const { message } = useText()
  return (
    <li className="relative h-0">
      <span
        className={`absolute inset-x-3 flex -translate-y-1/2 items-center gap-3 text-xs leading-4 font-semibold text-accent ${middleOf[space]}`}
      >
        <span className="h-px flex-1 bg-accent" />
        {message.newLine}
        <span className="h-px flex-1 bg-accent" />
      </span>
    </li>
  )
}

function Beginning({
  scroll: { hasEarlier, showEarlier },
  text,
}: Pick<MessageListProps, 'scroll'> & { text: string | undefined }) {
  const { message } = useText()
  if (!hasEarlier) {
    return text === undefined ? null : (
      <p className="grid min-h-11 place-items-center px-3 text-center text-sm text-muted">{text}</p>
    )
  }
  return (
    <button
      type="button"
      onClick={showEarlier}
      className="mx-auto min-h-11 rounded-xl px-4 text-sm text-muted hover:bg-hover"
    >
      {message.loadOlder}
    </button>
  )
}

const pill =
  'appear pointer-events-auto inline-flex min-h-11 items-center gap-2 rounded-full border border-line bg-raised px-4 text-sm font-medium shadow-lg shadow-black/10'

function JumpToFirstNew({ onJump }: { onJump: () => void }) {
  const { message } = useText()
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center">
      <button type="button" onClick={onJump} className={`${pill} hover:bg-hover`}>
        <ArrowUp size={16} aria-hidden="true" />
        {message.toFirstNew}
      </button>
    </div>
  )
}

/** A message that somebody wants to go to has not come yet, or is not there. */
function Seeking({ found, onStop }: { found: boolean; onStop: () => void }) {
  const { general, message } = useText()
  return (
    <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center">
      <div className={`${pill} pe-1`}>
        <span role="status">{found ? message.looking : message.notFound}</span>
        <button
          type="button"
          aria-label={found ? message.stopLooking : general.dismiss}
          onClick={onStop}
          className="grid size-9 place-items-center rounded-full text-muted hover:bg-hover"
        >
          <X size={16} aria-hidden="true" />
        </button>
      </div>
    </div>
  )
}

function JumpToLatest({ unseen, onJump }: { unseen: number; onJump: () => void }) {
  const { message } = useText()
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
      <button type="button" onClick={onJump} className={`${pill} relative hover:bg-hover`}>
        <ArrowDown size={16} aria-hidden="true" />
        {message.toLatest}
        {unseen > 0 && (
          <span className="absolute start-full -top-1.5 -ms-4 rounded-full bg-accent px-2 text-xs leading-5 font-semibold whitespace-nowrap text-on-accent tabular-nums">
            {unseen}
            <span className="sr-only">{message.unseen}</span>
          </span>
        )}
      </button>
    </div>
  )
}
