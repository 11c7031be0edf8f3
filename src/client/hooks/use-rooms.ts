/** The rooms there are: the user's own, those one may join, and how to make, join and leave them. */

import { useMemo, useSyncExternalStore } from 'react'
import type { Text } from '@/client/language/en/text'
import { levelOf } from '@/client/stores/notifications'
import type { RoomListView, SeenRoom } from '@/client/sync/room-list'
import type { ListedRoom } from '@/contract/rooms'
import { getClient, useSync, useUserId } from './client-context'
import { useNames } from './use-names'
import { useNotifications } from './use-notifications'
import { useRoomHeads } from './use-room-heads'
import { useFormats, useText } from './use-text'

/** A room as the list shows it. */
export type JoinedRoom = SeenRoom & {
  /** Its user wants to hear nothing of it. */
  muted?: boolean
  /** How its latest message begins: by whom (undefined in a direct room of somebody else), what, and when. */
  preview?: { by: string | undefined; text: string; sentAt: string }
}

export interface Rooms {
  /** The user's rooms by name, with what is unread in them. */
  joined: JoinedRoom[]
  /** Public rooms that one may join. */
  open: ListedRoom[]
  /** False until both are known. */
  loaded: boolean
  /** In the first workspace when none is named. Answers the new room's id. Rejects with a ParleyError; so do the others. */
  create(name: string, kind: 'public' | 'private', workspaceId?: string): Promise<string>
  /** Answers the id of the conversation with this person, which there may be already. */
  openDirect(userId: string): Promise<string>
  join(roomId: string): Promise<void>
  leave(roomId: string): Promise<void>
}

export function useRooms(): Rooms {
  const userId = useUserId()
  const { heads } = useSync()
  const { rooms: known, loaded } = useRoomHeads()
  const names = useNames(peopleIn(known))
  const wishes = useNotifications()
  const text = useText()
  const { byName } = useFormats()
  const joined = useMemo(
    () =>
      known
        .map((room) => ({
          ...named(room, { names, me: userId, text }),
          muted: levelOf(wishes, room.roomId) === 'nothing',
        }))
        .toSorted((a, b) => byName(a.name, b.name)),
    [known, names, userId, wishes, text, byName],
  )
  const { api, openRooms, newId, patiently } = getClient()
  const list = useSyncExternalStore(openRooms.subscribe, openRooms.view, openRooms.view)

  const actions = useMemo(() => {
    const done = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
      const answer = await patiently(call)
      heads.refresh()
      openRooms.refresh()
      return answer
    }
    return {
      async create(name: string, kind: 'public' | 'private', workspaceId?: string) {
        const room = { id: newId(), name, kind, ...(workspaceId === undefined ? {} : { workspaceId }) }
        return (await done(() => api.rooms.create.mutate(room))).roomId
      },
      async openDirect(userId: string) {
        const id = newId()
        return (await done(() => api.rooms.openDirect.mutate({ id, userId }))).roomId
      },
      join: async (roomId: string) => void (await done(() => api.rooms.join.mutate({ roomId }))),
      leave: async (roomId: string) => void (await done(() => api.rooms.leave.mutate({ roomId }))),
    }
  }, [api, heads, openRooms, newId, patiently])

  const open = useMemo(() => {
    const mine = new Set(joined.map(({ roomId }) => roomId))
    return (list ?? []).filter((room) => !room.joined && !mine.has(room.roomId))
  }, [list, joined])

  return { joined, open, loaded: loaded && list !== undefined, ...actions }
}

/** The other people of direct rooms, and who has written the latest messages. */
function peopleIn(rooms: RoomListView['rooms']): string[] {
  return rooms.flatMap(({ withUserId, latest }) => [withUserId ?? [], latest?.senderId ?? []].flat())
}

/** A direct room is called as whom it is with. */
function named(
  room: SeenRoom,
  { names, me, text }: { names: ReadonlyMap<string, string>; me: string; text: Text },
): JoinedRoom {
  const { latest, withUserId } = room
  const isDirect = withUserId !== undefined
  const name = isDirect ? (names.get(withUserId) ?? text.room.kinds.direct) : room.name
  if (!latest) return { ...room, name }
  const by =
    latest.senderId === me
      ? text.general.you
      : isDirect
        ? undefined
        : (names.get(latest.senderId) ?? text.general.someone)
  return { ...room, name, preview: { by, text: latest.content, sentAt: latest.sentAt } }
}
