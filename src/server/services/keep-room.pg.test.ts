/** Who may do what in a room, over the API and PostgreSQL. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limits } from '@/contract/limits'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

let api: TestApi
/** `owner`, `admin`, `member` and `ben` are in the room; `keeper` keeps the workspace; `stranger` is merely in it. */
const roles = ['owner', 'admin', 'member', 'ben', 'keeper', 'stranger', 'foreigner'] as const
type Role = (typeof roles)[number]
let people: Record<Role, TestUser>

beforeAll(async () => {
  api = await createTestApi()
  const all = await Promise.all(roles.map(async (role) => [role, await api.user(role)] as const))
  people = Object.fromEntries(all) as Record<Role, TestUser>
  await sql("update chat.workspace_members set role = 'admin' where user_id = $1", people.keeper.userId)
  await sql('delete from chat.workspace_members where user_id = $1', people.foreigner.userId)
})
afterAll(() => api.close())

async function sql(text: string, ...values: unknown[]): Promise<void> {
  const { Client } = (await import('pg')).default
  const client = new Client(api.database.superuserUrl)
  await client.connect()
  await client.query(text, values).finally(() => client.end())
}

const failsWith = (code: string) => ({ cause: { code } })
const idOf = (role: Role) => people[role].userId

/** A room of owner, admin, member and Ben. */
async function room(kind: 'public' | 'private' = 'private'): Promise<string> {
  const roomId = randomUUID()
  const { call } = people.owner
  await call.rooms.create({ id: roomId, name: 'Room', kind })
  await call.rooms.add({ roomId, userIds: [idOf('admin'), idOf('member'), idOf('ben')] })
  await call.rooms.setRole({ roomId, userId: idOf('admin'), role: 'admin' })
  return roomId
}

async function eventsIn(roomId: string, reader: Role = 'owner') {
  const { changes } = await people[reader].call.messages.history({ roomId, limit: 200 })
  return changes.flatMap(({ senderId, event }) => (event ? [{ senderId, event }] : []))
}

async function membersOf(roomId: string, reader: Role = 'owner') {
  const { members } = await people[reader].call.rooms.members({ roomId })
  return Object.fromEntries(members.map(({ name, role }) => [name, role]))
}

type Act = (actor: TestUser, roomId: string) => Promise<unknown>

/** What each may do to Ben, a member, or to the room. The rest hear FORBIDDEN, or that there is no such room. */
const acts: { name: string; act: Act; private: Role[]; public: Role[] }[] = [
  {
    name: 'name the room and say what it is about',
    act: ({ call }, roomId) => call.rooms.update({ roomId, name: 'New', topic: 'Tea' }),
    private: ['owner', 'admin'],
    public: ['owner', 'admin', 'keeper'],
  },
  {
    name: 'archive the room',
    act: ({ call }, roomId) => call.rooms.archive({ roomId, archived: true }),
    private: ['owner'],
    public: ['owner'],
  },
  {
    name: 'add people',
    act: ({ call }, roomId) => call.rooms.add({ roomId, userIds: [idOf('stranger')] }),
    private: ['owner', 'admin'],
    public: ['owner', 'admin', 'member', 'keeper'],
  },
  {
    name: 'remove a member',
    act: ({ call }, roomId) => call.rooms.removeMember({ roomId, userId: idOf('ben') }),
    private: ['owner', 'admin'],
    public: ['owner', 'admin', 'keeper'],
  },
  {
    name: 'ban a member',
    act: ({ call }, roomId) => call.rooms.ban({ roomId, userId: idOf('ben') }),
    private: ['owner', 'admin'],
    public: ['owner', 'admin', 'keeper'],
  },
  {
    name: 'lift a ban',
    act: ({ call }, roomId) => call.rooms.unban({ roomId, userId: idOf('ben') }),
    private: ['owner', 'admin'],
    public: ['owner', 'admin', 'keeper'],
  },
  {
    name: 'see who is banned',
    act: ({ call }, roomId) => call.rooms.bans({ roomId }),
    private: ['owner', 'admin'],
    public: ['owner', 'admin', 'keeper'],
  },
  {
    name: 'give a role',
    act: ({ call }, roomId) => call.rooms.setRole({ roomId, userId: idOf('ben'), role: 'admin' }),
    private: ['owner'],
    public: ['owner'],
  },
  {
    name: 'remove an admin',
    act: ({ call }, roomId) => call.rooms.removeMember({ roomId, userId: idOf('admin') }),
    private: ['owner'],
    public: ['owner'],
  },
  {
    name: 'ban the owner',
    act: ({ call }, roomId) => call.rooms.ban({ roomId, userId: idOf('owner') }),
    private: [],
    public: [],
  },
]
const actors = ['owner', 'admin', 'member', 'keeper', 'stranger', 'foreigner'] as const

describe.each(acts)('RK-01 who may $name', ({ act, ...allowed }) => {
  it.each(['private', 'public'] as const)('RK-01 in a %s room', async (kind) => {
    for (const role of actors) {
      const roomId = await room(kind)
      const before = await eventsIn(roomId)
      const knowsIt = ['owner', 'admin', 'member'].includes(role) || (kind === 'public' && role === 'keeper')
      const attempt = act(people[role], roomId)
      if (allowed[kind].includes(role)) await expect(attempt, role).resolves.toBeDefined()
      else {
        const code = knowsIt ? 'FORBIDDEN' : 'ROOM_NOT_FOUND'
        await expect(attempt, role).rejects.toMatchObject(failsWith(code))
        expect(await eventsIn(roomId)).toEqual(before)
      }
    }
  })
})

it('RK-02 what is done is told in the log once, by whoever did it, however often it is asked for', async () => {
  const roomId = await room()
  const { admin, owner } = people
  const before = (await eventsIn(roomId)).length
  for (let times = 0; times < 2; times += 1) {
    await admin.call.rooms.update({ roomId, name: 'New', topic: 'Tea' })
    await admin.call.rooms.add({ roomId, userIds: [idOf('stranger'), idOf('ben')] })
    await owner.call.rooms.setRole({ roomId, userId: idOf('ben'), role: 'admin' })
    await owner.call.rooms.removeMember({ roomId, userId: idOf('ben') })
    await owner.call.rooms.removeMember({ roomId, userId: idOf('stranger') })
    await admin.call.rooms.add({ roomId, userIds: [idOf('ben')] })
    await owner.call.rooms.ban({ roomId, userId: idOf('ben') })
    await admin.call.rooms.unban({ roomId, userId: idOf('ben') })
    await owner.call.rooms.archive({ roomId, archived: true })
    await owner.call.rooms.archive({ roomId, archived: false })
    if (times === 0)
      expect(await membersOf(roomId)).toEqual({ owner: 'owner', admin: 'admin', member: 'member' })
  }
  const by = (role: Role) => ({ senderId: idOf(role) })
  const of = (kind: string, role: Role) => ({ kind, userId: idOf(role) })
  expect((await eventsIn(roomId)).slice(before, before + 11)).toEqual([
    { ...by('admin'), event: { kind: 'renamed', name: 'New' } },
    { ...by('admin'), event: { kind: 'topic', topic: 'Tea' } },
    { ...by('admin'), event: of('added', 'stranger') },
    { ...by('owner'), event: { ...of('role', 'ben'), role: 'admin' } },
    { ...by('owner'), event: of('removed', 'ben') },
    { ...by('owner'), event: of('removed', 'stranger') },
    { ...by('admin'), event: of('added', 'ben') },
    { ...by('owner'), event: of('banned', 'ben') },
    { ...by('admin'), event: of('unbanned', 'ben') },
    { ...by('owner'), event: { kind: 'archived' } },
    { ...by('owner'), event: { kind: 'unarchived' } },
  ])
  const { rooms } = await owner.call.rooms.heads({})
  expect(rooms.find((one) => one.roomId === roomId)).toMatchObject({ name: 'New', topic: 'Tea', unread: 0 })
})

it('RK-03 a removal or a ban raises the epoch, so that whoever is out hears nothing more, and ends every right', async () => {
  for (const kind of ['public', 'private'] as const) {
    for (const how of ['removeMember', 'ban'] as const) {
      const roomId = await room(kind)
      api.published.length = 0
      const { epoch, head } = await people.owner.call.rooms[how]({ roomId, userId: idOf('ben') })
      expect(epoch).toBe(2)
      const told = api.published.map(({ topic, event, payload }) => ({ topic, event, payload }))
      expect(told).toMatchObject([
        { topic: `user:${idOf('ben')}`, event: 'rooms', payload: { roomId, epoch } },
        { topic: `room:${roomId}:1`, event: 'change', payload: { epoch, head } },
      ])
      expect(told[1]?.payload).not.toHaveProperty('changes')
      const { ben } = people
      const gone = failsWith('ROOM_NOT_FOUND')
      await expect(ben.call.messages.history({ roomId })).rejects.toMatchObject(gone)
      await expect(ben.call.rooms.rejoin({ roomId, after: 0 })).rejects.toMatchObject(gone)
      expect((await ben.call.rooms.heads({})).ended).toContain(roomId)
      expect(await api.services.access.memberOf(idOf('ben'), [roomId])).toEqual(new Set())
      const mayComeBack = kind === 'public' && how === 'removeMember'
      const back = ben.call.rooms.join({ roomId })
      if (mayComeBack) await expect(back).resolves.toMatchObject({ roomId })
      else await expect(back).rejects.toMatchObject(gone)
    }
  }
})

it('RK-09 a removal of somebody who is not in the room tells them nothing', async () => {
  const roomId = await room()
  api.published.length = 0
  for (const userId of [idOf('stranger'), idOf('foreigner'), randomUUID()]) {
    await people.owner.call.rooms.removeMember({ roomId, userId })
  }
  expect(api.published).toEqual([])
})

it('RK-04 a ban also holds for somebody who is not in the room, until it is lifted', async () => {
  const roomId = await room('public')
  const { owner, stranger, admin } = people
  const userId = idOf('stranger')
  await owner.call.rooms.ban({ roomId, userId })
  await expect(stranger.call.rooms.join({ roomId })).rejects.toMatchObject(failsWith('ROOM_NOT_FOUND'))
  await expect(admin.call.rooms.add({ roomId, userIds: [userId] })).rejects.toMatchObject(
    failsWith('PERSON_BANNED'),
  )
  expect(await admin.call.rooms.bans({ roomId })).toMatchObject({
    bans: [{ userId, name: 'stranger' }],
    hasMore: false,
  })
  await admin.call.rooms.unban({ roomId, userId })
  expect(await stranger.call.rooms.join({ roomId })).toMatchObject({ roomId })
  expect(await admin.call.rooms.bans({ roomId })).toEqual({ bans: [], hasMore: false })
})

it('RK-05 a room that is handed over has one owner, who was a member; the one before is an admin', async () => {
  const roomId = await room()
  const { owner, ben } = people
  await owner.call.rooms.setRole({ roomId, userId: idOf('ben'), role: 'owner' })
  expect(await membersOf(roomId)).toMatchObject({ owner: 'admin', ben: 'owner' })
  await expect(ben.call.rooms.setRole({ roomId, userId: idOf('ben'), role: 'member' })).rejects.toMatchObject(
    failsWith('FORBIDDEN'),
  )
  await expect(
    ben.call.rooms.setRole({ roomId, userId: idOf('stranger'), role: 'admin' }),
  ).rejects.toMatchObject(failsWith('PERSON_NOT_FOUND'))
})

it('RK-06 people of other workspaces cannot be added, and then nobody is', async () => {
  const roomId = await room()
  const userIds = [idOf('stranger'), idOf('foreigner')]
  for (const wrong of [userIds, [randomUUID()]]) {
    await expect(people.owner.call.rooms.add({ roomId, userIds: wrong })).rejects.toMatchObject(
      failsWith('PERSON_NOT_FOUND'),
    )
  }
  expect(await membersOf(roomId)).not.toHaveProperty('stranger')
  const tooMany = Array.from({ length: limits.addedPeople + 1 }, () => randomUUID())
  await expect(people.owner.call.rooms.add({ roomId, userIds: tooMany })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
})

it('RK-07 two people have one direct room in a workspace, whoever opens it, at once too, and it stays as it is', async () => {
  const [ada, bob, eve] = [await api.user('Ada'), await api.user('Bob'), await api.user('Eve')]
  const opened = await Promise.all(
    [ada, bob, ada, bob].map(({ call, userId }) =>
      call.rooms.openDirect({ id: randomUUID(), userId: userId === ada.userId ? bob.userId : ada.userId }),
    ),
  )
  const [{ roomId = '' } = {}] = opened
  expect(new Set(opened.map((room) => room.roomId))).toEqual(new Set([roomId]))
  for (const [me, other] of [
    [ada, bob],
    [bob, ada],
  ] as const) {
    expect((await me.call.rooms.heads({})).rooms).toMatchObject([
      { roomId, kind: 'direct', withUserId: other.userId },
    ])
  }
  const refused = [
    () => ada.call.rooms.leave({ roomId }),
    () => ada.call.rooms.update({ roomId, name: 'Ours' }),
    () => ada.call.rooms.add({ roomId, userIds: [eve.userId] }),
    () => ada.call.rooms.removeMember({ roomId, userId: bob.userId }),
    () => ada.call.rooms.ban({ roomId, userId: bob.userId }),
    () => ada.call.rooms.setRole({ roomId, userId: bob.userId, role: 'admin' }),
    () => ada.call.rooms.archive({ roomId, archived: true }),
    () => ada.call.rooms.openDirect({ id: randomUUID(), userId: ada.userId }),
  ]
  for (const attempt of refused) await expect(attempt()).rejects.toMatchObject(failsWith('FORBIDDEN'))
  await expect(eve.call.rooms.join({ roomId })).rejects.toMatchObject(failsWith('ROOM_NOT_FOUND'))
  await expect(
    ada.call.rooms.openDirect({ id: randomUUID(), userId: idOf('foreigner') }),
  ).rejects.toMatchObject(failsWith('PERSON_NOT_FOUND'))
  await expect(eve.call.rooms.openDirect({ id: roomId, userId: ada.userId })).rejects.toMatchObject(
    failsWith('CONFLICT'),
  )
})

it('RK-08 what is sent after a removal has taken hold is refused, and what was stored before it stays', async () => {
  const roomId = await room()
  const sends = Array.from({ length: 20 }, (_, n) => ({
    ...{ id: randomUUID(), roomId, content: `message ${n}`, sentAt: new Date().toISOString() },
  }))
  const outcomes = await Promise.all([
    ...sends.map((message) =>
      people.ben.call.messages.send(message).then(
        ({ position }) => position,
        ({ cause }: { cause: { code: string } }) => cause.code,
      ),
    ),
    people.owner.call.rooms.removeMember({ roomId, userId: idOf('ben') }),
  ])
  const { head } = outcomes.pop() as { head: number }
  for (const outcome of outcomes) {
    if (typeof outcome === 'number') expect(outcome).toBeLessThan(head)
    else expect(outcome).toBe('ROOM_NOT_FOUND')
  }
  const { changes } = await people.owner.call.messages.history({ roomId, limit: 200 })
  expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, index) => index + 1))
  expect(changes.at(-1)).toMatchObject({ seq: head, event: { kind: 'removed', userId: idOf('ben') } })
})
