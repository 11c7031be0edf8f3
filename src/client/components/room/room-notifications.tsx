/** Of what one is notified in a room, in this browser. */
import { useNotifications, useRoomLevel } from '@/client/hooks/use-notifications'
import { Choice } from '../choice'

const levels = { everything: 'Everything', mentions: 'Mentions', nothing: 'Nothing' }
const names = { everything: 'everything', mentions: 'mentions' }

export function RoomNotifications({ roomId }: { roomId: string }) {
  const { standard } = useNotifications()
  const [level, set] = useRoomLevel(roomId)
  return (
    <Choice
      label="Notify me of"
      value={level ?? 'standard'}
      options={{ standard: `As in the settings (${names[standard]})`, ...levels }}
      onChange={(value) => set(value === 'standard' ? undefined : value)}
    />
  )
}
