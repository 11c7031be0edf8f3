/** What every room directory promises. Each adapter's test calls this. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Member } from '@/contract/rooms'
import { commands } from '@/testing/test-chat'
import type { Access, TopicAccess } from './access'
import type { MessageLog } from './message-log'
import type { MessageSearch } from './message-search'
import type { RoomDirectory } from './room-directory'

/** The ports over one store, which shares nothing with another harness. */
export interface ChatHarness {
  messageLog: MessageLog
  directory: RoomDirectory
  access: Access & TopicAccess
  messageSearch: MessageSearch
  /** Makes somebody a member of a room that nobody can join by themselves. */
  addMember(roomId: string, userId: string, role: Member['role']): Promise<void>
  close?(): Promise<void>
}

/** Somebody with a profile. */
export async function person({ directory }: ChatHarness, name = 'Somebody'): Promise<string> {
  const userId = randomUUID()
  await directory.rename({ userId, name })
  return userId
}

/** A room of these people, the first of them its owner. */
export async function room(
  { directory, addMember }: ChatHarness,
  [owner = '', ...members]: string[],
  kind: 'public' | 'private' = 'public',
): Promise<string> {
  const id = randomUUID()
  await directory.create({ userId: owner, name: 'Owner' }, { id, name: 'Room', kind })
  for (const userId of members) await addMember(id, userId, 'member')
  return id
}

/** A room of Ada (its owner) and Ben in which Ben said "first" at position 1. */
export async function startConversation(harness: ChatHarness, kind?: 'private') {
  const [ada, ben] = [await person(harness, 'Ada'), await person(harness, 'Ben')]
  const roomId = await room(harness, [ada, ben], kind)
  const first = commands.send({ as: ben, roomId, content: 'first' })
  await harness.messageLog.append([first])
  return { ada, ben, roomId, first, messageId: first.id }
}

/** A harness for the tests of one `describe`, which make people and rooms of their own. */
export function useHarness(create: () => Promise<ChatHarness>): () => ChatHarness {
  let harness: ChatHarness | undefined
  beforeAll(async () => {
    harness = await create()
  })
  afterAll(() => harness?.close?.())
  return () => {
    if (!harness) throw new Error('the harness is made before the first test')
    return harness
  }
}

export function describeRoomDirectory(name: string, create: () => Promise<ChatHarness>): void {
  describe(name, () => {
    const chat = useHarness(create)
    const everything = { limit: 200 }
    const listed = async (userId: string, roomId: string) =>
      (await chat().directory.list(userId, everything)).rooms.find((one) => one.roomId === roomId)

    test('RM-01 the same call again answers the same, with the epoch as it is by then', async () => {
      const { directory } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const input = { id: randomUUID(), name: 'Garden', kind: 'private' as const }
      const again = () => directory.create({ userId: ada, name: 'Ada' }, input)
      expect(await again()).toEqual({ roomId: input.id, epoch: 1 })
      expect(await again()).toEqual({ roomId: input.id, epoch: 1 })
      await chat().addMember(input.id, ben, 'member')
      await directory.leave(ben, input.id)
      expect(await again()).toEqual({ roomId: input.id, epoch: 2 })
    })

    test('RM-01 an id that is taken for anything else is a CONFLICT, and another workspace FORBIDDEN', async () => {
      const { directory } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const input = { id: randomUUID(), name: 'Garden', kind: 'public' as const }
      const attempt = (userId: string, changes: object) =>
        directory.create({ userId, name: 'Somebody' }, { ...input, ...changes })
      await attempt(ada, {})
      const conflict = { code: 'CONFLICT' }
      await expect(attempt(ada, { name: 'Shed' })).rejects.toMatchObject(conflict)
      await expect(attempt(ada, { kind: 'private' })).rejects.toMatchObject(conflict)
      await expect(attempt(ben, {})).rejects.toMatchObject(conflict)
      await expect(attempt(ada, { id: randomUUID(), workspaceId: randomUUID() })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      })
    })

    test('RM-02 RM-16 a public room is listed and joined, a private one is neither but by its members', async () => {
      const { directory } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const [open, closed] = [await room(chat(), [ada]), await room(chat(), [ada], 'private')]
      const workspace = { id: expect.any(String), name: 'Parley' }
      const fields = { name: 'Room', members: 1, workspace }
      expect(await listed(ben, open)).toEqual({ roomId: open, kind: 'public', joined: false, ...fields })
      expect(await listed(ben, closed)).toBeUndefined()
      expect(await listed(ada, closed)).toEqual({ roomId: closed, kind: 'private', joined: true, ...fields })
      const actor = { userId: ben, name: 'Ben' }
      expect(await directory.join(actor, open)).toMatchObject({ roomId: open, head: 1, epoch: 1 })
      expect(await directory.join(actor, closed)).toBeUndefined()
      expect(await directory.join(actor, randomUUID())).toBeUndefined()
      await chat().addMember(closed, ben, 'member')
      expect(await directory.join(actor, closed)).toEqual({ roomId: closed, head: 0, epoch: 1 })
    })

    test('RM-10 joining and leaving are told in the log, once, as changes by whoever did it', async () => {
      const { directory, messageLog } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const roomId = await room(chat(), [ada])
      await messageLog.append([commands.send({ as: ada, roomId, content: 'hello' })])
      const joined = await directory.join({ userId: ben, name: 'Ben' }, roomId)
      expect(await directory.join({ userId: ben, name: 'Ben' }, roomId)).toEqual({
        roomId,
        head: 2,
        epoch: 1,
      })
      const left = await directory.leave(ben, roomId)
      const history = await messageLog.history(ada, { roomId, limit: 10 })
      expect(history?.changes.slice(1)).toMatchObject([
        { seq: 2, senderId: ben, content: '', event: { kind: 'joined' } },
        { seq: 3, senderId: ben, content: '', event: { kind: 'left' } },
      ])
      const [, ...changes] = history?.changes ?? []
      const told = { roomId, log: history?.log, epoch: 1, previousEpoch: 1 }
      expect(joined?.news).toEqual({ ...told, after: 1, upTo: 2, changes: changes.slice(0, 1) })
      expect(left).toEqual({ ...told, after: 2, upTo: 3, changes: changes.slice(1) })
    })

    test('RM-11 nobody has to read an event, and nothing can be done with it', async () => {
      const { directory, messageLog } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const roomId = await room(chat(), [ada])
      await directory.join({ userId: ben, name: 'Ben' }, roomId)
      const { rooms } = await messageLog.heads(ada, { limit: 10 })
      expect(rooms).toMatchObject([{ roomId, head: 1, unread: 0 }])
      const history = await messageLog.history(ada, { roomId, limit: 1 })
      const messageId = history?.changes[0]?.id ?? ''
      for (const as of [ada, ben]) {
        const { results } = await messageLog.append([
          commands.edit({ as, roomId, messageId, content: 'x' }),
          commands.remove({ as, roomId, messageId }),
          commands.remove({ as, roomId, messageId, withdraw: true }),
          commands.react({ as, roomId, messageId, emoji: '👍', present: true }),
          commands.send({ as, roomId, content: 'x', replyTo: messageId }),
        ])
        expect(results.map(({ status }) => status)).toEqual(Array(5).fill('MESSAGE_NOT_FOUND'))
      }
      expect(await messageLog.history(ada, { roomId, limit: 1 })).toEqual(history)
    })

    test('RM-12 when the owner leaves, the admin who has been there longest owns the room, or else the member', async () => {
      const { directory, messageLog, addMember } = chat()
      const people = [await person(chat()), await person(chat()), await person(chat()), await person(chat())]
      const [ada = '', ben = '', cleo = '', dan = ''] = people
      const roomId = await room(chat(), [ada, ben])
      await addMember(roomId, cleo, 'admin')
      await addMember(roomId, dan, 'admin')
      for (const [goes, heir] of [
        [ada, cleo],
        [cleo, dan],
        [dan, ben],
      ] as const) {
        const news = await directory.leave(goes, roomId)
        const events = [{ kind: 'left' }, { kind: 'role', userId: heir, role: 'owner' }]
        expect(news?.changes.map(({ senderId, event }) => [senderId, event])).toEqual(
          events.map((event) => [goes, event]),
        )
      }
      expect((await directory.leave(ben, roomId))?.changes).toHaveLength(1)
      expect((await messageLog.roomHeads([roomId])).rooms).toMatchObject([{ head: 7 }])
    })

    test('RM-03 joining twice, or again after leaving, counts one member, who comes back without a role', async () => {
      const { directory } = chat()
      const [ada, ben] = [await person(chat(), 'Ada'), await person(chat(), 'Ben')]
      const roomId = await room(chat(), [ada])
      for (const userId of [ben, ben, ada]) await directory.join({ userId, name: 'Somebody' }, roomId)
      expect((await listed(ada, roomId))?.members).toBe(2)
      await directory.leave(ada, roomId)
      expect(await listed(ada, roomId)).toMatchObject({ members: 1, joined: false })
      await directory.join({ userId: ada, name: 'Ada' }, roomId)
      const page = await directory.members(ben, { roomId, limit: 200 })
      expect(page?.members.map(({ name, role }) => [name, role]).sort()).toEqual([
        ['Ada', 'member'],
        // Whom the room was left to.
        ['Ben', 'owner'],
      ])
    })

    test('RM-04 who left has no such room any more, and cannot leave it again', async () => {
      const { directory, messageLog } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const roomId = await room(chat(), [ada, ben])
      await directory.leave(ben, roomId)
      expect(await directory.leave(ben, roomId)).toBeUndefined()
      expect(await directory.leave(ben, randomUUID())).toBeUndefined()
      expect(await directory.members(ben, { roomId, limit: 200 })).toBeUndefined()
      expect(await messageLog.heads(ben, { limit: 200 })).toMatchObject({ rooms: [], ended: [roomId] })
      expect((await directory.members(ada, { roomId, limit: 200 }))?.members).toHaveLength(1)
    })

    test('RM-05 leaving raises the epoch of a private room only, and answers where the room stands', async () => {
      const { directory, messageLog } = chat()
      const [ada, ben] = [await person(chat()), await person(chat())]
      const { log } = await messageLog.heads(ada, { limit: 1 })
      for (const [kind, epoch] of [['public', 1] as const, ['private', 2] as const]) {
        const roomId = await room(chat(), [ada, ben], kind)
        const left = await directory.leave(ben, roomId)
        expect(left).toMatchObject({ roomId, log, upTo: 1, epoch, previousEpoch: 1 })
        expect(await messageLog.heads(ada, { limit: 200 })).toMatchObject({
          rooms: expect.arrayContaining([expect.objectContaining({ roomId, epoch })]),
        })
      }
    })

    test('RM-06 rooms and members come by id in pages, each in exactly one', async () => {
      const { directory } = chat()
      const people: string[] = []
      for (let count = 0; count < 5; count++) people.push(await person(chat()))
      const [ada = ''] = people
      const roomId = await room(chat(), people)
      const pages = async (
        next: (after: string | undefined) => Promise<{ ids: string[]; hasMore: boolean }>,
      ) => {
        const seen: string[] = []
        for (let hasMore = true; hasMore; ) {
          const page = await next(seen.at(-1))
          expect(page.ids.length).toBeLessThanOrEqual(2)
          seen.push(...page.ids)
          hasMore = page.hasMore
        }
        return seen
      }
      const members = await pages(async (after) => {
        const page = await directory.members(ada, { roomId, limit: 2, ...(after ? { after } : {}) })
        return { ids: page?.members.map(({ userId }) => userId) ?? [], hasMore: page?.hasMore ?? false }
      })
      expect(members).toEqual(people.toSorted())
      const rooms = await pages(async (after) => {
        const page = await directory.list(ada, { limit: 2, ...(after ? { after } : {}) })
        return { ids: page.rooms.map((one) => one.roomId), hasMore: page.hasMore }
      })
      expect(rooms).toEqual((await directory.list(ada, everything)).rooms.map((one) => one.roomId))
      expect(rooms).toEqual(rooms.toSorted())
      expect(
        await directory.members(ada, { roomId, after: people.toSorted().at(-1) ?? '', limit: 2 }),
      ).toEqual({
        members: [],
        hasMore: false,
      })
    })

    test('AC-01 names are shown to those who share a workspace; whoever acts for the first time gets a place in it', async () => {
      const { directory } = chat()
      const [ada, stranger] = [await person(chat(), 'Ada'), randomUUID()]
      const roomId = await room(chat(), [ada])
      const both = [ada, stranger, ada]
      expect(await directory.profile(stranger)).toBeUndefined()
      expect(await directory.names(stranger, both)).toEqual([])
      expect((await directory.list(stranger, everything)).rooms).toEqual([])
      expect(await directory.names(ada, both)).toEqual([{ userId: ada, name: 'Ada' }])
      await directory.join({ userId: stranger, name: 'Eve' }, roomId)
      expect(await directory.profile(stranger)).toEqual({ userId: stranger, name: 'Eve' })
      const names = await directory.names(stranger, both)
      expect(names.map((one) => one.name).sort()).toEqual(['Ada', 'Eve'])
    })

    test('AC-03 only a rename changes a name; acting under another one does not', async () => {
      const { directory } = chat()
      const ada = await person(chat(), 'Ada')
      const roomId = await room(chat(), [ada])
      await directory.join({ userId: ada, name: 'Somebody else' }, roomId)
      expect(await directory.profile(ada)).toEqual({ userId: ada, name: 'Ada' })
      expect(await directory.rename({ userId: ada, name: 'Ada L.' })).toEqual({ userId: ada, name: 'Ada L.' })
      expect((await directory.members(ada, { roomId, limit: 1 }))?.members).toMatchObject([
        { name: 'Ada L.' },
      ])
    })
  })
}
