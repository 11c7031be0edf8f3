/** What every message log allows and refuses, and what comes of each kind of command. Each adapter's test calls this. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Command, CommandResult } from '@/contract/commands'
import { serverLimits } from '@/contract/server-limits'
import { commands } from '@/testing/test-chat'
import { type ChatHarness, person, room, startConversation, useHarness } from './room-directory-contract'

const { send, edit, remove, react } = commands
const statusesOf = (results: readonly CommandResult[]) => results.map(({ status }) => status)
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

export function describeMessageLogRules(name: string, create: () => Promise<ChatHarness>): void {
  describe(name, () => {
    const chat = useHarness(create)
    const append = (...batch: Command[]) => chat().messageLog.append(batch)
    const one = async (command: Command) => (await append(command)).results[0]
    const stateOf = (userId: string, roomId: string) => chat().messageLog.changesAfter(userId, roomId, 0, 500)
    const conversation = () => startConversation(chat())

    test('DB-16 only the sender edits, only what is not removed, and only the version that was seen', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const elsewhere = await room(chat(), [ben])
      const onFirst = () => edit({ as: ben, roomId, messageId, content: 'second', version: 1 })
      const { results } = await append(
        edit({ as: ada, roomId, messageId, content: 'mine now' }),
        edit({ as: ben, roomId: elsewhere, messageId, content: 'elsewhere' }),
        react({ as: ada, roomId, messageId, emoji: '👍', present: true }),
        ...[onFirst(), onFirst(), remove({ as: ben, roomId, messageId }), onFirst()],
      )
      expect(statusesOf(results)).toEqual([
        ...['FORBIDDEN', 'MESSAGE_NOT_FOUND', 'stored', 'stored', 'STALE_EDIT', 'stored', 'MESSAGE_REMOVED'],
      ])
    })

    test('DB-17 a removal leaves a tombstone in its place, once; others’ messages are an owner’s or admin’s to remove', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const [cleo, adas] = [await person(chat()), send({ as: ada, roomId, content: 'mine' })]
      await chat().addMember(roomId, cleo, 'admin')
      await append(adas, react({ as: ada, roomId, messageId, emoji: '👍', present: true }))
      const { results } = await append(
        remove({ as: ben, roomId, messageId: adas.id }),
        remove({ as: ada, roomId, messageId }),
        remove({ as: ben, roomId, messageId }),
        remove({ as: cleo, roomId, messageId: adas.id }),
      )
      expect(results).toMatchObject([
        ...[{ status: 'FORBIDDEN' }, { position: 4 }, { status: 'stored', position: 4 }, { position: 5 }],
      ])
      const tombstone = { content: '', reactions: [], removedAt: expect.any(String), version: 1 }
      expect((await stateOf(ada, roomId))?.changes).toMatchObject([
        { id: messageId, seq: 1, changedSeq: 4, ...tombstone },
        { id: adas.id, seq: 2, changedSeq: 5, ...tombstone },
      ])
    })

    test('DB-18 reactions come in the order in which those that are left were made, and settle where they are so', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const set = (as: string, emoji: string, present = true) =>
        one(react({ as, roomId, messageId, emoji, present }))
      expect(await set(ada, '👍', false)).toMatchObject({ status: 'stored', position: 1 })
      for (const [as, emoji] of [[ben, '👍'] as const, [ada, '🎉'] as const, [ada, '👍'] as const]) {
        await set(as, emoji)
      }
      expect(await set(ada, '👍')).toMatchObject({
        status: 'stored',
        position: 4,
        change: {
          reactions: [
            { emoji: '👍', userIds: [ben, ada] },
            { emoji: '🎉', userIds: [ada] },
          ],
        },
      })
      expect(await set(ben, '👍', false)).toMatchObject({
        position: 5,
        change: {
          version: 1,
          reactions: [
            { emoji: '🎉', userIds: [ada] },
            { emoji: '👍', userIds: [ada] },
          ],
        },
      })
    })

    test('DB-18 a message takes so many emoji and no more, of those it has one more person', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const emojis = upTo(serverLimits.emojiPerMessage + 1).map((index) =>
        String.fromCodePoint(0x1f5ff + index),
      )
      const [first = ''] = emojis
      const { results } = await append(
        ...[...emojis, first].map((emoji, index) =>
          react({
            as: index > serverLimits.emojiPerMessage ? ben : ada,
            roomId,
            messageId,
            emoji,
            present: true,
          }),
        ),
      )
      expect(statusesOf(results)).toEqual([
        ...upTo(serverLimits.emojiPerMessage).map(() => 'stored'),
        ...['TOO_MANY_REACTIONS', 'stored'],
      ])
    })

    test('DB-18 an emoji takes so many people and no more', async () => {
      const { ada, roomId, messageId } = await conversation()
      const crowd = await Promise.all(upTo(serverLimits.reactorsPerEmoji).map(() => person(chat())))
      for (const userId of crowd) await chat().addMember(roomId, userId, 'member')
      const people = [...crowd, ada]
      const { results } = await append(
        ...people.map((as) => react({ as, roomId, messageId, emoji: '👍', present: true })),
      )
      expect(statusesOf(results)).toEqual([...crowd.map(() => 'stored'), 'TOO_MANY_REACTIONS'])
    })

    test('DB-19 a reply names a message of the same room, which may be removed', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const elsewhere = await room(chat(), [ada])
      const reply = (to: string, replyTo: string) => send({ as: ada, roomId: to, content: 'Re', replyTo })
      await append(remove({ as: ben, roomId, messageId }))
      const { results } = await append(
        ...[reply(roomId, messageId), reply(roomId, randomUUID()), reply(elsewhere, messageId)],
      )
      expect(statusesOf(results)).toEqual(['stored', 'MESSAGE_NOT_FOUND', 'MESSAGE_NOT_FOUND'])
    })

    test('TH-01 an answer in a thread names a message of the same room that is in none; it counts as unread nowhere else', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const elsewhere = await room(chat(), [ada])
      const answer = (to: string, thread: string) => send({ as: ada, roomId: to, content: 'Re', thread })
      const first = answer(roomId, messageId)
      const { results, rooms } = await append(
        ...[first, answer(roomId, randomUUID()), answer(elsewhere, messageId), answer(roomId, first.id)],
      )
      const refused = 'MESSAGE_NOT_FOUND'
      expect(statusesOf(results)).toEqual(['stored', refused, refused, refused])
      expect(rooms[0]?.changes).toMatchObject([{ id: first.id, seq: 2, thread: messageId }])
      expect((await stateOf(ben, roomId))?.changes[0]).not.toHaveProperty('thread')
      const [head] = (await chat().messageLog.heads(ben, { limit: 1 })).rooms
      expect(head).toMatchObject({ head: 2, unread: 0 })
      const asMessage = send({ as: ada, id: first.id, roomId, content: 'Re' })
      expect(await one(asMessage)).toMatchObject({ status: 'CONFLICT' })
    })

    test('DB-27 a withdrawal of what never came leaves a tombstone that nobody has to read, and the late send is a CONFLICT', async () => {
      const { ada, ben, roomId } = await conversation()
      const late = send({ as: ben, roomId, content: 'late' })
      const withdrawal = remove({ as: ben, roomId, messageId: late.id, withdraw: true })
      const result = await one(withdrawal)
      const tombstone = {
        ...{
          id: late.id,
          roomId,
          seq: 2,
          changedSeq: 2,
          senderId: ben,
          content: '',
          version: 0,
          replyTo: null,
        },
        ...{ reactions: [], editedAt: null },
      }
      expect(result).toMatchObject({ status: 'stored', position: 2, change: tombstone })
      const [, { sentAt, createdAt, removedAt } = { sentAt: '' }] =
        (await stateOf(ada, roomId))?.changes ?? []
      expect([sentAt, createdAt]).toEqual([removedAt, removedAt])
      expect(await one(withdrawal)).toMatchObject({ status: 'duplicate', position: 2 })
      expect(await one(late)).toEqual({ id: late.id, status: 'CONFLICT', message: expect.any(String) })
      expect(statusesOf(await chat().messageLog.recall([late]))).toEqual(['CONFLICT'])
      expect(await one(remove({ as: ben, roomId, messageId: late.id }))).toMatchObject({ position: 2 })
      expect(await one(remove({ as: ada, roomId, messageId: late.id }))).toMatchObject({ position: 2 })
      expect(await one(edit({ as: ben, roomId, messageId: late.id, content: 'x' }))).toMatchObject({
        status: 'MESSAGE_REMOVED',
      })
      expect(await chat().messageLog.heads(ada, { limit: 1 })).toMatchObject({
        rooms: [{ head: 2, unread: 1 }],
      })
    })

    test('DB-27 a withdrawal of what did come is a removal; of an id used otherwise it finds no message', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const elsewhere = await room(chat(), [ada, ben])
      const adas = send({ as: ada, roomId, content: 'mine' })
      const edited = edit({ as: ben, roomId, messageId, content: 'second' })
      await append(adas, edited)
      const withdraw = (where: string, id: string) =>
        remove({ as: ben, roomId: where, messageId: id, withdraw: true })
      const { results } = await append(
        ...[withdraw(roomId, adas.id), withdraw(elsewhere, messageId), withdraw(roomId, edited.id)],
        withdraw(roomId, messageId),
      )
      expect(statusesOf(results)).toEqual(['FORBIDDEN', 'MESSAGE_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'stored'])
      expect(results[3]).toMatchObject({ position: 4, change: { seq: 1, version: 2, content: '' } })
    })
  })
}
