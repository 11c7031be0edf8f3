import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Command } from '@/contract/commands'
import { limits } from '@/contract/limits'
import { serverLimits } from '@/contract/server-limits'
import { commands, openTestChat, type TestChat } from '@/testing/test-chat'

const { send, edit, remove, react } = commands
let chat: TestChat
let ada: string
let ben: string

beforeAll(async () => {
  chat = await openTestChat()
  ada = await chat.person('Ada')
  ben = await chat.person('Ben')
})
afterAll(() => chat.close())

/** Appends one command and answers its result. */
async function one(command: Command) {
  const [result] = (await chat.append(command)).results
  return result
}

/** A room of Ada (its owner) and Ben in which Ben said "first" at position 1. */
async function conversation() {
  const roomId = await chat.room(ada, [ben])
  const first = send({ as: ben, roomId, content: 'first' })
  await chat.append(first)
  return { roomId, messageId: first.id }
}

/** The conversation's only message and the head. */
async function stateOf(roomId: string) {
  const page = await chat.changesAfter(ada, roomId)
  return { head: page?.head, message: page?.changes[0] }
}

/** Puts reactions of invented people on a message, past the log. */
async function addReactions(roomId: string, messageId: string, emojis: readonly string[]): Promise<void> {
  for (const emoji of emojis) {
    await chat.superuser.query(
      `with people as (insert into chat.profiles (id, name) values (gen_random_uuid(), 'x') returning id)
       insert into chat.reactions (message_id, room_id, emoji, user_id, position)
       select $2, $1, $3, id, 1 from people`,
      [roomId, messageId, emoji],
    )
  }
}

test('DB-16 an edit changes content, version and position, and nothing else', async () => {
  const { roomId, messageId } = await conversation()
  const { message: before } = await stateOf(roomId)
  expect(await one(edit({ as: ben, roomId, messageId, content: 'second' }))).toMatchObject({
    status: 'stored',
    position: 2,
  })
  const { head, message } = await stateOf(roomId)
  expect(head).toBe(2)
  expect(message).toEqual({
    ...before,
    content: 'second',
    version: 2,
    changedSeq: 2,
    editedAt: expect.any(String),
  })
})

test('DB-16 an edit made on an older version is refused as STALE_EDIT; reactions do not age it', async () => {
  const { roomId, messageId } = await conversation()
  await chat.append(react({ as: ada, roomId, messageId, emoji: '👍', present: true }))
  const onFirst = (content: string) => edit({ as: ben, roomId, messageId, content, version: 1 })
  expect(await one(onFirst('second'))).toMatchObject({ status: 'stored', position: 3 })
  const before = await stateOf(roomId)
  const stale = onFirst('third')
  expect(await one(stale)).toEqual({ id: stale.id, status: 'STALE_EDIT' })
  expect(await stateOf(roomId)).toEqual(before)
})

test('DB-16 only the sender edits; nobody edits a removed or an unknown message', async () => {
  const { roomId, messageId } = await conversation()
  const elsewhere = await chat.room(ada, [ben])
  const attempt = (as: string, room = roomId, id = messageId) =>
    one(edit({ as, roomId: room, messageId: id, content: 'mine now' }))
  const before = await stateOf(roomId)
  expect(await attempt(ada)).toMatchObject({ status: 'FORBIDDEN' })
  expect(await attempt(ben, roomId, randomUUID())).toMatchObject({ status: 'MESSAGE_NOT_FOUND' })
  expect(await attempt(ben, elsewhere)).toMatchObject({ status: 'MESSAGE_NOT_FOUND' })
  expect(await stateOf(roomId)).toEqual(before)
  await chat.append(remove({ as: ben, roomId, messageId }))
  expect(await attempt(ben)).toMatchObject({ status: 'MESSAGE_REMOVED' })
})

test('DB-17 a removal leaves a tombstone: no content, no reactions, its place kept', async () => {
  const { roomId, messageId } = await conversation()
  await chat.append(react({ as: ada, roomId, messageId, emoji: '👍', present: true }))
  expect(await one(remove({ as: ben, roomId, messageId }))).toMatchObject({ status: 'stored', position: 3 })
  expect(await stateOf(roomId)).toMatchObject({
    head: 3,
    message: {
      id: messageId,
      seq: 1,
      changedSeq: 3,
      content: '',
      reactions: [],
      removedAt: expect.any(String),
    },
  })
})

test('DB-17 removing twice is settled at the first removal, without a new position', async () => {
  const { roomId, messageId } = await conversation()
  await chat.append(remove({ as: ben, roomId, messageId }))
  const before = await stateOf(roomId)
  const again = remove({ as: ada, roomId, messageId })
  expect(await one(again)).toMatchObject({ status: 'stored', position: 2 })
  expect(await one(again)).toMatchObject({ status: 'duplicate', position: 2 })
  expect(await stateOf(roomId)).toEqual(before)
})

test("DB-17 the owner removes anybody's message, another member only their own", async () => {
  const { roomId, messageId } = await conversation()
  const adas = send({ as: ada, roomId, content: 'mine' })
  await chat.append(adas)
  expect(await one(remove({ as: ben, roomId, messageId: adas.id }))).toMatchObject({ status: 'FORBIDDEN' })
  expect(await one(remove({ as: ada, roomId, messageId }))).toMatchObject({ status: 'stored' })
})

test('DB-18 a reaction that is there already is settled, and so is taking back one that is not', async () => {
  const { roomId, messageId } = await conversation()
  const set = (present: boolean) => one(react({ as: ada, roomId, messageId, emoji: '👍', present }))
  expect(await set(false)).toMatchObject({ status: 'stored', position: 1 })
  expect(await set(true)).toMatchObject({ status: 'stored', position: 2 })
  expect(await set(true)).toMatchObject({ status: 'stored', position: 2 })
  expect(await stateOf(roomId)).toMatchObject({
    head: 2,
    message: { changedSeq: 2, version: 1, reactions: [{ emoji: '👍', userIds: [ada] }] },
  })
  expect(await set(false)).toMatchObject({ status: 'stored', position: 3 })
  expect(await stateOf(roomId)).toMatchObject({ head: 3, message: { changedSeq: 3, reactions: [] } })
})

test('DB-18 reactions come in the order in which they were made', async () => {
  const { roomId, messageId } = await conversation()
  for (const [as, emoji] of [
    [ben, '👍'],
    [ada, '🎉'],
    [ada, '👍'],
    [ben, '😀'],
  ] as const) {
    await chat.append(react({ as, roomId, messageId, emoji, present: true }))
  }
  expect((await stateOf(roomId)).message?.reactions).toEqual([
    { emoji: '👍', userIds: [ben, ada] },
    { emoji: '🎉', userIds: [ada] },
    { emoji: '😀', userIds: [ben] },
  ])
})

test('DB-18 one emoji of a message takes as many people as the contract says, and no more', async () => {
  const { roomId, messageId } = await conversation()
  const set = (as: string, present: boolean) => one(react({ as, roomId, messageId, emoji: '👍', present }))
  await addReactions(roomId, messageId, Array(serverLimits.reactorsPerEmoji - 1).fill('👍'))
  expect(await set(ada, true)).toMatchObject({ status: 'stored', position: 2 })
  const before = await stateOf(roomId)
  expect(before.message?.reactions[0]?.userIds).toHaveLength(serverLimits.reactorsPerEmoji)
  expect(await set(ben, true)).toMatchObject({ status: 'TOO_MANY_REACTIONS' })
  expect(await stateOf(roomId)).toEqual(before)
  expect(await set(ada, false)).toMatchObject({ status: 'stored', position: 3 })
  expect(await set(ben, true)).toMatchObject({ status: 'stored', position: 4 })
})

test('DB-18 a message takes as many emoji as the contract says; one of them more people still', async () => {
  const { roomId, messageId } = await conversation()
  const emojis = Array.from({ length: serverLimits.emojiPerMessage + 1 }, (_, index) =>
    String.fromCodePoint(0x1f600 + index),
  )
  const [first = '', ...others] = emojis
  const last = others.pop() ?? ''
  await addReactions(roomId, messageId, others)
  const set = (as: string, emoji: string) => one(react({ as, roomId, messageId, emoji, present: true }))
  expect(await set(ada, first)).toMatchObject({ status: 'stored' })
  expect(await set(ada, last)).toMatchObject({ status: 'TOO_MANY_REACTIONS' })
  expect(await set(ben, first)).toMatchObject({ status: 'stored' })
  expect((await stateOf(roomId)).message?.reactions).toHaveLength(serverLimits.emojiPerMessage)
})

test('DB-18 nobody reacts to a removed message', async () => {
  const { roomId, messageId } = await conversation()
  await chat.append(remove({ as: ben, roomId, messageId }))
  const result = await one(react({ as: ada, roomId, messageId, emoji: '👍', present: true }))
  expect(result).toMatchObject({ status: 'MESSAGE_REMOVED' })
})

test('DB-19 a reply names a message of the same room, a removed one too', async () => {
  const { roomId, messageId } = await conversation()
  const elsewhere = await chat.room(ada)
  const reply = (room: string, replyTo: string) =>
    one(send({ as: ada, roomId: room, content: 'Re', replyTo }))
  expect(await reply(roomId, randomUUID())).toMatchObject({ status: 'MESSAGE_NOT_FOUND' })
  expect(await reply(elsewhere, messageId)).toMatchObject({ status: 'MESSAGE_NOT_FOUND' })
  expect(await reply(roomId, messageId)).toMatchObject({ status: 'stored', change: { replyTo: messageId } })
  await chat.append(remove({ as: ben, roomId, messageId }))
  expect(await reply(roomId, messageId)).toMatchObject({ status: 'stored' })
})

test('RM-13 an archived room takes nothing new, knows what it took, and can be read and left', async () => {
  const roomId = await chat.room(ada, [ben])
  const message = send({ as: ada, roomId, content: 'kept' })
  await chat.append(message)
  await chat.superuser.query('update chat.rooms set archived_at = now() where id = $1', [roomId])
  const attempts = [
    send({ as: ada, roomId, content: 'late' }),
    edit({ as: ada, roomId, messageId: message.id, content: 'late' }),
    remove({ as: ada, roomId, messageId: message.id }),
    react({ as: ben, roomId, messageId: message.id, emoji: '👍', present: true }),
  ]
  const { results } = await chat.append(message, ...attempts)
  expect(results.map(({ status }) => status)).toEqual(['duplicate', ...attempts.map(() => 'ROOM_ARCHIVED')])
  expect(await chat.changesAfter(ben, roomId)).toMatchObject({ head: 1, changes: [{ content: 'kept' }] })
  expect(await chat.call('leave_room', ben, roomId)).toMatchObject({ upTo: 2 })
})

test('DB-20 a stranger, an ended member and an unknown room hear the same', async () => {
  const roomId = await chat.room(ada, [ben], 'private')
  const message = send({ as: ada, roomId, content: 'secret' })
  await chat.append(message)
  await chat.call('leave_room', ben, roomId)
  const stranger = await chat.person('Eve')
  for (const [as, room] of [
    [stranger, roomId],
    [ben, roomId],
    [ada, randomUUID()],
  ] as const) {
    const attempts = [
      send({ as, roomId: room, content: 'hello' }),
      edit({ as, roomId: room, messageId: message.id, content: 'hello' }),
      remove({ as, roomId: room, messageId: message.id }),
      react({ as, roomId: room, messageId: message.id, emoji: '👍', present: true }),
    ]
    for (const attempt of attempts) {
      expect(await chat.append(attempt)).toMatchObject({
        results: [{ id: attempt.id, status: 'ROOM_NOT_FOUND' }],
      })
      expect(await one(attempt)).toEqual({ id: attempt.id, status: 'ROOM_NOT_FOUND' })
    }
  }
  expect(await stateOf(roomId)).toMatchObject({ head: 2, message: { content: 'secret', reactions: [] } })
})

test('DB-25 the longest message fits in any script; one character more and nothing of the batch happens', async () => {
  const { roomId } = await conversation()
  const longest = '😀'.repeat(limits.contentCodePoints)
  const batch = (content: string) => [
    send({ as: ada, roomId, content: 'short' }),
    send({ as: ada, roomId, content }),
  ]
  await expect(chat.append(...batch(`${longest}😀`))).rejects.toMatchObject({ code: '23514' })
  expect(await stateOf(roomId)).toMatchObject({ head: 1 })
  const { results } = await chat.append(...batch(longest))
  expect(results).toMatchObject([{ position: 2 }, { position: 3, change: { content: longest } }])
})

test('DB-27 a withdrawal of a message that never came leaves a tombstone, and the send that comes late hears CONFLICT', async () => {
  const { roomId } = await conversation()
  const late = send({ as: ada, roomId, content: 'never mind' })
  const withdrawal = remove({ as: ada, roomId, messageId: late.id, withdraw: true })
  expect(await one(withdrawal)).toMatchObject({
    status: 'stored',
    position: 2,
    change: { id: late.id, senderId: ada, content: '', version: 0, seq: 2, removedAt: expect.any(String) },
  })
  expect(await one(withdrawal)).toMatchObject({ status: 'duplicate', position: 2 })
  expect(await one(late)).toMatchObject({ status: 'CONFLICT' })
  expect((await chat.changesAfter(ben, roomId))?.head).toBe(2)
})

test('DB-27 a withdrawal of a message that did come is its removal, and only its author’s or an owner’s', async () => {
  const { roomId, messageId } = await conversation()
  const adas = send({ as: ada, roomId, content: 'from the owner' })
  await chat.append(adas)
  const notHis = remove({ as: ben, roomId, messageId: adas.id, withdraw: true })
  expect(await one(notHis)).toMatchObject({ status: 'FORBIDDEN' })
  const his = remove({ as: ben, roomId, messageId, withdraw: true })
  expect(await one(his)).toMatchObject({ status: 'stored', change: { version: 1, seq: 1, changedSeq: 3 } })
})

test('DB-27 ids that other commands have used, other rooms and rooms of others cannot be withdrawn', async () => {
  const { roomId, messageId } = await conversation()
  const elsewhere = await conversation()
  const reaction = react({ as: ben, roomId, messageId, emoji: '👍', present: true })
  await chat.append(reaction)
  for (const id of [elsewhere.messageId, reaction.id]) {
    const withdrawal = remove({ as: ben, roomId, messageId: id, withdraw: true })
    expect(await one(withdrawal)).toMatchObject({ status: 'MESSAGE_NOT_FOUND' })
  }
  const stranger = await chat.person('Mallory')
  const intrusion = remove({ as: stranger, roomId, messageId: randomUUID(), withdraw: true })
  expect(await one(intrusion)).toMatchObject({ status: 'ROOM_NOT_FOUND' })
  expect((await chat.changesAfter(ben, roomId))?.head).toBe(2)
})

test('DB-27 only a removal withdraws, and never the message that would have its own id', async () => {
  const { roomId } = await conversation()
  const messageId = randomUUID()
  const edited = { ...edit({ as: ben, roomId, messageId, content: 'x' }), withdraw: true } as Command
  const itself = remove({ id: messageId, as: ben, roomId, messageId, withdraw: true })
  for (const command of [edited, itself]) {
    expect(await one(command)).toMatchObject({ status: 'MESSAGE_NOT_FOUND' })
  }
  expect((await chat.changesAfter(ben, roomId))?.head).toBe(1)
})
