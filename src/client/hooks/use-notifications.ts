/** Of what this browser notifies its user. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { NoticePermission, SystemNotices } from '@/client/session/system-notices'
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

/** Switching notifications on and off, and what the browser says to it; undefined while its code is on its way. */
export function useNotificationSwitch(): {
  permission: NoticePermission | undefined
  turn: (isOn: boolean) => Promise<void>
} {
  const { notifications, systemNotices } = getClient()
  const [system, setSystem] = useState<SystemNotices>()
  const [permission, setPermission] = useState<NoticePermission>()
  useEffect(() => {
    let gone = false
    systemNotices().then(
      (loaded) => {
        if (gone) return
        setSystem(loaded)
        setPermission(loaded.permission())
      },
      () => {},
    )
    return () => {
      gone = true
    }
  }, [systemNotices])

  async function turn(isOn: boolean) {
    if (!isOn) return notifications.set({ isOn })
    const answer = await system?.ask()
    setPermission(answer)
    notifications.set({ isOn: answer === 'granted' })
  }
  return { permission, turn }
}

/** @param standard for the rooms without a level of their own */
export function useStandardLevel(): (standard: Notifications['standard']) => void {
  const { notifications } = getClient()
  return (standard) => notifications.set({ standard })
}
