'use client'

/** One room, live: its head and its conversation, or why it cannot be shown. */
import { lazy, Suspense, useMemo, useState } from 'react'
import { useLinkedPosition } from '@/client/hooks/use-current-room'
import type { Draft } from '@/client/hooks/use-draft'
import { useMemberCount } from '@/client/hooks/use-member-count'
import { useNames } from '@/client/hooks/use-names'
import { useRealtimeChat } from '@/client/hooks/use-realtime-chat'
import type { User } from '@/client/stores/user-store'
import type { ChatItem } from '@/client/sync/view'
import type { ListedRoom } from '@/contract/rooms'
import type { RoomHead } from '@/contract/sync'
import { ChatHeader } from './chat-header'
import { ChatPane } from './chat-pane'
import { Dialog } from './dialog'
import { RoomClosed } from './room-closed'

const RoomDetails = lazy(() => import('./room/room-details').then((it) => ({ default: it.RoomDetails })))

interface RealtimeChatProps {
  roomId: string
  user: User
  /** Undefined while the rooms load, and for a room one is not in. */
  room: RoomHead | undefined
  /** The room, when one is not in it and may join it. */
  joinable: ListedRoom | undefined
  problem: string | undefined
  draft: Draft
  onJoin: () => void
  onLeave: () => void
  onSignIn: () => void
}

/** Everybody whose name these items show. */
function peopleIn(items: ChatItem[]): string[] {
  const people = new Set<string>()
  for (const item of items) {
    if (item.kind === 'gap') continue
    people.add(item.senderId)
    if (item.kind === 'event' && 'userId' in item.event) people.add(item.event.userId)
    if (item.kind !== 'message') continue
    for (const { userIds } of item.reactions) for (const userId of userIds) people.add(userId)
  }
  return [...people]
}

export function RealtimeChat({ roomId, user, room, joinable, problem, ...rest }: RealtimeChatProps) {
  const { draft, onJoin, onLeave, onSignIn } = rest
  const [asking, setAsking] = useState(false)
  const chat = useRealtimeChat(roomId)
  const linked = useLinkedPosition()
  const people = useMemo(() => peopleIn(chat.items), [chat.items])
  const known = useNames(people)
  const names = useMemo(() => new Map(known).set(user.userId, user.name), [known, user])
  const members = useMemberCount(roomId, people)

  if (chat.error !== undefined) return <RoomClosed joinable={joinable} problem={problem} onJoin={onJoin} />
  return (
    <>
      <ChatHeader
        name={room?.name ?? ''}
        kind={room?.kind}
        members={members}
        topic={room?.topic}
        onDetails={room && (() => setAsking(true))}
      />
      {asking && room && (
        <Suspense>
          <Dialog title={room.name} onClose={() => setAsking(false)}>
            <RoomDetails room={room} me={user.userId} onLeave={onLeave} />
          </Dialog>
        </Suspense>
      )}
      <ChatPane
        chat={chat}
        roomId={roomId}
        lastRead={room?.lastReadPosition}
        linked={linked}
        roomName={room?.name ?? 'this room'}
        me={user.userId}
        names={names}
        {...draft}
        isDirect={room?.kind === 'direct'}
        isArchived={room?.archived === true}
        onSignIn={onSignIn}
      />
    </>
  )
}
