/** Who may do what in a workspace, and what becomes of those who go, over the API and PostgreSQL. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ErrorCode } from '@/contract/errors'
import { type AuditNote, noAuditLog } from '@/server/ports/audit-log'
import { createTestApi, type TestUser } from '@/testing/test-api'
import { inviteBy, newToken, openTenants, outcome, type Tenant, workspaceRoles } from './workspace-fixture'

let tenants: Awaited<ReturnType<typeof openTenants>>
let tenant: (typeof tenants)['tenant']
let person: (typeof tenants)['person']
let api: (typeof tenants)['api']
let superuser: (typeof tenants)['superuser']

beforeAll(async () => {
  tenants = await openTenants()
  ;({ tenant, person, api, superuser } = tenants)
})
afterAll(() => tenants.close())

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
      'remove the admin',
      (by, { workspaceId, people }) =>
        by.call.workspaces.remove({ workspaceId, userId: people.admin.userId }),
      ['done', 'done', F, F],
    ],
    [
      'remove the guest',
      (by, { workspaceId, people }) =>
        by.call.workspaces.remove({ workspaceId, userId: people.guest.userId }),
      ['done', 'done', F, 'done'],
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
      'invite a guest to its private room',
      (by, { workspaceId, privateRoom }) => inviteBy(by, workspaceId, { role: 'guest', roomId: privateRoom }),
      ['done', 'ROOM_NOT_FOUND', F, F],
    ],
    [
      'take an invitation back',
      async (by, { workspaceId, people }) => {
        const { invitationId } = await inviteBy(people.owner, workspaceId)
        await by.call.workspaces.revokeInvitation({ workspaceId, invitationId })
      },
      ['done', 'done', F, F],
    ],
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
      'join another public room of it',
      async (by, { workspaceId, people }) => {
        const roomId = randomUUID()
        await people.owner.call.rooms.create({ id: roomId, name: 'Garden', workspaceId })
        await by.call.rooms.join({ roomId })
      },
      ['done', 'done', 'done', 'ROOM_NOT_FOUND'],
    ],
    [
      'name its public room',
      (by, { publicRoom }) => by.call.rooms.update({ roomId: publicRoom, name: 'New' }),
      ['done', 'done', 'ROOM_NOT_FOUND', F],
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
    for (const role of workspaceRoles) {
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

  test('WS-03 whoever leaves is off the topics of its public rooms too: their epoch rises, as when a guest leaves one', async () => {
    const { people, workspaceId, publicRoom: roomId } = await tenant()
    const { owner, member, guest } = people
    const epochIn = async () => (await owner.call.rooms.rejoin({ roomId, after: 0 })).epoch
    await member.call.rooms.join({ roomId })
    await member.call.rooms.leave({ roomId })
    expect(await epochIn()).toBe(1)
    await member.call.rooms.join({ roomId })
    await guest.call.rooms.leave({ roomId })
    expect(await epochIn()).toBe(2)
    api.published.length = 0
    await member.call.workspaces.remove({ workspaceId, userId: member.userId })
    expect(await epochIn()).toBe(3)
    const [toMember, toRoom] = api.published
    expect(toMember).toEqual({
      ...{ topic: `user:${member.userId}`, event: 'rooms' },
      payload: { roomId, epoch: 3 },
    })
    expect(toRoom).toMatchObject({ topic: `room:${roomId}:2`, payload: { epoch: 3 } })
    expect(toRoom?.payload).not.toHaveProperty('changes')
  })

  test('RK-07 whoever was gone and is in it again comes back to the conversation they had, and it is told in it', async () => {
    const { people, workspaceId } = await tenant()
    const { owner, member } = people
    const open = () => owner.call.rooms.openDirect({ id: randomUUID(), userId: member.userId, workspaceId })
    const { roomId } = await open()
    await member.call.workspaces.remove({ workspaceId, userId: member.userId })
    const { token } = await inviteBy(owner, workspaceId)
    await member.call.workspaces.acceptInvitation({ token })
    api.published.length = 0
    const { epoch } = await open()
    const added = { event: { kind: 'added', userId: member.userId } }
    expect(api.published.at(-1)).toMatchObject({
      topic: `room:${roomId}:${epoch}`,
      payload: { changes: [added] },
    })
    const { changes } = await member.call.rooms.rejoin({ roomId, after: 0 })
    expect(changes.at(-1)).toMatchObject(added)
  })

  test('WS-03 it has one owner, whoever hands it over, leaves or is removed at the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { people, workspaceId } = await tenant()
      const { owner, admin, member } = people
      const [ownerId, adminId] = [owner.userId, admin.userId]
      const outcomes = await Promise.all(
        [
          owner.call.workspaces.setRole({ workspaceId, userId: adminId, role: 'owner' }),
          admin.call.workspaces.remove({ workspaceId, userId: adminId }),
          owner.call.workspaces.remove({ workspaceId, userId: ownerId }),
        ].map(outcome),
      )
      expect(outcomes.slice(1)).toEqual(['done', 'done'])
      const { members } = await member.call.workspaces.members({ workspaceId })
      expect(members.map(({ name, role }) => [name, role]).toSorted()).toEqual([
        ['guest', 'guest'],
        ['member', 'owner'],
      ])
    }
  })

  test('WS-03 an account that ends locks its rooms as writers do, over its workspaces too: nobody blocks anybody for good', async () => {
    const user = await person()
    // The workspace that comes first has the room that comes last.
    const [first, second] = [randomUUID(), randomUUID()].toSorted()
    const [low, high] = [randomUUID(), randomUUID()].toSorted()
    for (const [workspaceId = '', roomId = ''] of [
      [first, high],
      [second, low],
    ]) {
      await user.call.workspaces.create({ id: workspaceId, name: 'Tenant' })
      await user.call.rooms.create({ id: roomId, name: 'Room', workspaceId })
    }
    const [writer, leaver] = await Promise.all([tenants.connect(), tenants.connect()])
    const lock = (roomId = '') =>
      writer.query('select from chat.rooms where id = $1 for no key update', [roomId])
    await writer.query('begin')
    await lock(low)
    const { rows } = await leaver.query<{ pid: number }>('select pg_backend_pid() as pid')
    const gone = leaver.query('select chat.forget_person($1)', [user.userId])
    await vi.waitFor(async () => {
      const blocked = await superuser.query('select pg_blocking_pids($1) as by', [rows[0]?.pid])
      expect(blocked.rows[0]?.by).toHaveLength(1)
    })
    await lock(high)
    await writer.query('commit')
    await gone
    expect(await outcome(user.call.rooms.rejoin({ roomId: low ?? '', after: 0 }))).toBe('ROOM_NOT_FOUND')
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
  const auditLog = { ...noAuditLog, note: async (note: AuditNote) => void notes.push(note) }
  const noting = await createTestApi({ auditLog }, false)
  const [ada, ben] = [await noting.user('Ada'), await noting.user('Ben')]
  const [adaId, benId] = [ada.userId, ben.userId]
  const [workspaceId, roomId, toRoom, toAll] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const [guestToken, token] = [newToken(), newToken()]
  const { workspaces, rooms } = ada.call
  const acts = [
    () => workspaces.create({ id: workspaceId, name: 'Tenant' }),
    () => workspaces.rename({ workspaceId, name: 'Renamed' }),
    () => rooms.create({ id: roomId, name: 'Room', workspaceId }),
    () => workspaces.invite({ id: toRoom, token: guestToken, workspaceId, roomId, role: 'guest' }),
    () => ben.call.workspaces.acceptInvitation({ token: guestToken }),
    () => workspaces.invite({ id: toAll, token, workspaceId }),
    () => ben.call.workspaces.acceptInvitation({ token }),
    () => workspaces.setRole({ workspaceId, userId: benId, role: 'admin' }),
    () => workspaces.revokeInvitation({ workspaceId, invitationId: toAll }),
    () => workspaces.remove({ workspaceId, userId: benId }),
  ]
  for (const act of acts) {
    await act()
    await act()
  }
  await workspaces.remove({ workspaceId, userId: adaId })
  const told = notes.filter(({ action }) => action.startsWith('workspace.'))
  expect(told.every((note) => note.workspaceId === workspaceId)).toBe(true)
  expect(
    told.map(({ action, actorId, subjectId, details }) => [action, actorId, subjectId, details]),
  ).toEqual([
    ['workspace.created', adaId, undefined, undefined],
    ['workspace.renamed', adaId, undefined, undefined],
    ['workspace.invitation_made', adaId, undefined, { invitation: toRoom, role: 'guest', uses: 1 }],
    ['workspace.joined', benId, undefined, { invitation: toRoom, role: 'guest' }],
    ['workspace.invitation_made', adaId, undefined, { invitation: toAll, role: 'member', uses: 1 }],
    ['workspace.role_changed', benId, benId, { invitation: toAll, role: 'member' }],
    ['workspace.role_changed', adaId, benId, { role: 'admin' }],
    ['workspace.invitation_revoked', adaId, undefined, { invitation: toAll }],
    ['workspace.member_removed', adaId, benId, undefined],
    ['workspace.left', adaId, undefined, undefined],
  ])
  await noting.close()
})
