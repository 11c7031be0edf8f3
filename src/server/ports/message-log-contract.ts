/** What every message log promises about batches, positions and retries. Each adapter's test calls this. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Command, CommandResult } from '@/contract/commands'
import { limits } from '@/contract/limits'
import { commands } from '@/testing/test-chat'
import { type ChatHarness, person, room, startConversation, useHarness } from './room-directory-contract'

const { send, edit, remove, react } = commands
const statusesOf = (results: readonly CommandResult[]) => results.map(({ status }) => status)
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

export function describeMessageLog(name: string, create: () => Promise<ChatHarness>): void {
  describe(name, () => {
    const chat = useHarness(create)
    const append = (...batch: Command[]) => chat().messageLog.append(batch)
    const one = async (command: Command) => (await append(command)).results[0]
    const stateOf = (userId: string, roomId: string) => chat().messageLog.changesAfter(userId, roomId, 0, 500)
    const conversation = (kind?: 'private') => startConversation(chat(), kind)

    test('DB-12 DB-21 commands take consecutive positions of their rooms, refused ones none; answers come as given', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const other = await room(chat(), [ada])
      const batch = [
        send({ as: ada, roomId: other, content: 'elsewhere' }),
        edit({ as: ben, roomId, messageId, content: 'second' }),
        edit({ as: ada, roomId, messageId, content: 'not mine' }),
        react({ as: ada, roomId, messageId, emoji: '👍', present: true }),
        send({ as: ada, roomId, content: 'reply', replyTo: messageId, sentAt: '2026-05-06T07:08:09Z' }),
      ]
      const { log, results, rooms } = await append(...batch)
      expect(results.map(({ id }) => id)).toEqual(batch.map(({ id }) => id))
      expect(results.map((result) => ('position' in result ? result.position : result.status))).toEqual([
        ...[1, 2, 'FORBIDDEN', 3, 4],
      ])
      const page = await stateOf(ada, roomId)
      expect(page?.changes).toMatchObject([
        ...[{ id: messageId, seq: 1, changedSeq: 3, version: 2, content: 'second', senderId: ben }],
        ...[{ seq: 4, changedSeq: 4, replyTo: messageId, sentAt: '2026-05-06T07:08:09.000Z' }],
      ])
      // Every answer has the message as it is in the end.
      const [message, reply] = page?.changes ?? []
      expect(results[1]).toEqual({
        id: batch[1]?.id,
        status: 'stored',
        position: 2,
        log,
        epoch: 1,
        change: message,
      })
      expect(rooms.find((advance) => advance.roomId === roomId)).toEqual({
        ...{ roomId, epoch: 1, after: 1, upTo: 4 },
        changes: [message, reply],
      })
    })

    test('DB-12 a duplicate repeats the head of its room, a refusal tells of no room', async () => {
      const { ada, roomId, first } = await conversation()
      expect((await append(first)).rooms).toEqual([{ roomId, epoch: 1, after: 1, upTo: 1, changes: [] }])
      const hopeless = edit({ as: ada, roomId, messageId: randomUUID(), content: 'x' })
      expect(await append(hopeless)).toMatchObject({ results: [{ status: 'MESSAGE_NOT_FOUND' }], rooms: [] })
      expect(await append(send({ as: ada, roomId: randomUUID(), content: 'x' }))).toMatchObject({
        results: [{ status: 'ROOM_NOT_FOUND', message: expect.any(String) }],
        rooms: [],
      })
    })

    test('DB-13 every retry is a duplicate at the first position, also within a batch; the clock may differ', async () => {
      const { ben, roomId, first, messageId } = await conversation()
      await append(edit({ as: ben, roomId, messageId, content: 'second' }))
      const before = await stateOf(ben, roomId)
      const { results } = await append(first, first, { ...first, sentAt: '2027-01-01T00:00:00Z' } as Command)
      for (const result of results) {
        expect(result).toMatchObject({ status: 'duplicate', position: 1, change: { content: 'second' } })
      }
      expect(await stateOf(ben, roomId)).toEqual(before)
    })

    test('DB-14 who left hears what was answered before, and nothing of the room, from append and recall', async () => {
      const { ben, roomId, first } = await conversation('private')
      await chat().directory.leave(ben, roomId)
      const { log } = await chat().messageLog.roomHeads([])
      const unseen = send({ as: ben, roomId, content: 'unseen' })
      const duplicate = { id: first.id, status: 'duplicate', position: 1, log }
      const refused = { id: unseen.id, status: 'ROOM_NOT_FOUND', message: expect.any(String) }
      const conflict = { ...first, content: 'other' } as Command
      expect((await append(first, unseen)).results).toEqual([duplicate, refused])
      expect(await chat().messageLog.recall([first, unseen, conflict])).toEqual([
        ...[duplicate, refused, { id: first.id, status: 'CONFLICT', message: expect.any(String) }],
      ])
    })

    test('DB-14 recall answers members as a retry would, and stores nothing', async () => {
      const { ada, roomId, first } = await conversation()
      const unseen = send({ as: ada, roomId, content: 'unseen' })
      const recalled = await chat().messageLog.recall([unseen, first])
      expect(statusesOf(recalled)).toEqual(['ROOM_NOT_FOUND', 'duplicate'])
      expect(recalled[1]).toEqual(await one(first))
      expect(await chat().messageLog.recall([])).toEqual([])
      expect(await stateOf(ada, roomId)).toMatchObject({ head: 1 })
    })

    test('DB-15 an id that comes again as anything else is a CONFLICT, wherever it was used', async () => {
      const { ada, ben, roomId, first, messageId } = await conversation()
      const elsewhere = await room(chat(), [ben])
      const { id } = first
      const before = await stateOf(ada, roomId)
      for (const reuse of [
        send({ as: ben, id, roomId, content: 'other' }),
        send({ as: ben, id, roomId, content: 'first', replyTo: messageId }),
        send({ as: ada, id, roomId, content: 'first' }),
        send({ as: ben, id, roomId: elsewhere, content: 'first' }),
        remove({ as: ben, id, roomId, messageId }),
      ]) {
        expect(await one(reuse)).toEqual({ id, status: 'CONFLICT', message: expect.any(String) })
      }
      expect([await stateOf(ada, roomId), await stateOf(ben, elsewhere)]).toMatchObject([before, { head: 0 }])
    })

    test('DB-20 a stranger, an ended member and an unknown room all hear ROOM_NOT_FOUND, and read nothing', async () => {
      const { ada, ben, roomId, messageId } = await conversation('private')
      await chat().directory.leave(ben, roomId)
      const { messageLog } = chat()
      for (const [as, where] of [
        ...[[await person(chat()), roomId] as const, [ben, roomId] as const, [ada, randomUUID()] as const],
      ]) {
        const { results, rooms } = await append(
          send({ as, roomId: where, content: 'x' }),
          edit({ as, roomId: where, messageId, content: 'x' }),
          remove({ as, roomId: where, messageId }),
          remove({ as, roomId: where, messageId: randomUUID(), withdraw: true }),
          react({ as, roomId: where, messageId, emoji: '👍', present: true }),
        )
        expect([new Set(statusesOf(results)), rooms]).toEqual([new Set(['ROOM_NOT_FOUND']), []])
        expect(await messageLog.changesAfter(as, where, 0, 1)).toBeUndefined()
        expect(await messageLog.history(as, { roomId: where, limit: 1 })).toBeUndefined()
        expect(await messageLog.receipts(as, where)).toBeUndefined()
        expect(await messageLog.raiseRead(as, where, 0)).toBeUndefined()
        expect(await messageLog.lowerRead(as, where, 0)).toBeUndefined()
      }
      // That Ben left is told.
      expect(await stateOf(ada, roomId)).toMatchObject({ head: 2 })
    })

    test('DB-22 what builds on a refused command of the same author waits, and nobody else does', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const refused = send({ as: ada, roomId, content: 'Re', replyTo: randomUUID() })
      const reply = send({ as: ada, roomId, content: 'and', replyTo: refused.id })
      const { results } = await append(
        refused,
        edit({ as: ada, roomId, messageId: refused.id, content: 'x' }),
        reply,
        remove({ as: ada, roomId, messageId: reply.id }),
        send({ as: ada, id: messageId, roomId, content: 'not my id' }),
        send({ as: ben, roomId, content: 'Re', replyTo: messageId }),
        send({ as: ada, roomId, content: 'Re', replyTo: messageId }),
      )
      const waiting = upTo(3).map(() => 'not_attempted')
      expect(statusesOf(results)).toEqual([
        ...['MESSAGE_NOT_FOUND', ...waiting, 'CONFLICT', 'stored', 'not_attempted'],
      ])
      expect(results[1]).toEqual({ id: results[1]?.id, status: 'not_attempted' })
    })

    test('DB-25 when a batch breaks, nothing of it happened, and its commands are as new', async () => {
      const { ada, roomId } = await conversation()
      const fine = send({ as: ada, roomId, content: '😀'.repeat(limits.contentCodePoints) })
      const tooLong = send({ as: ada, roomId, content: '😀'.repeat(limits.contentCodePoints + 1) })
      const before = await stateOf(ada, roomId)
      await expect(append(fine, tooLong)).rejects.toThrow()
      expect(await stateOf(ada, roomId)).toEqual(before)
      expect(await one(fine)).toMatchObject({ status: 'stored', position: 2 })
    })

    test('DB-28 answers are copies: what a caller does to them, and to commands, changes nothing', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const reaction = react({ as: ada, roomId, messageId, emoji: '👍', present: true })
      const sent = { ...send({ as: ben, roomId, content: 'mine' }), content: 'mine' }
      const outcome = await append(reaction, sent)
      const before = structuredClone(await stateOf(ada, roomId))
      sent.content = 'changed'
      const page = await stateOf(ada, roomId)
      for (const change of [...(page?.changes ?? []), ...outcome.rooms.flatMap(({ changes }) => changes)]) {
        change.content = 'changed'
        for (const { userIds } of change.reactions) userIds.length = 0
      }
      expect(await stateOf(ada, roomId)).toEqual(before)
    })
  })
}
