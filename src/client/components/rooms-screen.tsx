'use client'

/** The application: rooms beside a conversation. */
import { MessagesSquare } from 'lucide-react'
import { Suspense, useMemo, useState } from 'react'
import { goTo, roomPath, useCurrentRoom } from '@/client/hooks/use-current-room'
import { useDraft, useDrafts } from '@/client/hooks/use-draft'
import { useIdentity } from '@/client/hooks/use-identity'
import { useNotifications } from '@/client/hooks/use-notifications'
import { useRooms } from '@/client/hooks/use-rooms'
import { useStorageState } from '@/client/hooks/use-storage'
import { useSubmit } from '@/client/hooks/use-submit'
import { useText } from '@/client/hooks/use-text'
import type { User } from '@/client/stores/user-store'
import { AppGate } from './app-gate'
import { late } from './late'
import { PaneBoundary } from './pane-boundary'
import { PaneMessage } from './pane-message'
import { RealtimeChat } from './realtime-chat'
import { RoomSidebar } from './room-sidebar'
import { StorageNotice } from './storage-notice'
import { TwoColumns } from './two-columns'

const SignInAgain = late(() => import('./account/sign-in-again').then((it) => it.SignInAgain))

const Notifier = late(() => import('./notifier').then((it) => it.Notifier))

export function RoomsScreen() {
  return (
    <AppGate>
      <Rooms />
    </AppGate>
  )
}

function Rooms() {
  const { user } = useIdentity()
  return user === undefined ? null : <RoomsOf user={user} />
}

function RoomsOf({ user }: { user: User }) {
  const current = useCurrentRoom()
  const { rooms } = useText()
  const { rename } = useIdentity()
  const [signingIn, setSigningIn] = useState(false)
  const { joined, open, loaded, create, openDirect, join, leave } = useRooms()
  const { problem, run } = useSubmit()
  const draft = useDraft(current)
  /** What is written in the room that is shown stands there. */
  const elsewhere = useMemo(
    () => joined.map(({ roomId }) => roomId).filter((roomId) => roomId !== current),
    [joined, current],
  )
  const drafts = useDrafts(elsewhere)
  const storage = useStorageState()
  const { isOn: notifies } = useNotifications()

  /** The room that somebody has just made or joined: to write in it, as a rule. */
  const [entered, setEntered] = useState<string>()
  const goInto = (roomId: string) => {
    setEntered(roomId)
    goTo(roomPath(roomId))
  }
  const enter = (roomId: string) => run(() => join(roomId).then(() => goInto(roomId)))
  const exit = (roomId: string) => run(() => leave(roomId).then(() => goTo('/rooms')))

  const side = (
    <RoomSidebar
      joined={joined}
      open={open}
      loaded={loaded}
      current={current}
      drafts={drafts}
      problem={problem}
      userId={user.userId}
      userName={user.name}
      onJoin={enter}
      onCreate={(name, kind, workspaceId) => create(name, kind, workspaceId).then(goInto)}
      onDirect={(userId) => openDirect(userId).then(goInto)}
      onRename={rename}
    />
  )
  const main = current !== undefined && (
    <RealtimeChat
      key={current}
      roomId={current}
      user={user}
      room={joined.find((room) => room.roomId === current)}
      joinable={open.find((room) => room.roomId === current)}
      problem={problem}
      isNew={entered === current}
      draft={draft}
      onJoin={() => enter(current)}
      onLeave={() => exit(current)}
      onSignIn={() => setSigningIn(true)}
    />
  )
  return (
    <div className="flex h-full flex-col">
      <StorageNotice state={storage} />
      <Suspense>{notifies && <Notifier />}</Suspense>
      <Suspense>{signingIn && <SignInAgain onClose={() => setSigningIn(false)} />}</Suspense>
      <div className="min-h-0 flex-1">
        <TwoColumns
          side={<PaneBoundary>{side}</PaneBoundary>}
          main={main ? <PaneBoundary key={current}>{main}</PaneBoundary> : undefined}
          placeholder={
            <PaneMessage icon={MessagesSquare} title={rooms.choose}>
              {rooms.chooseHint}
            </PaneMessage>
          }
        />
      </div>
    </div>
  )
}
