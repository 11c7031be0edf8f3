/** What every source of access rights promises. Each adapter's test calls this. */
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { peersTopic, roomTopic, userTopic } from '@/contract/realtime'
import { type ChatHarness, person, room, useHarness } from './room-directory-contract'

const nothing = { read: false, write: false }

export function describeAccess(name: string, create: () => Promise<ChatHarness>): void {
  describe(name, () => {
    const chat = useHarness(create)

    test('AC-04 of the rooms asked for, those are answered in which the user is a member now', async () => {
      const { access, directory } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const [one, other, left] = [
        await room(chat(), [ada]),
        await room(chat(), [ben]),
        await room(chat(), [ada]),
      ]
      await directory.leave(ada, left)
      expect(await access.memberOf(ada, [one, other, left, randomUUID()])).toEqual(new Set([one]))
      expect(await access.memberOf(ada, [])).toEqual(new Set())
      expect(await access.memberOf(randomUUID(), [one])).toEqual(new Set())
    })

    test('AC-05 members read a room and write to its peers; nobody else does either', async () => {
      const { access, directory } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const roomId = await room(chat(), [ada])
      const rights = (userId: string, topic: string) => access.rights(userId, topic)
      expect(await rights(ada, roomTopic(roomId, 1))).toEqual({ read: true, write: false })
      expect(await rights(ada, peersTopic(roomId, 1))).toEqual({ read: true, write: true })
      for (const topic of [roomTopic(roomId, 1), peersTopic(roomId, 1)]) {
        expect(await rights(ben, topic)).toEqual(nothing)
      }
      await directory.leave(ada, roomId)
      expect(await rights(ada, peersTopic(roomId, 1))).toEqual(nothing)
    })

    test('AC-05 only the current epoch is anybody’s', async () => {
      const { access, directory } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const roomId = await room(chat(), [ada, ben], 'private')
      await directory.leave(ben, roomId)
      const may = async (epoch: number) => (await access.rights(ada, roomTopic(roomId, epoch))).read
      expect([await may(0), await may(1), await may(2), await may(3)]).toEqual([false, false, true, false])
    })

    test('AC-05 a user’s own topic is read by that user alone, and unknown topics by nobody', async () => {
      const { access } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const roomId = await room(chat(), [ada])
      expect(await access.rights(ada, userTopic(ada))).toEqual({ read: true, write: false })
      expect(await access.rights(ben, userTopic(ada))).toEqual(nothing)
      const unknown = [
        ...[
          '',
          'user:',
          'room',
          `room:${roomId}`,
          `room:${roomId}:`,
          `room:${roomId}:1:1`,
          `hall:${roomId}:1`,
        ],
        ...[`room:${roomId}:-1`, `room:${roomId}:one`, ` room:${roomId}:1`, `room:${roomId}:1\n`],
        ...['\0', `room:${roomId}:1\0`, `user:${ada}\0`, '\ud800', `user:${ada}\udfff`],
        ...[`room:${roomId.toUpperCase()}:1`, `room:${roomId}:1234567890`, roomTopic(randomUUID(), 1)],
      ]
      for (const topic of unknown) expect([topic, await access.rights(ada, topic)]).toEqual([topic, nothing])
    })
  })
}
