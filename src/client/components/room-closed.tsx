/** In place of a room that one is not in: the way in where there is one, else the way back. */
import { DoorClosed, DoorOpen } from 'lucide-react'
import type { ListedRoom } from '@/contract/rooms'
import { Button } from './button'
import { InAppLink } from './in-app-link'
import { PaneMessage } from './pane-message'

interface RoomClosedProps {
  joinable: ListedRoom | undefined
  /** Why joining did not work. */
  problem: string | undefined
  onJoin: () => void
}

export function RoomClosed({ joinable, problem, onJoin }: RoomClosedProps) {
  const back = (
    <InAppLink
      href="/rooms"
      className="inline-flex min-h-11 items-center rounded-xl border border-line px-4 font-medium hover:bg-hover"
    >
      Back to rooms
    </InAppLink>
  )
  if (joinable === undefined) {
    return (
      <PaneMessage icon={DoorClosed} title="Room not found" action={back}>
        There is no such room, or you are not a member of it.
      </PaneMessage>
    )
  }
  return (
    <PaneMessage
      icon={DoorOpen}
      title={joinable.name}
      action={
        <>
          <Button kind="primary" onClick={onJoin}>
            Join room
          </Button>
          {back}
        </>
      }
    >
      {joinable.members === 1 ? 'One person is' : `${joinable.members} people are`} in this room. Join to read
      and write.
      {problem !== undefined && (
        <span role="alert" className="mt-2 block text-danger">
          {problem}
        </span>
      )}
    </PaneMessage>
  )
}
