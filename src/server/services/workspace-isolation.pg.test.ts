/** Two tenants of one installation: nothing of one is of any use in the other. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestUser } from '@/testing/test-api'
import { inviteBy, newToken, openTenants, outcome } from './workspace-fixture'

let tenants: Awaited<ReturnType<typeof openTenants>>
let tenant: (typeof tenants)['tenant']
let superuser: (typeof tenants)['superuser']

beforeAll(async () => {
  tenants = await openTenants()
  ;({ tenant, superuser } = tenants)
})
afterAll(() => tenants.close())

test('WS-08 no id of one tenant is of any use in another: it is answered like one that does not exist', async () => {
  const [one, two] = [await tenant(), await tenant()]
  const stranger = one.people.owner
  const messageId = randomUUID()
  const said = {
    id: messageId,
    roomId: two.privateRoom,
    content: 'secret',
    sentAt: new Date().toISOString(),
  }
  await two.people.owner.call.messages.send(said)
  const { invitationId } = await inviteBy(two.people.owner, two.workspaceId)
  const theirs = {
    room: two.privateRoom,
    open: two.publicRoom,
    message: messageId,
    invitation: invitationId,
    workspace: two.workspaceId,
    person: two.people.member.userId,
  }
  const nothing = Object.fromEntries(Object.keys(theirs).map((key) => [key, randomUUID()])) as typeof theirs
  const { call } = stranger
  const mine = { workspaceId: one.workspaceId, roomId: one.privateRoom }
  const attempts = (ids: typeof theirs): Promise<unknown>[] => [
    call.messages.history({ roomId: ids.room }),
    call.messages.send({ ...said, id: randomUUID(), roomId: ids.room }),
    call.messages.send({ ...said, id: randomUUID(), roomId: mine.roomId, replyTo: ids.message }),
    call.rooms.join({ roomId: ids.room }),
    call.rooms.join({ roomId: ids.open }),
    call.rooms.leave({ roomId: ids.open }),
    call.rooms.members({ roomId: ids.open }),
    call.rooms.update({ roomId: ids.open, name: 'Mine' }),
    call.rooms.archive({ roomId: ids.open, archived: true }),
    call.rooms.add({ roomId: ids.open, userIds: [stranger.userId] }),
    call.rooms.add({ roomId: mine.roomId, userIds: [ids.person] }),
    call.rooms.removeMember({ roomId: ids.open, userId: ids.person }),
    call.rooms.ban({ roomId: mine.roomId, userId: ids.person }),
    call.rooms.bans({ roomId: ids.open }),
    call.rooms.setRole({ roomId: mine.roomId, userId: ids.person, role: 'admin' }),
    call.rooms.openDirect({ id: randomUUID(), userId: ids.person, workspaceId: ids.workspace }),
    call.rooms.openDirect({ id: randomUUID(), userId: ids.person, workspaceId: mine.workspaceId }),
    call.rooms.create({ id: randomUUID(), name: 'Room', workspaceId: ids.workspace }),
    call.rooms.rejoin({ roomId: ids.room }),
    call.workspaces.rename({ workspaceId: ids.workspace, name: 'Mine' }),
    call.workspaces.members({ workspaceId: ids.workspace }),
    call.workspaces.setRole({ workspaceId: mine.workspaceId, userId: ids.person, role: 'admin' }),
    call.workspaces.remove({ workspaceId: ids.workspace, userId: ids.person }),
    call.workspaces.invite({
      id: randomUUID(),
      token: newToken(),
      workspaceId: mine.workspaceId,
      roomId: ids.open,
    }),
    call.workspaces.invite({ id: randomUUID(), token: newToken(), workspaceId: ids.workspace }),
    call.workspaces.revokeInvitation({ workspaceId: mine.workspaceId, invitationId: ids.invitation }),
    call.workspaces.revokeInvitation({ workspaceId: ids.workspace, invitationId: ids.invitation }),
    call.workspaces.invitations({ workspaceId: ids.workspace }).then(({ invitations }) => {
      if (invitations.length === 0) throw Object.assign(new Error(), { cause: { code: 'NOTHING' } })
    }),
    call.audit.list({ workspaceId: ids.workspace }),
  ]
  const outcomes = (ids: typeof theirs) => Promise.all(attempts(ids).map(outcome))
  const before = await state()
  const withTheirs = await outcomes(theirs)
  expect(withTheirs).toEqual(await outcomes(nothing))
  expect(withTheirs).not.toContain('done')
  expect(await state()).toEqual(before)

  async function state() {
    const { rows } = await superuser.query(
      `select (select jsonb_agg(m order by m.seq) from chat.messages m where m.room_id = any ($1)) as messages,
         (select jsonb_agg(r order by r.id) from chat.rooms r where r.id = any ($1)) as rooms,
         (select jsonb_agg(m order by m.user_id) from chat.workspace_members m where m.workspace_id = $2) as people,
         (select jsonb_agg(i) from chat.invitations i where i.workspace_id = $2 and i.revoked_at is not null) as revoked`,
      [[two.privateRoom, two.publicRoom], two.workspaceId],
    )
    return rows[0]
  }
})

test('WS-08 people of two tenants do not see each other, and one who is in both sees both apart', async () => {
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
})
