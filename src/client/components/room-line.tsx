/**
 * One room in the list: its name, how its latest message or one's draft begins, and what is new in it. What says something
 * else than before is drawn anew, as it would move otherwise.
 */

import { AtSign, BellOff, MessagesSquare } from 'lucide-react'
import { roomPath } from '@/client/hooks/use-current-room'
import type { JoinedRoom } from '@/client/hooks/use-rooms'
import { useFormats, useText } from '@/client/hooks/use-text'
import { countLabel } from '@/client/stores/unread-badge'
import { Avatar } from './avatar'
import { HereDot } from './here-dot'
import { InAppLink } from './in-app-link'
import { plainText } from './markdown/plain-text'
import { RoomIcon } from './room-icon'

export interface RoomLineProps {
  room: Pick<
    JoinedRoom,
    | 'roomId'
    | 'name'
    | 'kind'
    | 'archived'
    | 'unread'
    | 'threads'
    | 'preview'
    | 'withUserId'
    | 'muted'
    | 'mentioned'
  >
  isCurrent: boolean
  /** What is being written there. */
  draft: string | undefined
}

export function RoomLine({ room, isCurrent, draft }: RoomLineProps) {
  const { rooms } = useText()
  const { short } = useFormats()
  const {
    name,
    kind,
    archived = false,
    unread,
    threads = [],
    preview,
    withUserId,
    muted = false,
    mentioned,
  } = room
  const sent = preview && short(preview.sentAt, new Date())
  return (
    <InAppLink
      href={roomPath(room.roomId)}
      aria-current={isCurrent ? 'page' : undefined}
      className="flex min-h-14 items-center gap-2.5 rounded-xl px-3 py-1.5 hover:bg-hover aria-[current=page]:bg-accent-soft"
    >
      {withUserId === undefined ? (
        <span className="grid size-8 shrink-0 place-items-center">
          <RoomIcon kind={kind} isArchived={archived} />
        </span>
      ) : (
        <span className="relative">
          <Avatar userId={withUserId} name={name} />
          <HereDot userId={withUserId} />
        </span>
      )}
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <bdi
            className={`min-w-0 truncate ${unread > 0 && !muted ? 'font-semibold' : ''} ${isCurrent ? 'text-accent' : ''}`}
          >
            {name}
          </bdi>
          {muted && (
            <BellOff
              size={14}
              role="img"
              aria-label={rooms.muted}
              className="shrink-0 self-center text-muted"
            />
          )}
          {preview && (
            <time key={sent} dateTime={preview.sentAt} className="ms-auto shrink-0 text-xs text-muted">
              {sent}
            </time>
          )}
        </span>
        <span className="flex min-h-5 items-center gap-2 text-sm leading-5 text-muted">
          <span className="min-w-0 flex-1 truncate">
            {draft === undefined ? (
              preview && <Preview key={`${preview.by} ${preview.text}`} {...preview} />
            ) : (
              <Draft text={draft} />
            )}
          </span>
          <span
            key={`${threads.length} ${mentioned} ${unread}`}
            className="flex shrink-0 items-center gap-2 empty:hidden"
          >
            {threads.length > 0 && <ThreadNews count={threads.length} />}
            {mentioned !== undefined && (
              <AtSign size={16} role="img" aria-label={rooms.mentioned} className="shrink-0 text-accent" />
            )}
            {unread > 0 && <Unread count={unread} isQuiet={muted} />}
          </span>
        </span>
      </span>
    </InAppLink>
  )
}

function Preview({ by, text }: Required<JoinedRoom>['preview']) {
  return (
    <>
      {by !== undefined && <bdi>{by}: </bdi>}
      <bdi>{plainText(text)}</bdi>
    </>
  )
}

function Draft({ text }: { text: string }) {
  const { rooms } = useText()
  return (
    <>
      <span className="font-medium text-notice">{rooms.draft}</span>
      <bdi>{plainText(text)}</bdi>
    </>
  )
}

function ThreadNews({ count }: { count: number }) {
  const { rooms } = useText()
  return (
    <span className="inline-flex items-center gap-1 text-xs font-semibold text-accent tabular-nums">
      <MessagesSquare size={15} aria-hidden="true" />
      {count}
      <span className="sr-only">{rooms.threadsWithNews(count)}</span>
    </span>
  )
}

function Unread({ count, isQuiet }: { count: number; isQuiet: boolean }) {
  const { rooms } = useText()
  return (
    <span
      className={`min-w-6 rounded-full px-2 text-center text-xs leading-5 font-semibold tabular-nums ${isQuiet ? 'border border-line text-muted' : 'bg-accent text-on-accent'}`}
    >
      {countLabel(count)}
      <span className="sr-only">{rooms.unread}</span>
    </span>
  )
}
