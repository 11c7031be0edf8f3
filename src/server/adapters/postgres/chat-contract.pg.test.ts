/** The chat's ports in PostgreSQL keep their contracts, and do exactly what the chat in memory does. */
import { expect, test } from 'vitest'
import type { Command } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import { peersTopic, roomTopic } from '@/contract/realtime'
import { uuidV7 } from '@/contract/uuid-v7'
import { describeAccess } from '@/server/ports/access-contract'
import { describeMessageLog } from '@/server/ports/message-log-contract'
import { describeMessageLogReads } from '@/server/ports/message-log-reads-contract'
import { describeMessageLogRules } from '@/server/ports/message-log-rules-contract'
import { describeMessageSearch } from '@/server/ports/message-search-contract'
import { type ChatHarness, describeRoomDirectory } from '@/server/ports/room-directory-contract'
import { createMemoryChat } from '@/testing/memory-chat'
import { createSeededRandom, type SeededRandom } from '@/testing/seeded-random'
import { createTestDatabase } from '@/testing/test-database'
import { createAccess } from './access'
import { createMessageLog } from './message-log'
import { createMessageSearch } from './message-search'
import { createDatabase, createPool } from './pool'
import { readAsUser } from './read-as-user'
import { createRoomDirectory } from './room-directory'

async function openPostgres(): Promise<ChatHarness> {
  const database = await createTestDatabase()
  const pool = createPool({ url: database.apiUrl, max: 5 })
  const superuser = createPool({ url: database.superuserUrl, max: 1 })
  const calls = createDatabase(pool)
  return {
    messageLog: createMessageLog(calls),
    directory: createRoomDirectory(calls, readAsUser(pool)),
    access: createAccess(calls),
    messageSearch: createMessageSearch(readAsUser(pool)),
    async addMember(roomId, userId, role) {
      await superuser.query(
        `with added as (
           insert into chat.room_members as m (room_id, user_id, role) values ($1, $2, $3)
           on conflict (room_id, user_id) do update set ended_at = null, joined_at = now(), role = excluded.role
             where m.ended_at is not null
           returning 1
         )
         update chat.rooms set members = members + (select count(*) from added) where id = $1`,
        [roomId, userId, role],
      )
    },
    async close() {
      await Promise.all([pool.end(), superuser.end()])
      await database.drop()
    },
  }
}

describeMessageLog('the message log in PostgreSQL', openPostgres)
describeMessageLogRules('the rules of the log in PostgreSQL', openPostgres)
describeMessageLogReads('reading the log in PostgreSQL', openPostgres)
describeRoomDirectory('the room directory in PostgreSQL', openPostgres)
describeMessageSearch('search in PostgreSQL', openPostgres)
describeAccess('access rights in PostgreSQL', openPostgres)

type Step = (chat: ChatHarness) => Promise<unknown>

/** What people do in two rooms, good and bad: one seed, one story. */
function createStory(random: SeededRandom) {
  const id = () => uuidV7(random.int(1e12), random.bytes(10))
  const people: [string, ...string[]] = [id(), id(), id(), id()]
  const rooms: [string, string] = [id(), id()]
  const sent: Command[] = []
  /** Ids of sends that were withdrawn, and may come all the same. */
  const late: string[] = []
  let words = 0

  function fresh(): Command {
    // Mostly about a message, in its room and often by its author: or hardly anything would come of it.
    const messages = random.int(12) > 0 ? sent.filter(({ kind }) => kind === 'send') : sent
    const about = messages[Math.max(0, messages.length - 1 - random.int(random.int(4) === 0 ? 100 : 8))]
    const as = about && random.int(3) > 0 ? about.as : random.pick(people)
    const where = about && random.int(8) > 0 ? about.roomId : random.pick(rooms)
    const base = { id: id(), as, roomId: random.int(50) > 0 ? where : id() }
    const messageId = about && random.int(25) > 0 ? about.id : id()
    const content = `word ${++words}`
    const what = random.int(100)
    if (what < 40) {
      const sentAt = random.pick([
        '2026-01-02T03:04:05Z',
        '2026-01-02T03:04:05.6Z',
        '2026-01-02T03:04:05.678Z',
      ])
      const send = { kind: 'send' as const, ...base, content, sentAt }
      if (late.length > 0 && random.int(8) === 0) return { ...send, id: late.pop() ?? '' }
      return random.int(4) === 0 ? { ...send, replyTo: messageId } : send
    }
    if (what < 62) {
      const edit = { kind: 'edit' as const, ...base, messageId, content }
      return random.int(2) === 0 ? { ...edit, version: 1 + random.int(3) } : edit
    }
    if (what < 86) {
      const emoji = random.pick(['👍', '🎉', '😀'])
      return { kind: 'react', ...base, messageId, emoji, present: random.int(3) > 0 }
    }
    if (what < 92) return { kind: 'remove', ...base, messageId }
    const unseen = random.int(2) === 0 ? id() : messageId
    late.push(unseen)
    return { kind: 'remove', ...base, messageId: unseen, withdraw: true }
  }

  /** An earlier command: as it was, or with something else about it. */
  function again(command: Command): Command {
    const what = random.int(8)
    if (what === 0) return { ...command, as: random.pick(people) }
    if (what === 1) return { ...command, roomId: random.pick(rooms) }
    if (what === 2 && 'content' in command) return { ...command, content: 'something else' }
    if (what === 3 && command.kind === 'send') return { ...command, sentAt: '2026-06-07T08:09:10Z' }
    if (what === 4) return { ...command, as: command.as.toUpperCase(), id: command.id.toUpperCase() }
    return command
  }

  function batch(): Command[] {
    const commands: Command[] = []
    for (let left = 1 + random.int(8); left > 0; left--) {
      const earlier = sent[random.int(sent.length)]
      const command = earlier && random.int(5) === 0 ? again(earlier) : fresh()
      // The database prints ids in lower case, however they are spelled.
      const spelled = random.int(30) === 0 ? { ...command, roomId: command.roomId.toUpperCase() } : command
      sent.push(spelled)
      commands.push(spelled)
    }
    const [first] = commands
    const isTooLong = first && 'content' in first && random.int(40) === 0
    return isTooLong ? [...commands, { ...first, id: id(), content: 'x'.repeat(4_001) }] : commands
  }

  function step(): Step {
    const [userId, roomId, position] = [random.pick(people), random.pick(rooms), random.int(60)]
    const what = random.int(100)
    if (what < 70) {
      const commands = batch()
      return ({ messageLog }) => messageLog.append(commands)
    }
    if (what < 75) {
      const asked = [...sent.slice(-5), ...batch()]
      return ({ messageLog }) => messageLog.recall(asked)
    }
    if (what < 78) return ({ directory }) => directory.leave(userId, roomId)
    if (what < 86) return ({ directory }) => directory.join({ userId, name: 'Another name' }, roomId)
    if (what < 91) {
      const role = random.pick(['admin', 'member'] as const)
      return ({ addMember }) => addMember(roomId, userId, role)
    }
    if (what < 94) return ({ messageLog }) => messageLog.raiseRead(userId, roomId, position)
    if (what < 97) return ({ messageLog }) => messageLog.raiseReceived([{ userId, roomId, position }])
    return ({ directory }) => create(directory, userId, roomId)
  }

  const create = (directory: ChatHarness['directory'], userId: string, roomId: string) =>
    directory.create(
      { userId, name: `Person ${people.indexOf(userId)}` },
      { id: roomId, name: 'Room', kind: roomId === rooms[0] ? 'public' : 'private' },
    )

  return { people, rooms, sent, step, create }
}

/** Everything that one user can read. */
async function audit({ messageLog, directory, access }: ChatHarness, userId: string, story: Story) {
  const { people, rooms } = story
  const names = await directory.names(userId, people)
  const members = await access.memberOf(userId, rooms)
  const topics = rooms.flatMap((roomId) =>
    [1, 2, 3, 4, 5, 6].flatMap((epoch) => [roomTopic(roomId, epoch), peersTopic(roomId, epoch)]),
  )
  const byRoom = async (roomId: string) => [
    await messageLog.changesAfter(userId, roomId, 0, 1_000),
    await messageLog.changesAfter(userId, roomId, 20, 7),
    await messageLog.history(userId, { roomId, limit: 1_000 }),
    await messageLog.history(userId, { roomId, before: 30, limit: 7 }),
    await messageLog.receipts(userId, roomId),
    await messageLog.memberReceipts(userId, roomId, 10),
    await directory.members(userId, { roomId, limit: 2 }),
    await directory.members(userId, { roomId, after: people[0], limit: 2 }),
  ]
  return [
    await messageLog.heads(userId, { limit: 1 }),
    await messageLog.heads(userId, { limit: 10 }),
    await directory.list(userId, { limit: 10 }),
    await directory.profile(userId),
    names.toSorted((left, right) => (left.userId < right.userId ? -1 : 1)),
    [...members].toSorted(),
    await Promise.all(topics.map((topic) => access.rights(userId, topic))),
    await Promise.all(rooms.map(byRoom)),
  ]
}

type Story = ReturnType<typeof createStory>

/** An answer without the server's clock, and the ids that it makes. */
function timeless(value: unknown): unknown {
  const clocks = new Set(['createdAt', 'editedAt', 'removedAt', 'joinedAt'])
  return JSON.parse(JSON.stringify(value ?? null), (key, part: unknown) => {
    if (key === 'workspace') return { ...Object(part), id: 'an id' }
    if (clocks.has(key) && typeof part === 'string') return 'a time'
    if (typeof part === 'object' && part !== null && 'event' in part && 'seq' in part)
      return { ...part, id: 'an id', sentAt: 'a time' }
    const isTombstone = typeof part === 'object' && part !== null && 'version' in part && part.version === 0
    return isTombstone ? { ...part, sentAt: 'a time' } : part
  })
}

/** What a call came to: its answer, or that it failed. */
async function outcomeOf(call: Promise<unknown>) {
  return call.then(timeless, (error: unknown) => (error instanceof ParleyError ? error.code : 'rejected'))
}

test.each([1, 2, 3, 4, 5])(
  'DB-28 the chat in memory answers everything as PostgreSQL does (seed %i)',
  async (seed) => {
    const random = createSeededRandom(seed)
    const story = createStory(random)
    const { people, rooms, sent, step, create } = story
    const postgres = await openPostgres()
    const { log } = await postgres.messageLog.roomHeads([])
    let now = 1_750_000_000_000
    const memory = createMemoryChat({ log, now: () => ++now })
    const inMemory: ChatHarness = { ...memory, addMember: async (...added) => memory.addMember(...added) }
    const statuses = new Set<string>()

    async function expectSame(run: Step) {
      const answer = await outcomeOf(run(postgres))
      expect(await outcomeOf(run(inMemory))).toEqual(answer)
      for (const [, status = ''] of JSON.stringify(answer).matchAll(/"status":"(\w+)"/g)) statuses.add(status)
    }

    const [ada] = people
    for (const roomId of rooms) {
      await expectSame(({ directory }) => create(directory, ada, roomId))
      for (const userId of people.slice(1)) {
        await expectSame(({ directory }) => directory.rename({ userId, name: `Person ${userId}` }))
        await expectSame(({ addMember }) => addMember(roomId, userId, 'member'))
      }
    }
    while (sent.length < 300) {
      await expectSame(step())
      await expectSame(({ messageLog }) => messageLog.heads(ada, { limit: 10 }))
    }
    for (const userId of people) await expectSame((chat) => audit(chat, userId, story))
    await postgres.close?.()

    expect([...statuses].sort()).toEqual([
      ...['CONFLICT', 'FORBIDDEN', 'MESSAGE_NOT_FOUND', 'MESSAGE_REMOVED', 'ROOM_NOT_FOUND', 'STALE_EDIT'],
      ...['duplicate', 'not_attempted', 'stored'],
    ])
  },
)
