/** Tenants for tests of workspaces: a closed installation in which people are in their own workspaces only. */
import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import type { ErrorCode } from '@/contract/errors'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

export const workspaceRoles = ['owner', 'admin', 'member', 'guest'] as const
type Role = (typeof workspaceRoles)[number]

export const newToken = () => randomBytes(32).toString('base64url')

/** Resolves with 'done' or the code of the refusal. */
export async function outcome(work: Promise<unknown>): Promise<'done' | ErrorCode> {
  return work.then(
    () => 'done' as const,
    (error: { cause?: { code?: ErrorCode } }) => error.cause?.code ?? Promise.reject(error),
  )
}

/** A link of one use, and the id of its invitation. */
export async function inviteBy(
  { call }: TestUser,
  workspaceId: string,
  more: { role?: 'admin' | 'member' | 'guest'; roomId?: string; uses?: number } = {},
) {
  const token = newToken()
  const { invitationId } = await call.workspaces.invite({ id: randomUUID(), token, workspaceId, ...more })
  return { token, invitationId }
}

/** A workspace with one person of each role, a public and a private room, both of the owner; the guest is in the public one. */
async function makeTenant(api: TestApi) {
  const owner = await api.user('owner')
  const workspaceId = randomUUID()
  await owner.call.workspaces.create({ id: workspaceId, name: 'Tenant' })
  const [publicRoom, privateRoom] = [randomUUID(), randomUUID()]
  await owner.call.rooms.create({ id: publicRoom, name: 'Hall', workspaceId })
  await owner.call.rooms.create({ id: privateRoom, name: 'Vault', workspaceId, kind: 'private' })
  const people: Record<Role, TestUser> = {
    owner,
    admin: await api.user('admin'),
    member: await api.user('member'),
    guest: await api.user('guest'),
  }
  for (const role of ['admin', 'member', 'guest'] as const) {
    const roomId = role === 'guest' ? { roomId: publicRoom } : {}
    const { token } = await inviteBy(owner, workspaceId, { role, ...roomId })
    await people[role].call.workspaces.acceptInvitation({ token })
  }
  const roleOf = async (user: TestUser) => {
    const { workspaces } = await user.call.workspaces.list()
    return workspaces.find((workspace) => workspace.workspaceId === workspaceId)?.role
  }
  return { workspaceId, publicRoom, privateRoom, people, roleOf, newcomer: await api.user('newcomer') }
}

export type Tenant = Awaited<ReturnType<typeof makeTenant>>

/** The API of such an installation. */
export async function openTenants() {
  const api = await createTestApi({}, false)
  const connections: pg.Client[] = []
  /** Sees all of the database, and is closed with it. */
  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(api.database.superuserUrl)
    await client.connect()
    connections.push(client)
    return client
  }
  return {
    ...{ api, connect, superuser: await connect() },
    person: (name = 'Somebody') => api.user(name),
    tenant: () => makeTenant(api),
    async close() {
      await Promise.all(connections.map((client) => client.end()))
      await api.close()
    },
  }
}
