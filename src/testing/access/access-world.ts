/** Everybody who could want something of a room, and rooms to want it of: for the table of rights. */
import { randomBytes, randomUUID } from 'node:crypto'
import { createGuest, type Guest } from '../guest'

/** As docs/access.md names them, in its order. */
export const everybody = [
  'owner',
  'admin',
  'member',
  'left',
  'removed',
  'banned',
  'keeper',
  'colleague',
  'guest',
  'foreigner',
  'nobody',
] as const
export type Who = (typeof everybody)[number]
type Person = Exclude<Who, 'nobody'>

export type Kind = 'public' | 'private'

export interface WorldRoom {
  roomId: string
  epoch: number
  /** By `ben`, a member about whom others may do something. It has a reaction. */
  messageId: string
}

export interface World {
  people: Record<Person, Guest> & { ben: Guest }
  workspaceId: string
  /** As whoever is not signed in. */
  nobody: Guest
  of(who: Who): Guest
  room(kind: Kind): Promise<WorldRoom>
}

const sentAt = '2026-01-01T12:00:00.000Z'

/** @param address of a server that is no open installation */
export async function createWorld(address: string): Promise<World> {
  const founder = await createGuest(address)
  const workspaceId = randomUUID()
  await founder.call.workspaces.create.mutate({ id: workspaceId, name: 'Workspace' })
  const lobby = randomUUID()
  await founder.call.rooms.create.mutate({ id: lobby, name: 'Lobby', kind: 'private', workspaceId })

  async function invited(role: 'admin' | 'member' | 'guest'): Promise<Guest> {
    const guest = await createGuest(address)
    const token = randomBytes(32).toString('base64url')
    const room = role === 'guest' ? { roomId: lobby } : {}
    await founder.call.workspaces.invite.mutate({ id: randomUUID(), token, workspaceId, role, ...room })
    await guest.call.workspaces.acceptInvitation.mutate({ token })
    return guest
  }
  const foreigner = await createGuest(address)
  await foreigner.call.workspaces.create.mutate({ id: randomUUID(), name: 'Elsewhere' })
  const people = {
    owner: await invited('member'),
    admin: await invited('member'),
    member: await invited('member'),
    left: await invited('member'),
    removed: await invited('member'),
    banned: await invited('member'),
    keeper: await invited('admin'),
    colleague: await invited('member'),
    guest: await invited('guest'),
    ben: await invited('member'),
    foreigner,
  }
  const nobody = await createGuest(address, { ...founder, userId: randomUUID(), token: () => 'none' })

  return {
    ...{ people, workspaceId, nobody },
    of: (who) => (who === 'nobody' ? nobody : people[who]),
    async room(kind) {
      const { owner, admin, member, left, removed, banned, ben } = people
      const roomId = randomUUID()
      const { rooms } = owner.call
      await rooms.create.mutate({ id: roomId, name: 'Room', kind, workspaceId })
      const userIds = [admin, member, left, removed, banned, ben].map(({ userId }) => userId)
      await rooms.add.mutate({ roomId, userIds })
      await rooms.setRole.mutate({ roomId, userId: admin.userId, role: 'admin' })
      await left.call.rooms.leave.mutate({ roomId })
      await rooms.removeMember.mutate({ roomId, userId: removed.userId })
      const { epoch } = await rooms.ban.mutate({ roomId, userId: banned.userId })
      const messageId = randomUUID()
      await ben.call.messages.send.mutate({ id: messageId, roomId, content: 'hello', sentAt })
      await ben.call.messages.react.mutate({
        id: randomUUID(),
        roomId,
        messageId,
        emoji: '👍',
        present: true,
      })
      return { roomId, epoch, messageId }
    },
  }
}
