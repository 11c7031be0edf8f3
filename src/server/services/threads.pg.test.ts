import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { userTopic } from '@/contract/realtime'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

let api: TestApi
let ada: TestUser
let ben: TestUser
let cleo: TestUser
let roomId: string
let threadId: string

beforeAll(async () => {
  api = await createTestApi()
  for (const name of ['Ada', 'Ben', 'Cleo']) {
    const user = await api.user(name)
    if (name === 'Ada') ada = user
    else if (name === 'Ben') ben = user
    else cleo = user
  }
})
afterAll(() => api.close())

async function say(user: TestUser, content: string, thread?: string): Promise<string> {
  const id = randomUUID()
  const sentAt = new Date().toISOString()
  await user.call.messages.send({ id, roomId, content, sentAt, ...(thread ? { thread } : {}) })
  return id
}

/** Three people in a room, in which Ada has written what a thread may begin with. */
async function begin(): Promise<void> {
  roomId = randomUUID()
  await ada.call.rooms.create({ id: roomId, name: 'Room' })
  for (const user of [ben, cleo]) await user.call.rooms.join({ roomId })
  threadId = await say(ada, 'Who comes?')
}

async function headOf({ call }: TestUser) {
  const { log, rooms } = await call.rooms.heads({})
  const room = rooms.find((one) => one.roomId === roomId)
  if (!room) throw new Error('not in the room')
  return { log, ...room }
}

const state = ({ call }: TestUser) => call.threads.state({ roomId, threadId })

it('TH-02 whoever wrote the first message or an answer follows; the news of each thread is told to those, and only what others wrote is news', async () => {
  await begin()
  expect(await state(ada)).toEqual({ follows: false, lastRead: 0 })
  await say(ben, 'Me', threadId)
  expect((await headOf(ada)).threads).toEqual([{ id: threadId, lastRead: 4 - 1 }])
  expect(await headOf(ben)).not.toHaveProperty('threads')
  expect(await headOf(cleo)).not.toHaveProperty('threads')
  await say(ada, 'Good', threadId)
  expect(await headOf(ada)).not.toHaveProperty('threads')
  expect((await headOf(ben)).threads).toHaveLength(1)
  expect([(await state(ada)).follows, (await state(ben)).follows, (await state(cleo)).follows]).toEqual([
    ...[true, true, false],
  ])
})

it('TH-03 how far somebody has read a thread never falls, is their own, and takes it from the news; their devices are told', async () => {
  await begin()
  await say(ben, 'one', threadId)
  await say(ben, 'two', threadId)
  const { log, head } = await headOf(ada)
  api.published.length = 0
  const mark = (position: number) => ada.call.threads.markRead({ roomId, threadId, log, position })
  expect(await mark(head - 1)).toEqual({ position: head - 1 })
  expect((await headOf(ada)).threads).toEqual([{ id: threadId, lastRead: head - 1 }])
  expect(await mark(head)).toEqual({ position: head })
  expect(await mark(head - 1)).toEqual({ position: head })
  expect(await headOf(ada)).not.toHaveProperty('threads')
  expect(api.published[0]).toEqual({
    ...{ topic: userTopic(ada.userId), event: 'rooms', payload: { roomId, epoch: 1 } },
  })
  await expect(mark(head + 1)).rejects.toMatchObject({ cause: { code: 'BEYOND_HEAD' } })
  const other = { roomId, threadId, log: randomUUID(), position: 1 }
  await expect(ada.call.threads.markRead(other)).rejects.toMatchObject({ cause: { code: 'OTHER_LOG' } })
  // Reading alone is not following.
  await cleo.call.threads.markRead({ roomId, threadId, log, position: head })
  await say(ben, 'three', threadId)
  expect(await state(cleo)).toEqual({ follows: false, lastRead: head })
  expect(await headOf(cleo)).not.toHaveProperty('threads')
})

it('TH-04 anybody in the room follows a thread or stops; what was there counts as read, and answering follows again', async () => {
  await begin()
  await say(ben, 'one', threadId)
  const follow = (user: TestUser, follows: boolean) => user.call.threads.follow({ roomId, threadId, follows })
  for (let times = 0; times < 2; times++) expect(await follow(cleo, true)).toEqual({ follows: true })
  expect(await headOf(cleo)).not.toHaveProperty('threads')
  await say(ben, 'two', threadId)
  await follow(cleo, true)
  expect((await headOf(cleo)).threads).toHaveLength(1)
  for (let times = 0; times < 2; times++) expect(await follow(cleo, false)).toEqual({ follows: false })
  expect(await headOf(cleo)).not.toHaveProperty('threads')
  await say(ben, 'three', threadId)
  expect(await headOf(cleo)).not.toHaveProperty('threads')
  await say(cleo, 'four', threadId)
  await say(ben, 'five', threadId)
  expect((await headOf(cleo)).threads).toHaveLength(1)
})

it('TH-04 what is no thread cannot be followed or read, and a stranger learns nothing', async () => {
  await begin()
  const answer = await say(ben, 'one', threadId)
  for (const none of [answer, randomUUID()]) {
    const gone = { cause: { code: 'MESSAGE_NOT_FOUND' } }
    await expect(ada.call.threads.state({ roomId, threadId: none })).rejects.toMatchObject(gone)
    const follow = { roomId, threadId: none, follows: true }
    await expect(ada.call.threads.follow(follow)).rejects.toMatchObject(gone)
  }
  const stranger = await api.user('Mallory')
  const unknown = { cause: { code: 'ROOM_NOT_FOUND' } }
  await expect(stranger.call.threads.state({ roomId, threadId })).rejects.toMatchObject(unknown)
  const follow = { roomId, threadId, follows: true }
  await expect(stranger.call.threads.follow(follow)).rejects.toMatchObject(unknown)
  expect((await stranger.call.threads.list()).threads).toEqual([])
})

it('TH-05 the list shows the followed threads, the latest answers first, with how many there are; not of rooms that one has left', async () => {
  await begin()
  const older = { roomId, threadId }
  await say(ben, 'old answer', threadId)
  await begin()
  await say(ben, 'one', threadId)
  const gone = await say(ben, 'two', threadId)
  await say(ben, 'three', threadId)
  await ben.call.messages.remove({ id: randomUUID(), roomId, messageId: gone })
  const [first, second] = (await ada.call.threads.list()).threads
  expect(first).toMatchObject({
    ...{ roomId, root: { id: threadId, content: 'Who comes?' }, replies: 2, latest: { content: 'three' } },
  })
  expect(second).toMatchObject({ roomId: older.roomId, root: { id: older.threadId }, replies: 1 })
  expect((await ben.call.threads.list()).threads.map(({ root }) => root.id)).toContain(threadId)
  await ben.call.rooms.leave({ roomId })
  expect((await ben.call.threads.list()).threads.map(({ root }) => root.id)).not.toContain(threadId)
})

it('AC-02 with the service’s check taken out, the database keeps strangers from threads', async () => {
  const open = await createTestApi({ access: { memberOf: async (_, roomIds) => new Set(roomIds) } })
  try {
    const [owner, mallory] = [await open.user('Ada'), await open.user('Mallory')]
    const [room, thread] = [randomUUID(), randomUUID()]
    await owner.call.rooms.create({ id: room, name: 'Board', kind: 'private' })
    const sentAt = new Date().toISOString()
    await owner.call.messages.send({ id: thread, roomId: room, content: 'secret', sentAt })
    const { log } = await owner.call.rooms.heads({})
    const input = { roomId: room, threadId: thread }
    const gone = { cause: { code: 'MESSAGE_NOT_FOUND' } }
    await expect(mallory.call.threads.state(input)).rejects.toMatchObject(gone)
    await expect(mallory.call.threads.follow({ ...input, follows: true })).rejects.toMatchObject(gone)
    const mark = mallory.call.threads.markRead({ ...input, log, position: 1 })
    await expect(mark).rejects.toMatchObject({ cause: { code: 'ROOM_NOT_FOUND' } })
  } finally {
    await open.close()
  }
})
