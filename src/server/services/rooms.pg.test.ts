import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { userTopic } from '@/contract/realtime'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

let api: TestApi
let ada: TestUser
let bob: TestUser

beforeAll(async () => {
  api = await createTestApi()
  ada = await api.user('Ada')
  bob = await api.user('Bob')
})
afterAll(() => api.close())

async function room(kind: 'public' | 'private' = 'public'): Promise<string> {
  const id = randomUUID()
  await ada.call.rooms.create({ id, name: 'Room', kind })
  return id
}

async function say(user: TestUser, roomId: string, content: string): Promise<string> {
  const id = randomUUID()
  await user.call.messages.send({ id, roomId, content, sentAt: new Date().toISOString() })
  return id
}

it('RM-01 creating a room again with the same id answers the same, and with another name CONFLICT', async () => {
  const id = randomUUID()
  const first = await ada.call.rooms.create({ id, name: 'Garden' })
  expect(await ada.call.rooms.create({ id, name: 'Garden' })).toEqual(first)
  await expect(ada.call.rooms.create({ id, name: 'Shed' })).rejects.toMatchObject({
    cause: { code: 'CONFLICT' },
  })
  await expect(bob.call.rooms.create({ id, name: 'Garden' })).rejects.toMatchObject({
    cause: { code: 'CONFLICT' },
  })
  expect((await ada.call.rooms.members({ roomId: id })).members).toMatchObject([
    { name: 'Ada', role: 'owner' },
  ])
})

it('RM-02 a public room is listed to everybody and can be joined, a private one is neither', async () => {
  const [open, closed] = [await room('public'), await room('private')]
  const listed = (await bob.call.rooms.list({})).rooms.map(({ roomId }) => roomId)
  expect(listed).toContain(open)
  expect(listed).not.toContain(closed)
  expect(await bob.call.rooms.join({ roomId: open })).toEqual({ roomId: open, head: 1, epoch: 1 })
  await expect(bob.call.rooms.join({ roomId: closed })).rejects.toMatchObject({
    cause: { code: 'ROOM_NOT_FOUND' },
  })
  await expect(bob.call.rooms.join({ roomId: randomUUID() })).rejects.toMatchObject({
    cause: { code: 'ROOM_NOT_FOUND' },
  })
})

it('RM-03 joining twice and joining again after leaving count one member', async () => {
  const roomId = await room()
  await bob.call.rooms.join({ roomId })
  await bob.call.rooms.join({ roomId })
  await bob.call.rooms.leave({ roomId })
  await bob.call.rooms.join({ roomId })
  const listed = (await ada.call.rooms.list({})).rooms.find((listedRoom) => listedRoom.roomId === roomId)
  expect(listed).toMatchObject({ members: 2, joined: true })
})

it('RM-04 leaving ends every right at once, and heads says so', async () => {
  const roomId = await room()
  await bob.call.rooms.join({ roomId })
  await say(bob, roomId, 'hello')
  await bob.call.rooms.leave({ roomId })
  const gone = { cause: { code: 'ROOM_NOT_FOUND' } }
  await expect(bob.call.rooms.rejoin({ roomId, after: 0 })).rejects.toMatchObject(gone)
  await expect(bob.call.messages.history({ roomId })).rejects.toMatchObject(gone)
  await expect(bob.call.rooms.members({ roomId })).rejects.toMatchObject(gone)
  await expect(bob.call.rooms.leave({ roomId })).rejects.toMatchObject(gone)
  expect((await bob.call.rooms.heads({})).ended).toContain(roomId)
})

it('RM-05 leaving a private room raises its epoch and tells those who stay, leaving a public one does not', async () => {
  const [open, closed] = [await room('public'), await room('private')]
  api.published.length = 0
  expect(await ada.call.rooms.leave({ roomId: open })).toMatchObject({ epoch: 1 })
  expect(await ada.call.rooms.leave({ roomId: closed })).toMatchObject({ epoch: 2 })
  const told = api.published.filter(({ event }) => event === 'change')
  expect(told).toMatchObject([
    { topic: `room:${open}:1`, payload: { epoch: 1, upTo: 1, changes: [{ event: { kind: 'left' } }] } },
    { topic: `room:${closed}:1`, payload: { epoch: 2, head: 1 } },
  ])
  // Whoever was shut out may still be listening there.
  expect(told[1]?.payload).not.toHaveProperty('changes')
})

it('SN-01 rejoin answers every change after the cursor, page by page, and ends at the head', async () => {
  const roomId = await room()
  const ids: string[] = []
  for (const n of [1, 2, 3, 4, 5]) ids.push(await say(ada, roomId, `message ${n}`))
  await ada.call.messages.remove({ id: randomUUID(), roomId, messageId: ids[0] ?? '' })
  const first = await ada.call.rooms.rejoin({ roomId, after: 1, limit: 2 })
  expect(first).toMatchObject({ status: 'missed', cursor: 3, head: 6, hasMore: true })
  const second = await ada.call.rooms.rejoin({ roomId, after: first.cursor, limit: 3 })
  expect(second).toMatchObject({ cursor: 6, head: 6, hasMore: false })
  expect([...first.changes, ...second.changes].map(({ changedSeq }) => changedSeq)).toEqual([2, 3, 4, 5, 6])
  expect(second.changes.at(-1)).toMatchObject({
    id: ids[0],
    seq: 1,
    content: '',
    removedAt: expect.any(String),
  })
  expect(await ada.call.rooms.rejoin({ roomId, after: 6 })).toMatchObject({
    status: 'caught_up',
    changes: [],
  })
})

it('SN-02 rejoin without a cursor starts at the last received position', async () => {
  const roomId = await room()
  for (const n of [1, 2, 3]) await say(ada, roomId, `message ${n}`)
  const { log } = await ada.call.rooms.heads({})
  await ada.call.messages.markReceived({ roomId, log, position: 2 })
  expect((await ada.call.rooms.rejoin({ roomId })).changes.map(({ seq }) => seq)).toEqual([3])
})

it('SN-03 history answers pages from the newest to the first, each as of its head', async () => {
  const roomId = await room()
  for (const n of [1, 2, 3, 4, 5]) await say(ada, roomId, `message ${n}`)
  const newest = await ada.call.messages.history({ roomId, limit: 2 })
  expect([newest.changes.map(({ seq }) => seq), newest.head, newest.hasMore]).toEqual([[4, 5], 5, true])
  const older = await ada.call.messages.history({ roomId, before: 4, limit: 5 })
  expect([older.changes.map(({ seq }) => seq), older.hasMore]).toEqual([[1, 2, 3], false])
})

it('SN-09 history answers the page around a message, which is in it whatever its size', async () => {
  const roomId = await room()
  const ids: string[] = []
  for (const n of [1, 2, 3, 4, 5, 6, 7]) ids.push(await say(ada, roomId, `message ${n}`))
  const around = async (messageId: string | undefined, limit: number) =>
    (await ada.call.messages.history({ roomId, around: messageId, limit })).changes.map(({ seq }) => seq)
  expect(await around(ids[3], 1)).toEqual([4])
  expect(await around(ids[3], 4)).toEqual([2, 3, 4, 5])
  expect(await around(ids[3], 5)).toEqual([2, 3, 4, 5, 6])
  expect(await around(ids[0], 4)).toEqual([1, 2])
  expect(await around(ids[6], 4)).toEqual([4, 5, 6, 7])

  const elsewhere = await room()
  const other = await say(ada, elsewhere, 'elsewhere')
  for (const messageId of [other, randomUUID()])
    await expect(around(messageId, 4)).rejects.toMatchObject({ cause: { code: 'MESSAGE_NOT_FOUND' } })
  await expect(bob.call.messages.history({ roomId, around: ids[3] })).rejects.toMatchObject({
    cause: { code: 'ROOM_NOT_FOUND' },
  })
  await expect(ada.call.messages.history({ roomId, around: ids[3], before: 4 })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  })
})

it('SN-04 unread counts the messages of others after the read position, and not removed ones', async () => {
  const roomId = await room()
  await bob.call.rooms.join({ roomId })
  const unread = async () =>
    (await bob.call.rooms.heads({})).rooms.find((head) => head.roomId === roomId)?.unread
  const first = await say(ada, roomId, 'one')
  await say(ada, roomId, 'two')
  await say(bob, roomId, 'my own')
  expect(await unread()).toBe(2)
  await ada.call.messages.remove({ id: randomUUID(), roomId, messageId: first })
  expect(await unread()).toBe(1)
  const { log } = await bob.call.rooms.heads({})
  await bob.call.messages.markRead({ roomId, log, position: 3 })
  expect(await unread()).toBe(0)
})

it('SN-05 heads comes in pages, and every room is in one of them', async () => {
  const carol = await api.user('Carol')
  const rooms = [await room(), await room(), await room()]
  for (const roomId of rooms) await carol.call.rooms.join({ roomId })
  await carol.call.rooms.leave({ roomId: rooms[1] ?? '' })
  const seen: string[] = []
  let after: string | undefined
  for (let more = true; more; ) {
    const page = await carol.call.rooms.heads({ limit: 1, ...(after === undefined ? {} : { after }) })
    const ids = [...page.rooms.map(({ roomId }) => roomId), ...page.ended]
    seen.push(...ids)
    after = ids.at(-1)
    more = page.hasMore
  }
  expect(seen).toEqual([...rooms].sort())
})

it('FC-21 receipts never move back, and refuse another log and what lies beyond the head', async () => {
  const roomId = await room()
  for (const n of [1, 2, 3]) await say(ada, roomId, `message ${n}`)
  const { log } = await ada.call.rooms.heads({})
  for (const mark of [ada.call.messages.markReceived, ada.call.messages.markRead]) {
    expect(await mark({ roomId, log, position: 2 })).toEqual({ position: 2 })
    expect(await mark({ roomId, log, position: 1 })).toEqual({ position: 2 })
    await expect(mark({ roomId, log, position: 4 })).rejects.toMatchObject({ cause: { code: 'BEYOND_HEAD' } })
    await expect(mark({ roomId, log: randomUUID(), position: 1 })).rejects.toMatchObject({
      cause: { code: 'OTHER_LOG' },
    })
    await expect(mark({ roomId: randomUUID(), log, position: 1 })).rejects.toMatchObject({
      cause: { code: 'ROOM_NOT_FOUND' },
    })
    expect(await mark({ roomId, log, position: 3 })).toEqual({ position: 3 })
  }
})

it('AC-01 names are shown to people who share a workspace, and to nobody else', async () => {
  const stranger = randomUUID()
  expect((await bob.call.profiles.names({ userIds: [ada.userId, stranger] })).profiles).toEqual([
    { userId: ada.userId, name: 'Ada' },
  ])
})

it('FC-21 the user’s other devices are told how far they have read, and nobody else is', async () => {
  const roomId = await room()
  for (const n of [1, 2]) await say(ada, roomId, `message ${n}`)
  const { log } = await ada.call.rooms.heads({})
  await ada.call.messages.markRead({ roomId, log, position: 2 })
  api.published.length = 0
  await ada.call.messages.markRead({ roomId, log, position: 1 })
  expect(api.published).toEqual([
    { topic: userTopic(ada.userId), event: 'read', payload: { roomId, log, position: 2 } },
  ])
})

it('SN-07 what is marked unread is told to the user’s other devices, and refuses what a receipt refuses', async () => {
  const roomId = await room()
  for (const n of [1, 2, 3]) await say(ada, roomId, `message ${n}`)
  const { log } = await ada.call.rooms.heads({})
  const { markRead, markUnread } = ada.call.messages
  await markRead({ roomId, log, position: 3 })
  api.published.length = 0
  expect(await markUnread({ roomId, log, position: 1 })).toEqual({ position: 1 })
  expect(api.published).toEqual([
    { topic: userTopic(ada.userId), event: 'read', payload: { roomId, log, position: 1, unread: true } },
  ])
  // What stands before it counts as read, also where nobody had said so.
  expect(await markUnread({ roomId, log, position: 2 })).toEqual({ position: 2 })
  await expect(markUnread({ roomId, log, position: 9 })).rejects.toMatchObject({
    cause: { code: 'BEYOND_HEAD' },
  })
  await expect(markUnread({ roomId, log: randomUUID(), position: 0 })).rejects.toMatchObject({
    cause: { code: 'OTHER_LOG' },
  })
})

it('RM-15 people are found by a part of their name, whatever signs are in it; never oneself, or many at once', async () => {
  const user = await api.user('Zoë 100%_\\ Lang')
  await api.user('Zoë 100x Kurz')
  const found = async (text: string, limit?: number) => {
    const { profiles } = await ada.call.profiles.find({ text, ...(limit === undefined ? {} : { limit }) })
    return profiles.map(({ name }) => name)
  }
  expect(await found('zoë')).toEqual(['Zoë 100%_\\ Lang', 'Zoë 100x Kurz'])
  expect(await found('100%')).toEqual(['Zoë 100%_\\ Lang'])
  expect(await found('%_\\')).toEqual(['Zoë 100%_\\ Lang'])
  expect(await found('Ada')).toEqual([])
  expect(await found('', 1)).toHaveLength(1)
  expect(await user.call.profiles.find({ text: 'zoë' })).toMatchObject({
    profiles: [{ name: 'Zoë 100x Kurz' }],
  })
  for (const refused of [{ limit: 51 }, { text: 'a\0b' }, { text: '\ud83d' }]) {
    await expect(ada.call.profiles.find(refused)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  }
})
