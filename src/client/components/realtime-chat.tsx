'use client'

/** One room, live: its head and its conversation, or why it cannot be shown. */
import { Suspense, useMemo, useState } from 'react'
import { useReceipts, useTyped } from '@/client/hooks/use-company'
import { detailsPath, roomPath, useCurrentPlace } from '@/client/hooks/use-current-room'
import type { Draft } from '@/client/hooks/use-draft'
import { useNames } from '@/client/hooks/use-names'
import { useNamesInText } from '@/client/hooks/use-names-in-text'
import { useRealtimeChat } from '@/client/hooks/use-realtime-chat'
import { useText } from '@/client/hooks/use-text'
import type { User } from '@/client/stores/user-store'
import { createPeopleIn } from '@/client/sync/people-in'
import type { ListedRoom } from '@/contract/rooms'
import type { RoomHead } from '@/contract/sync'
import { ChatHeader } from './chat-header'
import { ChatPane } from './chat-pane'
import { late } from './late'
import { indexNames } from './markdown/named'
import { NamesInText } from './markdown/named-text'
import { PaneBoundary } from './pane-boundary'
import { Receipts } from './receipts'
import { SidePanelSpace } from './side-panel-space'

const ThreadPane = late(() => import('./thread/thread-pane').then((it) => it.ThreadPane))
const RoomClosed = late(() => import('./room-closed').then((it) => it.RoomClosed))
const RoomPanel = late(() => import('./room/room-panel').then((it) => it.RoomPanel))

interface RealtimeChatProps {
  roomId: string
  user: User
  /** Undefined while the rooms load, and for a room one is not in. */
  room: RoomHead | undefined
  /** The room, when one is not in it and may join it. */
  joinable: ListedRoom | undefined
  problem: string | undefined
  /** The user has just come into it, to write. */
  isNew: boolean
  draft: Draft
  onJoin: () => void
  onLeave: () => void
  onSignIn: () => void
}

export function RealtimeChat({ roomId, user, room, joinable, problem, ...rest }: RealtimeChatProps) {
  const { isNew, draft, onJoin, onLeave, onSignIn } = rest
  const text = useText()
  const chat = useRealtimeChat(roomId)
  const { seq, panel } = useCurrentPlace()
  const [peopleIn] = useState(createPeopleIn)
  const known = useNames(peopleIn(chat))
  const names = useMemo(() => new Map(known).set(user.userId, user.name), [known, user])
  const nameable = useNamesInText(user.userId)
  const inText = useMemo(() => ({ index: indexNames(nameable), me: user.userId }), [nameable, user.userId])
  const typed = useTyped(roomId)
  const receipts = useReceipts(roomId)

  if (chat.error !== undefined) {
    return (
      <Suspense>
        <RoomClosed {...{ joinable, problem, onJoin }} />
      </Suspense>
    )
  }
  const isArchived = room?.archived === true
  return (
    <NamesInText value={inText}>
      <div className="flex min-h-0 flex-1">
        <div className={`min-w-0 flex-1 flex-col ${panel ? 'hidden broad:flex' : 'flex'}`}>
          <ChatHeader
            name={room?.name ?? ''}
            kind={room?.kind}
            isArchived={isArchived}
            members={room?.members}
            topic={room?.topic}
            detailsPath={room && (panel?.is === 'details' ? roomPath(roomId) : detailsPath(roomId))}
            hasDetails={panel?.is === 'details'}
          />
          <Receipts value={receipts}>
            <ChatPane
              chat={chat}
              roomId={roomId}
              lastRead={room?.lastReadPosition}
              linked={seq}
              threadNews={room?.threads}
              roomName={room?.name ?? text.room.thisRoom}
              me={user.userId}
              names={names}
              {...draft}
              onDraft={(text) => {
                if (text !== '') typed()
                draft.onDraft(text)
              }}
              isDirect={room?.kind === 'direct'}
              isNew={isNew}
              isArchived={isArchived}
              onSignIn={onSignIn}
            />
          </Receipts>
        </div>
        <PaneBoundary key={panel?.is === 'thread' ? panel.threadId : panel?.is}>
          <Suspense fallback={<SidePanelSpace />}>
            {panel?.is === 'details' &&
              (room ? <RoomPanel room={room} me={user.userId} onLeave={onLeave} /> : <SidePanelSpace />)}
            {panel?.is === 'thread' && (
              <ThreadPane
                {...{ chat, roomId, names, isArchived }}
                threadId={panel.threadId}
                lastRead={room?.threads?.find(({ id }) => id === panel.threadId)?.lastRead}
                me={user.userId}
              />
            )}
          </Suspense>
        </PaneBoundary>
      </div>
    </NamesInText>
  )
}
