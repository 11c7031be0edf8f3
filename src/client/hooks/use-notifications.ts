/** Of what this browser notifies its user. */
import { useSyncExternalStore } from 'react'
import type { Level, Notifications } from '@/client/stores/notifications'
import { getClient } from './client-context'

export function useNotifications(): Notifications {
  const { get, subscribe } = getClient().notifications
  return useSyncExternalStore(subscribe, get, get)
}

/** What was chosen for a room; undefined where that is nothing else than the standard. */
export function useRoomLevel(
  roomId: string,
): [level: Level | undefined, set: (level: Level | undefined) => void] {
  const { rooms } = useNotifications()
  return [rooms[roomId], (level) => getClient().notifications.setRoom(roomId, level)]
}
