/** Two tenants of one installation: nothing of one is of any use in the other. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appRouter } from '@/server/trpc/app-router'
import type { TestUser } from '@/testing/test-api'
import { inviteBy, newToken, openTenants } from './workspace-fixture'

let tenants: Awaited<ReturnType<typeof openTenants>>
let tenant: (typeof tenants)['tenant']
let superuser: (typeof tenants)['superuser']

beforeAll(async () => {
  tenants = await openTenants()
  ;({ tenant, superuser } = tenants)
})
afterAll(() => tenants.close())

/** Ids of one tenant, or ids that nothing has. */
interface Ids {
  room: string
  open: string
  message: string
  invitation: string
  workspace: string
  person: string
}

/** What somebody of the workspace `mine` may try with such ids, by procedure. None of it is allowed, whoever's they are. */
function attemptsWith({ call, userId }: TestUser, mine: { workspaceId: string; roomId: string }, ids: Ids) {
  const { roomId, workspaceId } = mine
  const [id, sentAt, log] = [spareId, '2026-01-01T12:00:00.000Z', spareId]
  const { room, open, message: messageId, person, workspace } = ids
  const link = { id, token: spareToken }
  const attempts: Record<string, (() => Promise<unknown>)[]> = {
    'audit.list': [() => call.audit.list({ workspaceId: workspace })],
    'commands.submit': [room, open].map((roomId) => () => {
      const kinds = [
        { kind: 'send', content: 'hi', sentAt },
        { kind: 'edit', messageId, content: 'hi' },
        { kind: 'remove', messageId },
        { kind: 'react', messageId, emoji: '👍', present: true },
      ]
      return call.commands.submit({ commands: kinds.map((one) => ({ as: userId, id, roomId, ...one })) })
    }),
    'messages.edit': [roomId, room, open].map((roomId) => () => {
      return call.messages.edit({ id, roomId, messageId, content: 'mine' })
    }),
    'messages.history': [
      () => call.messages.history({ roomId: room }),
      () => call.messages.history({ roomId: open }),
    ],
    'messages.markRead': [() => call.messages.markRead({ roomId: open, log, position: 1 })],
    'messages.markUnread': [() => call.messages.markUnread({ roomId: open, log, position: 1 })],
    'messages.receipts': [() => call.messages.receipts({ roomId: open })],
    'messages.markReceived': [() => call.messages.markReceived({ roomId: open, log, position: 1 })],
    'messages.react': [roomId, room, open].map((roomId) => () => {
      return call.messages.react({ id, roomId, messageId, emoji: '👍', present: true })
    }),
    'messages.remove': [roomId, room, open].map(
      (roomId) => () => call.messages.remove({ id, roomId, messageId }),
    ),
    'messages.send': [
      () => call.messages.send({ id, roomId: room, content: 'hi', sentAt }),
      () => call.messages.send({ id, roomId: open, content: 'hi', sentAt }),
      () => call.messages.send({ id, roomId, content: 'hi', sentAt, replyTo: messageId }),
      () => call.messages.send({ id, roomId, content: 'hi', sentAt, thread: messageId }),
    ],
    'profiles.names': [() => call.profiles.names({ userIds: [person] })],
    'rooms.add': [
      () => call.rooms.add({ roomId: open, userIds: [userId] }),
      () => call.rooms.add({ roomId, userIds: [person] }),
    ],
    'rooms.archive': [() => call.rooms.archive({ roomId: open, archived: true })],
    'rooms.ban': [
      () => call.rooms.ban({ roomId: open, userId: person }),
      () => call.rooms.ban({ roomId, userId: person }),
    ],
    'rooms.bans': [() => call.rooms.bans({ roomId: open })],
    'rooms.create': [() => call.rooms.create({ id, name: 'Room', workspaceId: workspace })],
    'rooms.join': [() => call.rooms.join({ roomId: room }), () => call.rooms.join({ roomId: open })],
    'rooms.leave': [() => call.rooms.leave({ roomId: room }), () => call.rooms.leave({ roomId: open })],
    'rooms.members': [() => call.rooms.members({ roomId: open })],
    'rooms.openDirect': [
      () => call.rooms.openDirect({ id, userId: person }),
      () => call.rooms.openDirect({ id, userId: person, workspaceId: workspace }),
      () => call.rooms.openDirect({ id, userId: person, workspaceId }),
    ],
    'rooms.rejoin': [() => call.rooms.rejoin({ roomId: room }), () => call.rooms.rejoin({ roomId: open })],
    'rooms.removeMember': [
      () => call.rooms.removeMember({ roomId: open, userId: person }),
      () => call.rooms.removeMember({ roomId, userId: person }),
    ],
    'rooms.setRole': [
      () => call.rooms.setRole({ roomId: open, userId: person, role: 'admin' }),
      () => call.rooms.setRole({ roomId, userId: person, role: 'admin' }),
    ],
    'messages.search': [() => call.messages.search({ query: 'secret', cursor: messageId })],
    'rooms.unban': [
      () => call.rooms.unban({ roomId: open, userId: person }),
      () => call.rooms.unban({ roomId, userId: person }),
    ],
    'rooms.update': [() => call.rooms.update({ roomId: open, name: 'Mine' })],
    'threads.follow': [() => call.threads.follow({ roomId: open, threadId: messageId, follows: true })],
    'threads.markRead': [
      () => call.threads.markRead({ roomId: open, threadId: messageId, log, position: 1 }),
    ],
    'threads.state': [
      () => call.threads.state({ roomId: open, threadId: messageId }),
      () => call.threads.state({ roomId, threadId: messageId }),
    ],
    'workspaces.invitations': [() => call.workspaces.invitations({ workspaceId: workspace })],
    'workspaces.invite': [
      () => call.workspaces.invite({ ...link, workspaceId: workspace }),
      () => call.workspaces.invite({ ...link, workspaceId, roomId: open }),
      () => call.workspaces.invite({ ...link, workspaceId, roomId: room, role: 'guest' }),
    ],
    'workspaces.members': [() => call.workspaces.members({ workspaceId: workspace })],
    'workspaces.remove': [
      () => call.workspaces.remove({ workspaceId: workspace, userId: person }),
      () => call.workspaces.remove({ workspaceId: workspace, userId }),
      () => call.workspaces.remove({ workspaceId, userId: person }),
    ],
    'workspaces.rename': [() => call.workspaces.rename({ workspaceId: workspace, name: 'Mine' })],
    'workspaces.revokeInvitation': [
      () => call.workspaces.revokeInvitation({ workspaceId: workspace, invitationId: ids.invitation }),
      () => call.workspaces.revokeInvitation({ workspaceId, invitationId: ids.invitation }),
    ],
    'workspaces.setRole': [
      () => call.workspaces.setRole({ workspaceId: workspace, userId: person, role: 'guest' }),
      () => call.workspaces.setRole({ workspaceId, userId: person, role: 'admin' }),
    ],
  }
  return attempts
}

/** Of nothing: what is refused leaves no trace of it, so that it can be tried again. */
const [spareId, spareToken] = [randomUUID(), newToken()]

/** Those that take no id of anything that exists: ids in them are the caller's own, or where a page begins. */
const withoutIds = [
  'threads.list',
  ...['profiles.find', 'profiles.me', 'profiles.rename', 'rooms.heads', 'rooms.list'],
  ...['workspaces.acceptInvitation', 'workspaces.create', 'workspaces.describeInvitation', 'workspaces.list'],
]

async function answersTo(attempts: ReturnType<typeof attemptsWith>) {
  const answers: [string, unknown][] = []
  for (const [name, tries] of Object.entries(attempts)) {
    for (const attempt of tries) {
      const answer = await attempt().catch(({ cause, message }) => [cause?.code, message])
      answers.push([name, answer])
    }
  }
  return answers
}

/** Every row of every table. */
async function everything() {
  const { rows: tables } = await superuser.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'chat'::regnamespace and relkind = 'r' order by 1`,
  )
  const all: Record<string, unknown> = {}
  for (const { name } of tables) {
    const { rows } = await superuser.query(`select to_jsonb(t) as row from chat.${name} t order by t::text`)
    all[name] = rows.map(({ row }) => row)
  }
  return all
}

test('WS-08 no id of one tenant is of any use in another, over any procedure: it is answered like one that nothing has, and changes nothing', async () => {
  const [one, two] = [await tenant(), await tenant()]
  const message = randomUUID()
  const { owner } = two.people
  const sentAt = new Date().toISOString()
  await owner.call.messages.send({ id: message, roomId: two.privateRoom, content: 'secret', sentAt })
  const { invitationId: invitation } = await inviteBy(owner, two.workspaceId)
  const { workspaceId: workspace, publicRoom: open, privateRoom: room } = two
  const theirs = { room, open, message, invitation, workspace, person: two.people.member.userId }
  const nothing = { ...theirs }
  for (const key of Object.keys(nothing) as (keyof Ids)[]) nothing[key] = randomUUID()

  const mine = { workspaceId: one.workspaceId, roomId: one.privateRoom }
  const before = await everything()
  const stranger = one.people.owner
  const withTheirs = await answersTo(attemptsWith(stranger, mine, theirs))
  expect(withTheirs).toEqual(await answersTo(attemptsWith(stranger, mine, nothing)))
  expect(await everything()).toEqual(before)
  expect(JSON.stringify(withTheirs)).not.toContain('secret')
  const tried = Object.keys(attemptsWith(stranger, mine, theirs))
  expect([...tried, ...withoutIds].toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted())
})

test('WS-08 RM-16 people of two tenants do not see each other, and one who is in both sees both apart', async () => {
  const [one, two] = [await tenant(), await tenant()]
  const find = async (user: TestUser) =>
    (await user.call.profiles.find({ text: '' })).profiles.map(({ userId }) => userId)
  expect(await find(one.people.owner)).toContain(one.people.member.userId)
  expect(await find(one.people.owner)).not.toContain(two.people.member.userId)
  const { profiles } = await one.people.owner.call.profiles.names({ userIds: [two.people.member.userId] })
  expect(profiles).toEqual([])
  const { token } = await inviteBy(two.people.owner, two.workspaceId)
  await one.people.owner.call.workspaces.acceptInvitation({ token })
  expect(await find(one.people.owner)).toContain(two.people.member.userId)
  expect(await find(one.people.member)).not.toContain(two.people.member.userId)

  await one.people.owner.call.rooms.join({ roomId: two.publicRoom })
  await two.people.owner.call.workspaces.rename({ workspaceId: two.workspaceId, name: 'The other' })
  const { rooms } = await one.people.owner.call.rooms.heads({})
  const listed = await one.people.owner.call.rooms.list({})
  for (const all of [rooms, listed.rooms]) {
    const whose = new Map(all.map(({ roomId, workspace }) => [roomId, workspace]))
    expect(whose.get(one.publicRoom)).toMatchObject({ id: one.workspaceId })
    expect(whose.get(two.publicRoom)).toEqual({ id: two.workspaceId, name: 'The other' })
  }
})
