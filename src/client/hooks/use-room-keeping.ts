/** Who is in a room and what one may do about it: asked of the server while it is shown, and changed there. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { BansOutput, Member, Profile } from '@/contract/rooms'
import { getClient, useUserId } from './client-context'
import { queries } from './queries'
import { useFormats } from './use-text'

/** Enough for any list that a person looks through. */
const mostPages = 5

export interface RoomMembers {
  /** Undefined until they are known; by role, then by name. */
  members: Member[] | undefined
  /** There are more than are listed. */
  more: boolean
  /** Why they are not known. */
  error: unknown
}

const order = { owner: 0, admin: 1, member: 2 } as const

/** @param head how far the room is: whoever came or went since is in its log */
export function useRoomMembers(roomId: string, head: number | undefined): RoomMembers {
  const { api } = getClient()
  const queryKey = useMemo(() => ['members', roomId], [roomId])
  const { data, error } = useQuery({ queryKey, queryFn: readAll, staleTime: 0 }, queries)

  useEffect(() => {
    if (head !== undefined) void queries.invalidateQueries({ queryKey })
  }, [queryKey, head])

  async function readAll() {
    const members: Member[] = []
    for (let pages = 0; pages < mostPages; pages++) {
      const after = members.at(-1)?.userId
      const page = await api.rooms.members.query(after ? { roomId, after } : { roomId })
      members.push(...page.members)
      if (!page.hasMore) return { members, more: false }
    }
    return { members, more: true }
  }

  const { byName } = useFormats()
  const members = useMemo(
    () => data?.members.toSorted((a, b) => order[a.role] - order[b.role] || byName(a.name, b.name)),
    [data, byName],
  )
  return { members, more: data?.more ?? false, error }
}

/** Those who may not come back, for whoever may lift that. @param may whether the user is one of these */
export function useBans(roomId: string, may: boolean): BansOutput['bans'] {
  const { data } = useQuery(
    {
      ...{ queryKey: ['bans', roomId], enabled: may, staleTime: 0 },
      queryFn: () => getClient().api.rooms.bans.query({ roomId }),
    },
    queries,
  )
  return data?.bans ?? []
}

/** People whose name has this text in it. Undefined until the first answer. */
export function useFoundPeople(text: string): Profile[] | undefined {
  const { data } = useQuery(
    {
      queryKey: ['people', text],
      queryFn: () => getClient().api.profiles.find.query({ text }),
      placeholderData: (before) => before,
    },
    queries,
  )
  return data?.profiles
}

export interface RoomKeeping {
  /** Each rejects, and then nothing has changed. */
  rename(input: { name?: string; topic?: string }): Promise<void>
  archive(archived: boolean): Promise<void>
  add(userId: string): Promise<void>
  remove(userId: string): Promise<void>
  ban(userId: string): Promise<void>
  unban(userId: string): Promise<void>
  setRole(userId: string, role: Member['role']): Promise<void>
}

export function useRoomKeeping(roomId: string): RoomKeeping {
  const { api } = getClient()
  const { heads } = getClient().syncOf(useUserId())
  return useMemo(() => {
    const { rooms } = api
    const done = async (change: Promise<unknown>) => {
      await change
      heads.refresh()
      await queries.invalidateQueries()
    }
    return {
      rename: (input) => done(rooms.update.mutate({ roomId, ...input })),
      archive: (archived) => done(rooms.archive.mutate({ roomId, archived })),
      add: (userId) => done(rooms.add.mutate({ roomId, userIds: [userId] })),
      remove: (userId) => done(rooms.removeMember.mutate({ roomId, userId })),
      ban: (userId) => done(rooms.ban.mutate({ roomId, userId })),
      unban: (userId) => done(rooms.unban.mutate({ roomId, userId })),
      setRole: (userId, role) => done(rooms.setRole.mutate({ roomId, userId, role })),
    }
  }, [api, heads, roomId])
}
