/** Of what one is notified in a room, in this browser. */
import { useMoreText } from '@/client/hooks/use-more-text'
import { useNotifications, useRoomLevel } from '@/client/hooks/use-notifications'
import { Choice } from '../choice'

export function RoomNotifications({ roomId }: { roomId: string }) {
  const { roomDetails, settings } = useMoreText()
  const { standard } = useNotifications()
  const [level, set] = useRoomLevel(roomId)
  return (
    <Choice
      label={roomDetails.notifyOf}
      value={level ?? 'standard'}
      options={{
        standard: roomDetails.asInSettings[standard],
        ...settings.levels,
        nothing: roomDetails.nothing,
      }}
      onChange={(value) => set(value === 'standard' ? undefined : value)}
    />
  )
}
