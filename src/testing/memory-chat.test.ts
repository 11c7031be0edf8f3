import { expect, test } from 'vitest'
import { describeAccess } from '@/server/ports/access-contract'
import { describeMessageLog } from '@/server/ports/message-log-contract'
import { describeMessageLogReads } from '@/server/ports/message-log-reads-contract'
import { describeMessageLogRules } from '@/server/ports/message-log-rules-contract'
import { describeMessageSearch } from '@/server/ports/message-search-contract'
import { type ChatHarness, describeRoomDirectory, person, room } from '@/server/ports/room-directory-contract'
import { commands } from '@/testing/test-chat'
import { createMemoryChat } from './memory-chat'

const { send, react } = commands
const moment = Date.parse('2026-03-04T05:06:07.089Z')

/** @param tick how much later it is (ms) whenever somebody asks */
function open(tick = 0) {
  let now = moment - tick
  const chat = createMemoryChat({
    now() {
      now += tick
      return now
    },
  })
  const harness: ChatHarness = { ...chat, addMember: async (...added) => chat.addMember(...added) }
  return { chat, harness }
}

describeMessageLog('the message log in memory', async () => open().harness)
describeMessageLogRules('the rules of the log in memory', async () => open().harness)
describeMessageLogReads('reading the log in memory', async () => open().harness)
describeRoomDirectory('the room directory in memory', async () => open(1).harness)
describeMessageSearch('search in memory', async () => open(1).harness)
describeAccess('access rights in memory', async () => open().harness)

test('DB-29 a restored chat in memory is as it was at the backup, in every part, under another log', async () => {
  const { chat, harness } = open()
  const { messageLog, directory, access } = chat
  const [ada, ben] = [await person(harness, 'Ada'), await person(harness, 'Ben')]
  const roomId = await room(harness, [ada, ben], 'private')
  const kept = send({ as: ben, roomId, content: 'kept' })
  await messageLog.append([kept])
  await messageLog.raiseRead(ada, roomId, 1)
  const seen = () =>
    Promise.all([
      messageLog.changesAfter(ben, roomId, 0, 10),
      messageLog.heads(ada, { limit: 10 }),
      directory.members(ada, { roomId, limit: 10 }),
      directory.names(ada, [ada, ben]),
      access.rights(ben, `room:${roomId}:1`),
    ])
  const before = await seen()
  const backup = chat.backup()

  const lost = send({ as: ada, roomId, content: 'lost' })
  await messageLog.append([lost, react({ as: ada, roomId, messageId: kept.id, emoji: '👍', present: true })])
  await messageLog.raiseRead(ada, roomId, 3)
  await directory.rename({ userId: ada, name: 'Other' })
  await directory.leave(ben, roomId)
  const log = '00000000-0000-7000-8000-00000000000b'
  const [page, heads, ...rest] = before
  for (let times = 0; times < 2; times++) {
    chat.restore(backup, log)
    expect(await seen()).toEqual([{ ...page, log }, { ...heads, log }, ...rest])
    expect((await messageLog.append([kept, lost])).results).toMatchObject([
      { status: 'duplicate', position: 1, log },
      { status: 'stored', position: 2, log },
    ])
  }
})

test('DB-29 the chat in memory tells the time it is given, and answers within a few microtasks', async () => {
  const { chat, harness } = open()
  const ada = await person(harness)
  const roomId = await room(harness, [ada])
  const answers: unknown[] = []
  const answered = (answer: unknown) => void answers.push(answer)
  void chat.messageLog.append([send({ as: ada, roomId, content: 'now' })]).then(answered)
  void chat.directory.members(ada, { roomId, limit: 1 }).then(answered)
  for (let microtasks = 0; microtasks < 3; microtasks++) await null
  const time = '2026-03-04T05:06:07.089Z'
  expect(answers).toMatchObject([
    { results: [{ change: { createdAt: time } }] },
    { members: [{ joinedAt: time }] },
  ])
})
