/** In place of a room that one is not in: the way in where there is one, else the way back. */

import { DoorClosed, DoorOpen } from 'lucide-react'
import { useMoreText } from '@/client/hooks/use-more-text'
import { useFormats, useText } from '@/client/hooks/use-text'
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
  const { room } = useText()
  const { closedRoom } = useMoreText()
  const { number } = useFormats()
  const back = (
    <InAppLink
      href="/rooms"
      className="inline-flex min-h-11 items-center rounded-xl border border-line px-4 font-medium hover:bg-hover"
    >
      {room.back}
    </InAppLink>
  )
  if (joinable === undefined) {
    return (
      <PaneMessage key="closed" icon={DoorClosed} title={closedRoom.notFound} action={back}>
        {closedRoom.notFoundWhy}
      </PaneMessage>
    )
  }
  return (
    <PaneMessage
      key="open"
      icon={DoorOpen}
      title={joinable.name}
      action={
        <>
          <Button kind="primary" onClick={onJoin}>
            {closedRoom.join}
          </Button>
          {back}
        </>
      }
    >
      {closedRoom.joinFirst({ count: joinable.members, shown: number(joinable.members) })}
      {problem !== undefined && (
        <span role="alert" className="mt-2 block text-danger">
          {problem}
        </span>
      )}
    </PaneMessage>
  )
}
