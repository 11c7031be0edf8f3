/** Links that let somebody into a workspace, over the API and PostgreSQL. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import { inviteBy, newToken, openTenants, outcome } from './workspace-fixture'

let tenants: Awaited<ReturnType<typeof openTenants>>
let tenant: (typeof tenants)['tenant']
let person: (typeof tenants)['person']
let superuser: (typeof tenants)['superuser']

beforeAll(async () => {
  tenants = await openTenants()
  ;({ tenant, person, superuser } = tenants)
})
afterAll(() => tenants.close())

const tokenOf = async (made: ReturnType<typeof inviteBy>) => ({ token: (await made).token })

test('WS-05 a link lets in as many as it says, each once, and then nobody', async () => {
  const { people, workspaceId, roleOf, newcomer } = await tenant()
  const { token } = await inviteBy(people.owner, workspaceId, { uses: 2 })
  const others = await Promise.all([person(), person(), person(), person()])
  await newcomer.call.workspaces.acceptInvitation({ token })
  const outcomes = await Promise.all(
    others.map((other) => outcome(other.call.workspaces.acceptInvitation({ token }))),
  )
  expect(outcomes.sort()).toEqual([
    'INVITATION_NOT_FOUND',
    'INVITATION_NOT_FOUND',
    'INVITATION_NOT_FOUND',
    'done',
  ])
  await newcomer.call.workspaces.acceptInvitation({ token })
  expect(await roleOf(newcomer)).toBe('member')
  expect((await people.owner.call.workspaces.invitations({ workspaceId })).invitations).toEqual([])
})

test('WS-05 a link tells who invites, and to where; with a room, whoever follows it is in there', async () => {
  const { people, workspaceId, privateRoom, newcomer } = await tenant()
  const { token } = await inviteBy(people.owner, workspaceId, { role: 'guest', roomId: privateRoom })
  expect(await newcomer.call.workspaces.describeInvitation({ token })).toEqual({
    ...{ workspaceName: 'Tenant', roomName: 'Vault', invitedBy: 'owner' },
  })
  expect(await newcomer.call.workspaces.acceptInvitation({ token })).toEqual({
    workspaceId,
    roomId: privateRoom,
  })
  const { changes } = await newcomer.call.messages.history({ roomId: privateRoom })
  expect(changes.at(-1)).toMatchObject({
    senderId: people.owner.userId,
    event: { kind: 'added', userId: newcomer.userId },
  })
})

test('WS-06 a link that ran out, was taken back, or whose maker may not invite any more lets nobody in', async () => {
  const { people, workspaceId, newcomer } = await tenant()
  const late = await inviteBy(people.owner, workspaceId)
  await superuser.query(`update chat.invitations set expires_at = now() where id = $1`, [late.invitationId])
  const revoked = await inviteBy(people.owner, workspaceId)
  await people.admin.call.workspaces.revokeInvitation({ workspaceId, invitationId: revoked.invitationId })
  const lowered = await inviteBy(people.admin, workspaceId)
  await people.owner.call.workspaces.setRole({ workspaceId, userId: people.admin.userId, role: 'member' })
  for (const token of [late.token, revoked.token, lowered.token, newToken()]) {
    expect(await outcome(newcomer.call.workspaces.describeInvitation({ token }))).toBe('INVITATION_NOT_FOUND')
    expect(await outcome(newcomer.call.workspaces.acceptInvitation({ token }))).toBe('INVITATION_NOT_FOUND')
  }
})

test('WS-06 whoever was removed does not come back by an older link; whoever left by themselves does', async () => {
  const { people, workspaceId, roleOf, newcomer } = await tenant()
  const { token } = await inviteBy(people.owner, workspaceId, { uses: 5 })
  for (const user of [newcomer, people.member]) await user.call.workspaces.acceptInvitation({ token })
  await newcomer.call.workspaces.remove({ workspaceId, userId: newcomer.userId })
  await newcomer.call.workspaces.acceptInvitation({ token })
  expect(await roleOf(newcomer)).toBe('member')
  await people.owner.call.workspaces.remove({ workspaceId, userId: newcomer.userId })
  expect(await outcome(newcomer.call.workspaces.acceptInvitation({ token }))).toBe('INVITATION_NOT_FOUND')
})

test('WS-06 a link lifts a guest, and lowers nobody', async () => {
  const { people, workspaceId, roleOf } = await tenant()
  const { token } = await inviteBy(people.owner, workspaceId, { uses: 5 })
  for (const role of ['admin', 'guest'] as const)
    await people[role].call.workspaces.acceptInvitation({ token })
  expect(await roleOf(people.guest)).toBe('member')
  expect(await roleOf(people.admin)).toBe('admin')
})

test('WS-07 making one again answers the same, with another token it is a conflict, and only its hash is kept', async () => {
  const { people, workspaceId, publicRoom } = await tenant()
  const input = { id: randomUUID(), token: newToken(), workspaceId }
  const made = await people.owner.call.workspaces.invite(input)
  expect(await people.owner.call.workspaces.invite(input)).toEqual(made)
  expect(await outcome(people.owner.call.workspaces.invite({ ...input, token: newToken() }))).toBe('CONFLICT')
  expect(await outcome(people.admin.call.workspaces.invite({ ...input, id: randomUUID() }))).toBe('CONFLICT')
  const { rows } = await superuser.query('select * from chat.invitations')
  expect(JSON.stringify(rows)).not.toContain(input.token)
  const guestless = { id: randomUUID(), token: newToken(), workspaceId, role: 'guest' as const }
  expect(await outcome(people.owner.call.workspaces.invite(guestless))).toBe('ROOM_NOT_FOUND')
  expect(await outcome(people.owner.call.workspaces.invite({ ...guestless, roomId: randomUUID() }))).toBe(
    'ROOM_NOT_FOUND',
  )
  expect(await outcome(people.owner.call.workspaces.invite({ ...guestless, roomId: publicRoom }))).toBe(
    'done',
  )
})

test('WS-07 there is a bound to open links, and to the workspaces of one person', async () => {
  const { people, workspaceId } = await tenant()
  await superuser.query(
    `insert into chat.invitations (id, workspace_id, token_hash, role, created_by, expires_at, max_uses)
     select gen_random_uuid(), $1, sha256(n::text::bytea), 'member', $2, now() + interval '1 day', 1
     from generate_series(1, $3) n`,
    [workspaceId, people.owner.userId, limits.openInvitations],
  )
  expect(await outcome(inviteBy(people.owner, workspaceId))).toBe('LIMIT_REACHED')
  const ada = await person()
  await superuser.query(
    `with made as (insert into chat.workspaces (name) select 'W' from generate_series(1, $2) returning id)
     insert into chat.workspace_members (workspace_id, user_id) select id, $1 from made`,
    [ada.userId, limits.workspacesPerPerson],
  )
  expect(await outcome(ada.call.workspaces.create({ id: randomUUID(), name: 'One more' }))).toBe(
    'LIMIT_REACHED',
  )
})

test("WS-06 a link to a room ends with its maker's right to bring people there, and with the room's archive", async () => {
  const { people, workspaceId, privateRoom, newcomer } = await tenant()
  const { owner, admin } = people
  const roomId = privateRoom
  const adminId = admin.userId
  const expectDead = async (token: string) => {
    const { describeInvitation, acceptInvitation } = newcomer.call.workspaces
    expect(await outcome(describeInvitation({ token }))).toBe('INVITATION_NOT_FOUND')
    expect(await outcome(acceptInvitation({ token }))).toBe('INVITATION_NOT_FOUND')
  }
  await owner.call.rooms.add({ roomId, userIds: [adminId] })
  await owner.call.rooms.setRole({ roomId, userId: adminId, role: 'admin' })
  const link = await inviteBy(admin, workspaceId, { roomId })
  await owner.call.rooms.setRole({ roomId, userId: adminId, role: 'member' })
  await expectDead(link.token)
  await owner.call.rooms.removeMember({ roomId, userId: adminId })
  await expectDead(link.token)

  const own = await inviteBy(owner, workspaceId, { roomId })
  await owner.call.rooms.archive({ roomId, archived: true })
  await expectDead(own.token)
  await owner.call.rooms.archive({ roomId, archived: false })
  await newcomer.call.workspaces.acceptInvitation({ token: own.token })
})

test('WS-06 whoever is banned from the room of a link comes into the workspace, and not into the room', async () => {
  const { people, workspaceId, publicRoom, newcomer, roleOf } = await tenant()
  const { owner } = people
  await newcomer.call.workspaces.acceptInvitation(await tokenOf(inviteBy(owner, workspaceId)))
  await owner.call.rooms.ban({ roomId: publicRoom, userId: newcomer.userId })
  await newcomer.call.workspaces.remove({ workspaceId, userId: newcomer.userId })
  const link = await tokenOf(inviteBy(owner, workspaceId, { roomId: publicRoom }))
  expect(await newcomer.call.workspaces.acceptInvitation(link)).toEqual({ workspaceId, roomId: null })
  expect(await roleOf(newcomer)).toBe('member')
})

test('WS-05 whoever is there already takes no place of a link, as when its maker tries it', async () => {
  const { people, workspaceId, publicRoom, newcomer } = await tenant()
  const { owner, guest } = people
  const link = await inviteBy(owner, workspaceId, { role: 'guest', roomId: publicRoom })
  for (const { call } of [owner, guest]) await call.workspaces.acceptInvitation({ token: link.token })
  expect((await owner.call.workspaces.invitations({ workspaceId })).invitations).toMatchObject([
    { invitationId: link.invitationId, used: 0 },
  ])
  await newcomer.call.workspaces.acceptInvitation({ token: link.token })
  expect((await owner.call.workspaces.invitations({ workspaceId })).invitations).toEqual([])
})

test('WS-05 of several who take the last place at once one is in, and of several tries of one all are told so', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { people, workspaceId, publicRoom } = await tenant()
    const { token } = await inviteBy(people.owner, workspaceId, { roomId: publicRoom })
    const racers = await Promise.all([person(), person(), person()])
    const tries = await Promise.all(
      racers.flatMap(({ call }) => [1, 2].map(() => outcome(call.workspaces.acceptInvitation({ token })))),
    )
    expect(tries.toSorted()).toEqual([...Array(4).fill('INVITATION_NOT_FOUND'), 'done', 'done'])
    const { members } = await people.owner.call.rooms.members({ roomId: publicRoom })
    expect(members).toHaveLength(3)
  }
})
