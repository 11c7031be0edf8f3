import { randomUUID } from 'node:crypto'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { limits } from '@/contract/limits'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'
import { describeError } from './errors'

let api: TestApi
let ada: TestUser
const roomId = randomUUID()
const messageId = randomUUID()
const log = randomUUID()
const sentAt = '2026-01-01T12:00:00.000Z'

beforeAll(async () => {
  api = await createTestApi()
  ada = await api.user('Ada')
  await ada.call.rooms.create({ id: roomId, name: 'Kitchen' })
  await ada.call.messages.send({ id: messageId, roomId, content: 'hello', sentAt })
})
afterAll(() => api.close())

/** A procedure by its path, taking anything. */
function call(path: string): (input: unknown) => Promise<unknown> {
  const [group = '', name = ''] = path.split('.')
  const groups = ada.call as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>
  return (input) => groups[group]?.[name]?.(input) ?? Promise.reject(new Error(`no procedure ${path}`))
}

const valid = {
  'messages.send': { id: randomUUID(), roomId, content: 'hi', sentAt },
  'messages.edit': { id: randomUUID(), roomId, messageId, content: 'hi' },
  'messages.remove': { id: randomUUID(), roomId, messageId },
  'messages.react': { id: randomUUID(), roomId, messageId, emoji: '👍', present: true },
  'messages.markReceived': { roomId, log, position: 1 },
  'messages.markRead': { roomId, log, position: 1 },
  'messages.markUnread': { roomId, log, position: 1 },
  'messages.receipts': { roomId },
  'messages.history': { roomId, before: 5, limit: 10 },
  'messages.search': { query: 'hello', cursor: messageId, limit: 10 },
  'threads.state': { roomId, threadId: messageId },
  'threads.follow': { roomId, threadId: messageId, follows: true },
  'threads.markRead': { roomId, threadId: messageId, log, position: 1 },
  'rooms.rejoin': { roomId, after: 0, limit: 10 },
  'rooms.heads': { after: roomId, limit: 10 },
  'rooms.create': { id: randomUUID(), name: 'Room', kind: 'public' },
  'rooms.join': { roomId },
  'rooms.leave': { roomId },
  'rooms.list': { after: roomId, limit: 10 },
  'rooms.members': { roomId, limit: 10 },
  'profiles.rename': { name: 'Ada' },
  'profiles.names': { userIds: [randomUUID()] },
  'commands.submit': { commands: [{}] },
}

/** Values that no field of a kind may have. */
const badText = ['', ' \n\t ', '\u200b\u2060', 'half \ud83d', 'nul \0', 7, null, ['a'], { toString: 'a' }]
const badIds = ['', 'room', randomUUID().toUpperCase(), `${randomUUID()} `, 'general; drop table', 1, null]
const badNumbers = [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', null]
const badValues: Record<string, unknown[]> = {
  id: badIds,
  roomId: badIds,
  messageId: badIds,
  log: badIds,
  content: [...badText, 'x'.repeat(limits.contentCodePoints + 1), '👋'.repeat(limits.contentCodePoints + 1)],
  name: [...badText, 'two\nlines', 'x'.repeat(limits.roomNameCodePoints + 1)],
  emoji: ['', 'a', '12', '👍 ', 'thumbs', '👍👍', '👍'.repeat(20), null],
  present: ['true', 1, null],
  sentAt: ['', 'yesterday', '2026-01-01', '0000-01-01T00:00:00Z', '2026-01-01T12:00:00+02:00', 0, null],
  position: badNumbers,
  limit: [...badNumbers, 0, 1_001],
  kind: ['direct', 'secret', '', null],
  userIds: [[], ['x'], Array(limits.namesPage + 1).fill(randomUUID()), 'x', null],
  commands: [[], Array(limits.commandsPerBatch + 1).fill({}), 'x', null],
}
badValues.before = badNumbers
badValues.after = [...badNumbers, 'x']

const cases = Object.entries(valid).flatMap(([path, input]) => [
  ...Object.keys(input).flatMap((field) =>
    (badValues[field] ?? []).map((value): [string, unknown] => [path, { ...input, [field]: value }]),
  ),
  [path, { ...input, extra: 1 }] as [string, unknown],
  [path, 'no object'] as [string, unknown],
  [path, [input]] as [string, unknown],
  [path, null] as [string, unknown],
])

it('AP-13 every procedure refuses every malformed input as BAD_REQUEST, and nothing changes', async () => {
  const accepted: unknown[] = []
  for (const [path, input] of cases) {
    const error = await call(path)(input).then(
      () => 'accepted',
      (refusal: unknown) => (refusal instanceof TRPCError ? describeError(refusal).code : refusal),
    )
    if (error !== 'BAD_REQUEST') accepted.push([path, input, error])
  }
  expect(accepted).toEqual([])
  expect(cases.length).toBeGreaterThan(300)
  expect(await ada.call.rooms.rejoin({ roomId, after: 0 })).toMatchObject({
    head: 1,
    changes: [{ content: 'hello' }],
  })
  expect((await ada.call.rooms.list({})).rooms).toHaveLength(1)
  expect(api.errors).toEqual([])
})

it('AP-13 the refusal names the field', async () => {
  const error = await call('rooms.join')({ roomId: 'kitchen' }).catch((refusal) => describeError(refusal))
  expect(error).toEqual({
    code: 'BAD_REQUEST',
    message: 'The request is not of the expected form. (roomId: must be a lower-case UUID)',
    retryable: false,
  })
})

it('AP-14 text in any script, of the full length, comes back as it was written', async () => {
  const texts = [
    'Zeile eins\nZeile zwei\r\n\tdrei',
    'مرحبا بالعالم',
    'שלום',
    'こんにちは世界',
    '👩‍👩‍👧‍👦 🇩🇪 1️⃣ é',
    '👋'.repeat(limits.contentCodePoints),
    '"quotes" \\ backslash %s $1 \u2028 <b>',
  ]
  for (const content of texts) {
    const { change } = await ada.call.messages.send({ id: randomUUID(), roomId, content, sentAt })
    expect(change?.content).toBe(content)
  }
})

it('AP-15 an unexpected failure tells the caller nothing about its cause', () => {
  const error = new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    cause: new Error('password of the database is 1234'),
  })
  expect(describeError(error)).toEqual({
    code: 'INTERNAL',
    message: 'Something went wrong on the server. Try again.',
    retryable: true,
  })
})
