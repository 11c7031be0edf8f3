'use client'

/** All about a room, beside its conversation. */
import { roomPath } from '@/client/hooks/use-current-room'
import type { RoomHead } from '@/contract/sync'
import { SidePanel } from '../side-panel'
import { RoomDetails } from './room-details'

interface RoomPanelProps {
  room: RoomHead
  me: string
  onLeave: () => void
}

export function RoomPanel({ room, me, onLeave }: RoomPanelProps) {
  return (
    <SidePanel title={room.name} closedPath={roomPath(room.roomId)}>
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        <RoomDetails room={room} me={me} onLeave={onLeave} />
      </div>
    </SidePanel>
  )
}
