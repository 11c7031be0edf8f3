/** What every message log promises to those who read it. Each adapter's test calls this. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Command } from '@/contract/commands'
import { limits } from '@/contract/limits'
import { commands } from '@/testing/test-chat'
import { type ChatHarness, person, room, startConversation, useHarness } from './room-directory-contract'

const { send, remove, react } = commands
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

export function describeMessageLogReads(name: string, create: () => Promise<ChatHarness>): void {
  describe(name, () => {
    const chat = useHarness(create)
    const append = (...batch: Command[]) => chat().messageLog.append(batch)
    const conversation = (kind?: 'private') => startConversation(chat(), kind)

    test('DB-24 SN-01 pages from any cursor are exactly the changes after it, with the head', async () => {
      const { ada, roomId, messageId } = await conversation()
      await append(...upTo(5).map((count) => send({ as: ada, roomId, content: `${count}` })))
      await append(react({ as: ada, roomId, messageId, emoji: '👍', present: true }))
      const page = async (after: number, limit: number) => {
        const { head, changes, hasMore } =
          (await chat().messageLog.changesAfter(ada, roomId, after, limit)) ?? {}
        return { head, hasMore, positions: changes?.map(({ changedSeq }) => changedSeq) }
      }
      expect(await page(0, 3)).toEqual({ head: 7, hasMore: true, positions: [2, 3, 4] })
      expect(await page(4, 3)).toEqual({ head: 7, hasMore: false, positions: [5, 6, 7] })
      expect(await page(6, 3)).toEqual({ head: 7, hasMore: false, positions: [7] })
      expect(await page(7, 3)).toEqual({ head: 7, hasMore: false, positions: [] })
    })

    test('SN-03 history answers the newest page, or the one before a message, by the order of sending', async () => {
      const { ada, roomId, messageId } = await conversation()
      await append(...upTo(3).map((count) => send({ as: ada, roomId, content: `${count}` })))
      await append(react({ as: ada, roomId, messageId, emoji: '👍', present: true }))
      const page = async (limit: number, before?: number) => {
        const input = { roomId, limit, ...(before === undefined ? {} : { before }) }
        const { head, changes, hasMore } = (await chat().messageLog.history(ada, input)) ?? {}
        return { head, hasMore, positions: changes?.map(({ seq }) => seq) }
      }
      expect(await page(2)).toEqual({ head: 5, hasMore: true, positions: [3, 4] })
      expect(await page(2, 3)).toEqual({ head: 5, hasMore: false, positions: [1, 2] })
      expect(await page(1, 3)).toEqual({ head: 5, hasMore: true, positions: [2] })
      expect(await page(2, 1)).toEqual({ head: 5, hasMore: false, positions: [] })
    })

    test('SN-09 where a message stands is told to members of its room, and of no other message', async () => {
      const { ada, ben, roomId, messageId } = await conversation('private')
      const { messageLog } = chat()
      const cleo = await person(chat())
      const elsewhere = await room(chat(), [ada, cleo])
      expect(await messageLog.seqOf(ada, roomId, messageId)).toBe(1)
      expect(await messageLog.seqOf(ben, roomId, messageId)).toBe(1)
      expect(await messageLog.seqOf(cleo, roomId, messageId)).toBeUndefined()
      expect(await messageLog.seqOf(ada, elsewhere, messageId)).toBeUndefined()
      expect(await messageLog.seqOf(ada, roomId, randomUUID())).toBeUndefined()
    })

    test('SN-04 unread counts what others wrote after the read position and did not remove, up to its bound', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const unread = async () => (await chat().messageLog.heads(ada, { limit: 1 })).rooms[0]?.unread
      await append(send({ as: ada, roomId, content: 'my own' }), send({ as: ben, roomId, content: 'two' }))
      expect(await unread()).toBe(2)
      await append(remove({ as: ben, roomId, messageId }))
      expect(await unread()).toBe(1)
      await chat().messageLog.raiseRead(ada, roomId, 3)
      expect(await unread()).toBe(0)
      const many = upTo(limits.unreadCounted - 1).map((count) =>
        send({ as: ben, roomId, content: `${count}` }),
      )
      await append(...many)
      expect(await unread()).toBe(limits.unreadCounted - 1)
      await append(...upTo(2).map((count) => send({ as: ben, roomId, content: `${count}` })))
      expect(await unread()).toBe(limits.unreadCounted)
    })

    test('SN-05 RM-16 every membership is in one page of heads, those that are over by their id alone', async () => {
      const ada = await person(chat())
      const { directory, messageLog } = chat()
      const ids = (await Promise.all(upTo(3).map(() => room(chat(), [ada])))).toSorted()
      const [first = '', second = '', third = ''] = ids
      await directory.leave(ada, second)
      const { log, ...page } = await messageLog.heads(ada, { limit: 2 })
      const workspace = { id: expect.any(String), name: 'Parley' }
      const head = {
        workspace,
        name: 'Room',
        kind: 'public',
        head: 0,
        epoch: 1,
        members: 1,
        lastReadPosition: 0,
        unread: 0,
      }
      expect(page).toEqual({ rooms: [{ roomId: first, ...head }], ended: [second], hasMore: true })
      expect(await messageLog.heads(ada, { after: second, limit: 2 })).toEqual({
        ...{ log, rooms: [{ roomId: third, ...head }], ended: [], hasMore: false },
      })
      expect(await messageLog.heads(randomUUID(), { limit: 2 })).toMatchObject({ rooms: [], ended: [] })
    })

    test('SN-06 the heads of rooms are told to the server for any rooms, unknown ones left out', async () => {
      const { messageLog, directory } = chat()
      const { ada, ben, roomId } = await conversation('private')
      await directory.leave(ben, roomId)
      const { log } = await messageLog.heads(ada, { limit: 1 })
      const rooms = [{ roomId, epoch: 2, head: 2 }]
      expect(await messageLog.roomHeads([randomUUID(), roomId, roomId])).toEqual({ log, rooms })
      expect(await messageLog.roomHeads([])).toEqual({ log, rooms: [] })
    })

    test('SN-08 heads tell how the latest message begins: not of one that was removed, an event, or in a thread', async () => {
      const { ada, ben, roomId, messageId } = await conversation()
      const latest = async () => (await chat().messageLog.heads(ada, { limit: 1 })).rooms[0]?.latest
      const sentAt = '2026-05-06T07:08:09.000Z'
      const long = send({ as: ben, roomId, content: '👋'.repeat(300), sentAt })
      await append(long, send({ as: ben, roomId, content: 'beside', thread: messageId }))
      expect(await latest()).toEqual({ id: long.id, senderId: ben, content: '👋'.repeat(200), sentAt })
      await append(remove({ as: ben, roomId, messageId: long.id }))
      expect(await latest()).toMatchObject({ id: messageId })
      await append(remove({ as: ben, roomId, messageId }))
      expect(await latest()).toBeUndefined()
    })

    test('SN-07 what was read can be unread again, from a position on, and only one’s own', async () => {
      const { ada, ben, roomId } = await conversation()
      const { messageLog } = chat()
      await append(...upTo(4).map((count) => send({ as: ben, roomId, content: `${count}` })))
      const [first] = (await messageLog.heads(ada, { limit: 1 })).rooms
      const head = first?.head ?? 0
      for (const who of [ada, ben]) await messageLog.raiseRead(who, roomId, head)
      expect(await messageLog.lowerRead(ada, roomId, head - 2)).toBe(head - 2)
      expect(await messageLog.lowerRead(ada, roomId, head - 1)).toBe(head - 2)
      expect((await messageLog.heads(ada, { limit: 1 })).rooms).toMatchObject([
        { lastReadPosition: head - 2, unread: 2 },
      ])
      expect((await messageLog.heads(ben, { limit: 1 })).rooms).toMatchObject([{ lastReadPosition: head }])
      expect(await messageLog.raiseRead(ada, roomId, head)).toBe(head)
    })

    test('PT-10 members of a small room see how far each of the others has received and read', async () => {
      const { ada, ben, roomId } = await conversation('private')
      const { messageLog, directory } = chat()
      await append(...upTo(4).map((count) => send({ as: ben, roomId, content: `${count}` })))
      await messageLog.raiseReceived([{ userId: ada, roomId, position: 3 }])
      await messageLog.raiseRead(ada, roomId, 2)
      const { log } = await messageLog.heads(ada, { limit: 1 })
      const others = (userId: string, most = 2) => messageLog.memberReceipts(userId, roomId, most)
      expect(await others(ben)).toEqual({ log, members: [{ userId: ada, received: 3, read: 2 }] })
      await messageLog.raiseRead(ada, roomId, 4)
      expect(await others(ben)).toEqual({ log, members: [{ userId: ada, received: 4, read: 4 }] })
      expect(await others(ben, 1)).toEqual({ log, members: [] })
      await directory.leave(ada, roomId)
      expect(await others(ada)).toBeUndefined()
      expect(await others(ben, 1)).toEqual({ log, members: [] })
      expect(await others(randomUUID())).toBeUndefined()
    })

    test('FC-21 receipts never move back, and outlive a membership', async () => {
      const { ada, ben, roomId } = await conversation()
      const { messageLog, directory } = chat()
      await append(...upTo(4).map((count) => send({ as: ben, roomId, content: `${count}` })))
      expect(await messageLog.raiseRead(ada, roomId, 3)).toBe(3)
      expect(await messageLog.raiseRead(ada, roomId, 2)).toBe(3)
      expect(await messageLog.raiseRead(ada, roomId, 6)).toBeUndefined()
      const received = (position: number) => ({ userId: ada, roomId, position })
      const unknown = { userId: ada, roomId: randomUUID(), position: 1 }
      await messageLog.raiseReceived([received(2), received(4), unknown, received(1)])
      await messageLog.raiseReceived([received(3)])
      await directory.leave(ada, roomId)
      await directory.join({ userId: ada, name: 'Ada' }, roomId)
      const { log } = await messageLog.heads(ada, { limit: 1 })
      expect(await messageLog.receipts(ada, roomId)).toMatchObject({ log, lastReceived: 4, lastRead: 3 })
    })
  })
}
