/** The user's workspaces, the people in them, and the links that let somebody in: asked of the server while shown. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AuditEntry } from '@/contract/audit'
import type {
  DescribedInvitation,
  Invitation,
  Workspace,
  WorkspaceMembersOutput,
  WorkspaceRole,
} from '@/contract/workspaces'
import { getClient, useUserId } from './client-context'
import { queries } from './queries'
import { useFormats } from './use-text'

/** Enough for any list that a person looks through. */
const mostPages = 5

export function useWorkspaces(): { workspaces: Workspace[] | undefined; error: unknown } {
  const userId = useUserId()
  const { api } = getClient()
  const { data, error } = useQuery(
    {
      ...{ queryKey: ['workspaces', userId], staleTime: 0 },
      queryFn: () => api.workspaces.list.query(),
    },
    queries,
  )
  return { workspaces: data?.workspaces, error }
}

export interface WorkspacePeople {
  /** Undefined until they are known; by role, then by name. */
  members: WorkspaceMembersOutput['members'] | undefined
  /** There are more than are listed. */
  more: boolean
  error: unknown
}

const order = { owner: 0, admin: 1, member: 2, guest: 3 } as const

export function useWorkspacePeople(workspaceId: string): WorkspacePeople {
  const { api } = getClient()
  const { data, error } = useQuery(
    {
      ...{ queryKey: ['workspace-people', workspaceId], staleTime: 0 },
      async queryFn() {
        const members: WorkspaceMembersOutput['members'] = []
        for (let pages = 0; pages < mostPages; pages++) {
          const after = members.at(-1)?.userId
          const page = await api.workspaces.members.query(after ? { workspaceId, after } : { workspaceId })
          members.push(...page.members)
          if (!page.hasMore) return { members, more: false }
        }
        return { members, more: true }
      },
    },
    queries,
  )
  const { byName } = useFormats()
  const members = useMemo(
    () => data?.members.toSorted((a, b) => order[a.role] - order[b.role] || byName(a.name, b.name)),
    [data, byName],
  )
  return { members, more: data?.more ?? false, error }
}

/** Links that still let somebody in. @param may whether the user is one of those who invite */
export function useInvitations(workspaceId: string, may: boolean): Invitation[] {
  const { data } = useQuery(
    {
      ...{ queryKey: ['invitations', workspaceId], enabled: may, staleTime: 0 },
      queryFn: () => getClient().api.workspaces.invitations.query({ workspaceId }),
    },
    queries,
  )
  return data?.invitations ?? []
}

export interface AuditPages {
  entries: AuditEntry[] | undefined
  error: unknown
  /** Undefined when there are no older ones. */
  loadOlder: (() => void) | undefined
}

export function useAuditLog(workspaceId: string): AuditPages {
  const { api } = getClient()
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery(
    {
      ...{ queryKey: ['audit', workspaceId], staleTime: 0 },
      initialPageParam: undefined as number | undefined,
      queryFn: ({ pageParam: before }) =>
        api.audit.list.query({ workspaceId, ...(before === undefined ? {} : { before }) }),
      getNextPageParam: ({ entries, hasMore }) => (hasMore ? entries.at(-1)?.id : undefined),
    },
    queries,
  )
  return {
    entries: data?.pages.flatMap(({ entries }) => entries),
    error,
    loadOlder: hasNextPage ? () => void fetchNextPage() : undefined,
  }
}

/** Who invites to what by this link. */
export function useInvitation(token: string): {
  invitation: DescribedInvitation | undefined
  error: unknown
} {
  const { data, error } = useQuery(
    {
      ...{ queryKey: ['invitation', token], staleTime: 0 },
      queryFn: () => getClient().api.workspaces.describeInvitation.query({ token }),
    },
    queries,
  )
  return { invitation: data, error }
}

export interface InviteOptions {
  role: 'admin' | 'member'
  hours: number
  uses: number
}

export interface WorkspaceKeeping {
  /** Answers the id. Rejects, and then nothing has changed; so do the others. */
  create(name: string): Promise<string>
  rename(workspaceId: string, name: string): Promise<void>
  setRole(workspaceId: string, userId: string, role: WorkspaceRole): Promise<void>
  /** Of oneself: leaving. */
  remove(workspaceId: string, userId: string): Promise<void>
  /** Answers the address that lets somebody in. */
  invite(workspaceId: string, options: InviteOptions): Promise<string>
  revoke(workspaceId: string, invitationId: string): Promise<void>
  /** Answers the room that the link leads to, if it names one. */
  accept(token: string): Promise<string | undefined>
}

export function useWorkspaceKeeping(): WorkspaceKeeping {
  const { api } = getClient()
  const { heads } = getClient().syncOf(useUserId())
  return useMemo(() => {
    const { workspaces } = api
    const done = async <T>(change: Promise<T>): Promise<T> => {
      const answer = await change
      heads.refresh()
      await queries.invalidateQueries()
      return answer
    }
    return {
      create: async (name) =>
        (await done(workspaces.create.mutate({ id: getClient().newId(), name }))).workspaceId,
      rename: async (workspaceId, name) => void (await done(workspaces.rename.mutate({ workspaceId, name }))),
      setRole: async (workspaceId, userId, role) =>
        void (await done(workspaces.setRole.mutate({ workspaceId, userId, role }))),
      remove: async (workspaceId, userId) =>
        void (await done(workspaces.remove.mutate({ workspaceId, userId }))),
      async invite(workspaceId, options) {
        const token = newInvitationToken()
        await done(workspaces.invite.mutate({ id: getClient().newId(), token, workspaceId, ...options }))
        return `${window.location.origin}/invite#${token}`
      },
      revoke: async (workspaceId, invitationId) =>
        void (await done(workspaces.revokeInvitation.mutate({ workspaceId, invitationId }))),
      accept: async (token) =>
        (await done(workspaces.acceptInvitation.mutate({ token }))).roomId ?? undefined,
    }
  }, [api, heads])
}

/** 32 bytes in base64url: the server learns them only from whoever follows the link. */
function newInvitationToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
