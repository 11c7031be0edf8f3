/** The rooms there are: the user's own, those one may join, and how to make, join and leave them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { HeadsView } from '@/client/sync/heads'
import type { ListedRoom } from '@/contract/rooms'
import type { RoomHead } from '@/contract/sync'
import { getClient, useSync, useUserId } from './client-context'
import { useNames } from './use-names'
import { useRoomHeads } from './use-room-heads'

/** Others make rooms too: the list is read again this often (ms). */
const interval = 30_000
/** Enough for any list that a person looks through. */
const mostPages = 25

/** A room as the list shows it. */
export type JoinedRoom = RoomHead & {
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
  /** In the first workspace when none is named. Answers the new room's id. Rejects with a TRPCClientError; so do the others. */
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
  const joined = useMemo(
    () => known.map((room) => named(room, names, userId)).toSorted((a, b) => byName.compare(a.name, b.name)),
    [known, names, userId],
  )
  const { api } = getClient()
  const queries = useQueryClient()
  const queryKey = useMemo(() => ['rooms', userId], [userId])
  const list = useQuery({ queryKey, queryFn: readAll, refetchInterval: interval })
  const create = useRetried(api.rooms.create.mutate)
  const direct = useRetried(api.rooms.openDirect.mutate)
  const join = useRetried(api.rooms.join.mutate)
  const leave = useRetried(api.rooms.leave.mutate)

  async function readAll(): Promise<ListedRoom[]> {
    const rooms: ListedRoom[] = []
    for (let pages = 0; pages < mostPages; pages++) {
      const after = rooms.at(-1)?.roomId
      const page = await api.rooms.list.query(after ? { after } : {})
      rooms.push(...page.rooms)
      if (!page.hasMore) break
    }
    return rooms
  }

  const actions = useMemo(() => {
    const readAgain = () => {
      heads.refresh()
      return queries.invalidateQueries({ queryKey })
    }
    return {
      async create(name: string, kind: 'public' | 'private', workspaceId?: string) {
        const place = workspaceId === undefined ? {} : { workspaceId }
        const { roomId } = await create({ id: getClient().newId(), name, kind, ...place })
        void readAgain()
        return roomId
      },
      async openDirect(other: string) {
        const { roomId } = await direct({ id: getClient().newId(), userId: other })
        void readAgain()
        return roomId
      },
      async join(roomId: string) {
        await join({ roomId })
        void readAgain()
      },
      async leave(roomId: string) {
        await leave({ roomId })
        void readAgain()
      },
    }
  }, [create, direct, join, leave, heads, queries, queryKey])

  const open = useMemo(() => {
    const mine = new Set(joined.map(({ roomId }) => roomId))
    return (list.data ?? []).filter((room) => !room.joined && !mine.has(room.roomId))
  }, [list.data, joined])

  return { joined, open, loaded: loaded && list.isSuccess, ...actions }
}

/** The same call, made again where that can help. */
function useRetried<Input, Output>(call: (input: Input) => Promise<Output>) {
  return useMutation({ mutationFn: (input: Input) => call(input) }).mutateAsync
}

const byName = new Intl.Collator(undefined, { numeric: true })

/** The other people of direct rooms, and who has written the latest messages. */
function peopleIn(rooms: HeadsView['rooms']): string[] {
  return rooms.flatMap(({ withUserId, latest }) => [withUserId ?? [], latest?.senderId ?? []].flat())
}

/** A direct room is called as whom it is with. */
function named(room: RoomHead, names: ReadonlyMap<string, string>, me: string): JoinedRoom {
  const { latest, withUserId } = room
  const isDirect = withUserId !== undefined
  const name = isDirect ? (names.get(withUserId) ?? 'Direct messages') : room.name
  if (!latest) return { ...room, name }
  const by = latest.senderId === me ? 'You' : isDirect ? undefined : (names.get(latest.senderId) ?? 'Someone')
  return { ...room, name, preview: { by, text: latest.content, sentAt: latest.sentAt } }
}
