import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Command } from '@/contract/commands'
import { commands, openTestChat, type TestChat } from '@/testing/test-chat'

const { send, edit, remove, react } = commands
let chat: TestChat
let ada: string
let ben: string

beforeAll(async () => {
  chat = await openTestChat(50)
  ada = await chat.person('Ada')
  ben = await chat.person('Ben')
})
afterAll(() => chat.close())

/** Appends one command and answers its result. */
async function one(command: Command) {
  const [result] = (await chat.append(command)).results
  return result
}

/** A room of Ada and Ben in which Ada said "first" at position 1. */
async function conversation() {
  const roomId = await chat.room(ada, [ben])
  const first = send({ as: ada, roomId, content: 'first' })
  await chat.append(first)
  return { roomId, first, messageId: first.id }
}

/** The room as its owner sees it, to compare before and after. */
const stateOf = (roomId: string) => chat.changesAfter(ada, roomId)

test('DB-13 200 concurrent sends of one id make one row at one position', async () => {
  const roomId = await chat.room(ada)
  const message = send({ as: ada, roomId, content: 'once' })
  const answers = await Promise.all(Array.from({ length: 200 }, () => one(message)))

  expect(answers.filter((answer) => answer?.status === 'stored')).toHaveLength(1)
  expect(answers.filter((answer) => answer?.status === 'duplicate')).toHaveLength(199)
  expect(new Set(answers.map((answer) => answer?.position))).toEqual(new Set([1]))
  const page = await stateOf(roomId)
  expect(page).toMatchObject({ head: 1, changes: [{ id: message.id, seq: 1, content: 'once' }] })
})

test('DB-13 one id twice in one batch is stored once', async () => {
  const roomId = await chat.room(ada)
  const message = send({ as: ada, roomId, content: 'once' })
  const { results } = await chat.append(message, message)
  expect(results.map(({ status, position }) => [status, position])).toEqual([
    ['stored', 1],
    ['duplicate', 1],
  ])
  expect(await stateOf(roomId)).toMatchObject({ head: 1, changes: [{ id: message.id }] })
})

test('DB-13 a retry after the message was edited answers the first position and the message as it is now', async () => {
  const { roomId, first, messageId } = await conversation()
  await chat.append(edit({ as: ada, roomId, messageId, content: 'second' }))
  const before = await stateOf(roomId)
  expect(await one(first)).toMatchObject({
    status: 'duplicate',
    position: 1,
    change: { content: 'second', changedSeq: 2 },
  })
  expect(await stateOf(roomId)).toEqual(before)
})

test('DB-13 every kind of command has its first position at every retry', async () => {
  const { roomId, first, messageId } = await conversation()
  const batch = [
    first,
    edit({ as: ada, roomId, messageId, content: 'second', version: 1 }),
    react({ as: ben, roomId, messageId, emoji: '👍', present: true }),
    react({ as: ben, roomId, messageId, emoji: '👍', present: false }),
    remove({ as: ada, roomId, messageId }),
  ]
  await chat.append(...batch)
  const before = await stateOf(roomId)
  const { results, rooms } = await chat.append(...batch)
  expect(results.map(({ status, position }) => [status, position])).toEqual(
    [1, 2, 3, 4, 5].map((position) => ['duplicate', position]),
  )
  expect(rooms).toMatchObject([{ roomId, after: 5, upTo: 5, changes: [] }])
  expect(await stateOf(roomId)).toEqual(before)
})

test("DB-13 the sender's clock may differ between tries", async () => {
  const { first } = await conversation()
  expect(await one({ ...first, sentAt: '2027-01-01T00:00:00Z' } as Command)).toMatchObject({
    status: 'duplicate',
    position: 1,
  })
})

test('DB-13 recall answers as the retry would, and stores nothing', async () => {
  const { roomId, first } = await conversation()
  const unseen = send({ as: ada, roomId, content: 'never sent' })
  const other = { ...first, content: 'other' } as Command
  const answer = await chat.call<{ results: unknown[] }>('recall', JSON.stringify([unseen, first, other]))
  expect(answer.results).toMatchObject([
    { id: unseen.id, status: 'ROOM_NOT_FOUND' },
    { id: first.id, status: 'duplicate', position: 1 },
    { id: first.id, status: 'CONFLICT' },
  ])
  expect(await stateOf(roomId)).toMatchObject({ head: 1 })
})

test('DB-14 a sender who left hears duplicate, with status and position only', async () => {
  const roomId = await chat.room(ada, [ben], 'private')
  const message = send({ as: ben, roomId, content: 'bye' })
  await chat.append(message)
  await chat.call('leave_room', ben, roomId)

  expect(await one(message)).toEqual({ id: message.id, status: 'duplicate', position: 1 })
  const recalled = await chat.call<{ results: unknown[] }>('recall', JSON.stringify([message]))
  expect(recalled.results).toEqual([{ id: message.id, status: 'duplicate', position: 1 }])
  expect(await one(send({ as: ben, roomId, content: 'one more' }))).toMatchObject({
    status: 'ROOM_NOT_FOUND',
  })
})

test('DB-14 a command that would be refused by now is still a duplicate', async () => {
  const { roomId, messageId } = await conversation()
  const edited = edit({ as: ada, roomId, messageId, content: 'second', version: 1 })
  const reacted = react({ as: ben, roomId, messageId, emoji: '👍', present: true })
  await chat.append(edited, reacted)
  await chat.append(edit({ as: ada, roomId, messageId, content: 'third', version: 2 }))
  expect(await one(edited)).toMatchObject({ status: 'duplicate', position: 2 })
  await chat.append(remove({ as: ada, roomId, messageId }))
  expect(await one(edited)).toMatchObject({ status: 'duplicate', position: 2 })
  expect(await one(reacted)).toMatchObject({ status: 'duplicate', position: 3 })
})

test('DB-14 a retried edit does not overwrite a newer one', async () => {
  const { roomId, messageId } = await conversation()
  const older = edit({ as: ada, roomId, messageId, content: 'older' })
  await chat.append(older)
  await chat.append(edit({ as: ada, roomId, messageId, content: 'newer' }))
  expect(await one(older)).toMatchObject({ status: 'duplicate', position: 2 })
  expect(await stateOf(roomId)).toMatchObject({ head: 3, changes: [{ content: 'newer', version: 3 }] })
})

test('DB-15 an id that comes again with anything else about it is a conflict and changes nothing', async () => {
  const { roomId, first, messageId } = await conversation()
  const elsewhere = await chat.room(ada, [ben])
  const before = [await stateOf(roomId), await stateOf(elsewhere)]
  const reuses: Command[] = [
    send({ as: ada, id: first.id, roomId, content: 'other content' }),
    send({ as: ada, id: first.id, roomId, content: 'first', replyTo: first.id }),
    send({ as: ben, id: first.id, roomId, content: 'first' }),
    send({ as: ada, id: first.id, roomId: elsewhere, content: 'first' }),
    edit({ as: ada, id: first.id, roomId, messageId, content: 'first' }),
    remove({ as: ada, id: first.id, roomId, messageId }),
  ]
  for (const reuse of reuses) {
    expect(await one(reuse)).toEqual({ id: first.id, status: 'CONFLICT' })
  }
  expect([await stateOf(roomId), await stateOf(elsewhere)]).toEqual(before)
})

test('DB-15 a stranger who reuses an id hears the same conflict, wherever it was used', async () => {
  const roomId = await chat.room(ada, [], 'private')
  const secret = send({ as: ada, roomId, content: 'secret' })
  await chat.append(secret)
  const own = await chat.room(ben, [], 'private')
  const theirs = send({ as: ben, id: secret.id, roomId: own, content: 'secret' })
  expect(await one(theirs)).toEqual({ id: secret.id, status: 'CONFLICT' })
})

test('DB-15 an id sent to two rooms at once is stored in one and a conflict in the other', async () => {
  const rooms = await Promise.all(Array.from({ length: 10 }, () => chat.room(ada)))
  const id = randomUUID()
  const answers = await Promise.all(
    rooms.map((roomId) => one(send({ as: ada, id, roomId, content: 'where?' }))),
  )
  expect(answers.map((answer) => answer?.status).sort()).toEqual([...Array(9).fill('CONFLICT'), 'stored'])
  const seen = await Promise.all(rooms.map(stateOf))
  expect(seen.map((page) => page?.head).sort()).toEqual([...Array(9).fill(0), 1])
})
