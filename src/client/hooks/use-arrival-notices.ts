/** Notifies of what arrives, while it is used. */
import { useEffect } from 'react'
import { watchArrivals } from '@/client/stores/arrival-notices'
import { levelOf } from '@/client/stores/notifications'
import { getClient, useSync, useUserId } from './client-context'
import { goTo, placeOf, roomPath } from './use-current-room'

/** @param textOf what remains of a message where there are no marks */
export function useArrivalNotices(textOf: (content: string) => string): void {
  const userId = useUserId()
  const { heads } = useSync()
  useEffect(() => {
    const { notifications, namesOf, systemNotices, arrivalPorts, language } = getClient()
    const people = namesOf(userId)
    let stop = () => {}
    let gone = false
    systemNotices().then(
      (system) => {
        if (gone) return
        const stopWatching = watchArrivals({
          ...{ userId, heads, ...arrivalPorts(userId) },
          levelOf: (roomId) => levelOf(notifications.get(), roomId),
          isInSight: (roomId) => document.hasFocus() && placeOf(window.location.pathname).roomId === roomId,
          notify({ roomId, name, latest, withUserId }) {
            if (!latest) return
            people.want([latest.senderId])
            const author = people.names().get(latest.senderId) ?? language.get().text.general.someone
            const text = textOf(latest.content)
            const isDirect = withUserId !== undefined
            const said = isDirect
              ? { title: author, body: text }
              : { title: name, body: `${author}: ${text}` }
            system.show({ roomId, ...said }).catch(() => {})
          },
          read: (roomId) => void system.clear(roomId).catch(() => {}),
        })
        const stopHearing = system.onClick((roomId) => goTo(roomPath(roomId)))
        stop = () => {
          stopWatching()
          stopHearing()
          // Switched off, or signed out: nobody reads it afterwards.
          system.clear().catch(() => {})
        }
      },
      () => {},
    )
    return () => {
      gone = true
      stop()
    }
  }, [userId, heads, textOf])
}
