import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorCode } from '@/contract/errors'
import { limits } from '@/contract/limits'
import { type AuditNote, noAuditLog } from '@/server/ports/audit-log'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

let api: TestApi
let superuser: pg.Client

beforeAll(async () => {
  // Closed: people are in their own tenants only.
  api = await createTestApi({}, false)
  superuser = new pg.Client(api.database.superuserUrl)
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await api.close()
})

const roles = ['owner', 'admin', 'member', 'guest'] as const
type Role = (typeof roles)[number]
const newToken = () => randomBytes(32).toString('base64url')
const person = (name = 'Somebody') => api.user(name)

/** Resolves with 'done' or the code of the refusal. */
async function outcome(work: Promise<unknown>): Promise<'done' | ErrorCode> {
  return work.then(
    () => 'done' as const,
    (error: { cause?: { code?: ErrorCode } }) => error.cause?.code ?? Promise.reject(error),
  )
}

async function inviteBy(
  inviter: TestUser,
  workspaceId: string,
  more: { role?: 'admin' | 'member' | 'guest'; roomId?: string; uses?: number; token?: string } = {},
) {
  const token = newToken()
  const { invitationId } = await inviter.call.workspaces.invite({
    id: randomUUID(),
    token,
    workspaceId,
    ...more,
  })
  return { token: more.token ?? token, invitationId }
}

/** A tenant with one person of each role, a public and a private room, both of the owner. */
async function tenant() {
  const owner = await person('owner')
  const workspaceId = randomUUID()
  await owner.call.workspaces.create({ id: workspaceId, name: 'Tenant' })
  const [publicRoom, privateRoom] = [randomUUID(), randomUUID()]
  await owner.call.rooms.create({ id: publicRoom, name: 'Hall', workspaceId })
  await owner.call.rooms.create({ id: privateRoom, name: 'Vault', workspaceId, kind: 'private' })
  const people: Record<Role, TestUser> = {
    owner,
    admin: await person('admin'),
    member: await person('member'),
    guest: await person('guest'),
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
  return { workspaceId, publicRoom, privateRoom, people, roleOf, newcomer: await person('newcomer') }
}

type Tenant = Awaited<ReturnType<typeof tenant>>

describe('WS-01 roles and what they may do', () => {
  const F = 'FORBIDDEN'
  const acts: [string, (by: TestUser, place: Tenant) => Promise<unknown>, ('done' | ErrorCode)[]][] = [
    [
      'rename it',
      (by, { workspaceId }) => by.call.workspaces.rename({ workspaceId, name: 'New' }),
      ['done', 'done', F, F],
    ],
    [
      'make the member an admin',
      (by, { workspaceId, people }) =>
        by.call.workspaces.setRole({ workspaceId, userId: people.member.userId, role: 'admin' }),
      ['done', F, F, F],
    ],
    [
      'make the guest a member',
      (by, { workspaceId, people }) =>
        by.call.workspaces.setRole({ workspaceId, userId: people.guest.userId, role: 'member' }),
      ['done', 'done', F, F],
    ],
    [
      'hand it to the admin',
      (by, { workspaceId, people }) =>
        by.call.workspaces.setRole({ workspaceId, userId: people.admin.userId, role: 'owner' }),
      ['done', F, F, F],
    ],
    [
      'remove the owner',
      (by, { workspaceId, people }) =>
        by.call.workspaces.remove({ workspaceId, userId: people.owner.userId }),
      ['done', F, F, F],
    ],
    [
      'remove the member',
      (by, { workspaceId, people }) =>
        by.call.workspaces.remove({ workspaceId, userId: people.member.userId }),
      ['done', 'done', 'done', F],
    ],
    [
      'leave',
      (by, { workspaceId }) => by.call.workspaces.remove({ workspaceId, userId: by.userId }),
      ['done', 'done', 'done', 'done'],
    ],
    [
      'invite an admin',
      (by, { workspaceId }) => inviteBy(by, workspaceId, { role: 'admin' }),
      ['done', F, F, F],
    ],
    ['invite a member', (by, { workspaceId }) => inviteBy(by, workspaceId), ['done', 'done', F, F]],
    [
      'create a room',
      (by, { workspaceId }) => by.call.rooms.create({ id: randomUUID(), name: 'Mine', workspaceId }),
      ['done', 'done', 'done', F],
    ],
    [
      'join its public room',
      (by, { publicRoom }) => by.call.rooms.join({ roomId: publicRoom }),
      ['done', 'done', 'done', 'done'],
    ],
    [
      'join its private room',
      (by, { privateRoom }) => by.call.rooms.join({ roomId: privateRoom }),
      ['done', 'ROOM_NOT_FOUND', 'ROOM_NOT_FOUND', 'ROOM_NOT_FOUND'],
    ],
    [
      'write to the member alone',
      (by, { workspaceId, people }) =>
        by.call.rooms.openDirect({ id: randomUUID(), userId: people.member.userId, workspaceId }),
      ['done', 'done', F, 'PERSON_NOT_FOUND'],
    ],
    [
      'add people to its public room',
      (by, { publicRoom, people }) =>
        by.call.rooms.add({ roomId: publicRoom, userIds: [people.member.userId] }),
      ['done', 'done', 'ROOM_NOT_FOUND', F],
    ],
    [
      'see who is in it',
      (by, { workspaceId }) => by.call.workspaces.members({ workspaceId }),
      ['done', 'done', 'done', 'done'],
    ],
  ]

  test.each(acts)('WS-01 %s: owner, admin, member, guest', async (_, act, expected) => {
    const outcomes: string[] = []
    for (const role of roles) {
      const place = await tenant()
      outcomes.push(await outcome(act(place.people[role], place)))
    }
    expect(outcomes).toEqual(expected)
  })

  test('WS-01 whoever is not in it learns nothing of it, whatever they try', async () => {
    const place = await tenant()
    const outcomes = new Set<string>()
    for (const [, act] of acts) outcomes.add(await outcome(act(place.newcomer, place)))
    expect([...outcomes].sort()).toEqual([
      'FORBIDDEN',
      'PERSON_NOT_FOUND',
      'ROOM_NOT_FOUND',
      'WORKSPACE_NOT_FOUND',
    ])
  })

  test('WS-02 a guest sees the rooms they were added to, the people there, and nobody and nothing else', async () => {
    const { people, publicRoom, workspaceId } = await tenant()
    await people.member.call.rooms.create({ id: randomUUID(), name: 'Garden', workspaceId })
    const { rooms } = await people.guest.call.rooms.list({})
    expect(rooms.filter(({ roomId }) => roomId === publicRoom)).toHaveLength(1)
    expect(rooms.map(({ name }) => name)).not.toContain('Garden')
    const ids = [people.owner.userId, people.member.userId]
    expect((await people.guest.call.profiles.names({ userIds: ids })).profiles).toEqual([
      { userId: people.owner.userId, name: 'owner' },
    ])
    const { members } = await people.guest.call.workspaces.members({ workspaceId })
    expect(members.map(({ userId }) => userId)).toEqual([people.guest.userId])
  })
})

describe('going', () => {
  test('WS-03 whoever is removed is out of all its rooms, each of which tells so; ownership passes on', async () => {
    const { people, workspaceId, publicRoom, privateRoom, roleOf } = await tenant()
    await people.admin.call.rooms.add({ roomId: publicRoom, userIds: [people.member.userId] }).catch(() => {})
    await people.owner.call.rooms.add({
      roomId: privateRoom,
      userIds: [people.member.userId, people.admin.userId],
    })
    await people.owner.call.workspaces.remove({ workspaceId, userId: people.owner.userId })
    expect(await roleOf(people.owner)).toBeUndefined()
    expect(await roleOf(people.admin)).toBe('owner')
    await expect(people.owner.call.messages.history({ roomId: privateRoom })).rejects.toMatchObject({
      cause: { code: 'ROOM_NOT_FOUND' },
    })
    const { changes } = await people.member.call.messages.history({ roomId: privateRoom })
    expect(changes.map(({ event }) => event?.kind)).toEqual(expect.arrayContaining(['left', 'role']))
    const { members } = await people.member.call.rooms.members({ roomId: privateRoom })
    expect(members.filter(({ role }) => role === 'owner')).toHaveLength(1)
  })

  test('WS-03 its last one leaves it without anybody, and nobody has it', async () => {
    const owner = await person()
    const workspaceId = randomUUID()
    await owner.call.workspaces.create({ id: workspaceId, name: 'Alone' })
    await owner.call.workspaces.remove({ workspaceId, userId: owner.userId })
    expect(await outcome(owner.call.workspaces.rename({ workspaceId, name: 'Mine' }))).toBe(
      'WORKSPACE_NOT_FOUND',
    )
  })

  test('WS-03 whoever is removed while somebody adds them to a room is in no room of it afterwards', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { people, workspaceId, privateRoom } = await tenant()
      const userId = people.member.userId
      await Promise.allSettled([
        people.owner.call.rooms.add({ roomId: privateRoom, userIds: [userId] }),
        people.admin.call.workspaces.remove({ workspaceId, userId }),
      ])
      const { rows } = await superuser.query(
        'select 1 from chat.room_members where room_id = $1 and user_id = $2 and ended_at is null',
        [privateRoom, userId],
      )
      expect(rows).toEqual([])
    }
  })

  test('WS-04 in an open installation everybody is in the first workspace, but whoever was removed from it', async () => {
    const open = await createTestApi()
    const owner = new pg.Client(open.database.superuserUrl)
    await owner.connect()
    const [ada, ben] = [await open.user('Ada'), await open.user('Ben')]
    const [first] = (await ada.call.workspaces.list()).workspaces
    const workspaceId = first?.workspaceId ?? ''
    expect((await ben.call.workspaces.list()).workspaces).toEqual([first])
    await owner.query(`select chat.welcome_account($1, 'Ada')`, [ada.userId])
    await owner.query(`select chat.welcome_account($1, 'Ben')`, [ben.userId])
    expect((await ada.call.workspaces.list()).workspaces[0]?.role).toBe('owner')
    expect((await ben.call.workspaces.list()).workspaces[0]?.role).toBe('member')
    await ada.call.workspaces.remove({ workspaceId, userId: ben.userId })
    await ben.call.profiles.rename({ name: 'Ben again' })
    await owner.query(`select chat.enter_first_workspace($1, 'Ben')`, [ben.userId])
    expect((await ben.call.workspaces.list()).workspaces).toEqual([])
    expect(await outcome(ben.call.rooms.create({ id: randomUUID(), name: 'Room' }))).toBe('FORBIDDEN')
    const { token } = await inviteBy(ada, workspaceId)
    await ben.call.workspaces.acceptInvitation({ token })
    expect((await ben.call.workspaces.list()).workspaces).toHaveLength(1)
    await owner.end()
    await open.close()
  })
})

test('AU-02 what happens in a workspace is noted, each once, and what does not happen is not', async () => {
  const notes: AuditNote[] = []
  const noting = await createTestApi(
    { auditLog: { ...noAuditLog, note: async (note) => void notes.push(note) } },
    false,
  )
  const [ada, ben] = [await noting.user('Ada'), await noting.user('Ben')]
  const workspaceId = randomUUID()
  await ada.call.workspaces.create({ id: workspaceId, name: 'Tenant' })
  const { token, invitationId } = await inviteBy(ada, workspaceId)
  await ben.call.workspaces.acceptInvitation({ token })
  await ada.call.workspaces.setRole({ workspaceId, userId: ben.userId, role: 'admin' })
  for (let times = 0; times < 2; times += 1)
    await ada.call.workspaces.remove({ workspaceId, userId: ben.userId })
  await ada.call.workspaces.remove({ workspaceId, userId: ada.userId })
  const [adaId, benId] = [ada.userId, ben.userId]
  expect(notes).toEqual([
    { action: 'workspace.created', actorId: adaId, workspaceId },
    {
      ...{ action: 'workspace.invitation_made', actorId: adaId, workspaceId },
      details: { invitation: invitationId, role: 'member', uses: 1 },
    },
    { action: 'workspace.joined', actorId: benId, workspaceId },
    {
      action: 'workspace.role_changed',
      actorId: adaId,
      workspaceId,
      subjectId: benId,
      details: { role: 'admin' },
    },
    { action: 'workspace.member_removed', actorId: adaId, workspaceId, subjectId: benId },
    { action: 'workspace.left', actorId: adaId, workspaceId },
  ])
  await noting.close()
})

describe('invitations', () => {
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
      expect(await outcome(newcomer.call.workspaces.describeInvitation({ token }))).toBe(
        'INVITATION_NOT_FOUND',
      )
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
    expect(await outcome(people.owner.call.workspaces.invite({ ...input, token: newToken() }))).toBe(
      'CONFLICT',
    )
    expect(await outcome(people.admin.call.workspaces.invite({ ...input, id: randomUUID() }))).toBe(
      'CONFLICT',
    )
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
})

describe('isolation', () => {
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
})
