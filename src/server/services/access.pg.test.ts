import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

// The service's own membership check, taken out: it says yes to everybody. What is left is the database.
let api: TestApi
let ada: TestUser
let mallory: TestUser
let roomId: string
let messageId: string
let log: string

beforeAll(async () => {
  api = await createTestApi({ access: { memberOf: async (_, roomIds) => new Set(roomIds) } })
  ada = await api.user('Ada')
  mallory = await api.user('Mallory')
  roomId = randomUUID()
  messageId = randomUUID()
  await ada.call.rooms.create({ id: roomId, name: 'Board', kind: 'private' })
  await ada.call.messages.send({ id: messageId, roomId, content: 'secret', sentAt: new Date().toISOString() })
  log = (await ada.call.rooms.heads({})).log
})
afterAll(() => api.close())

const id = () => randomUUID()
const attempts: [string, () => Promise<unknown>][] = [
  [
    'send',
    () => mallory.call.messages.send({ id: id(), roomId, content: 'me', sentAt: new Date().toISOString() }),
  ],
  ['edit', () => mallory.call.messages.edit({ id: id(), roomId, messageId, content: 'changed' })],
  ['remove', () => mallory.call.messages.remove({ id: id(), roomId, messageId })],
  ['react', () => mallory.call.messages.react({ id: id(), roomId, messageId, emoji: '👍', present: true })],
  ['history', () => mallory.call.messages.history({ roomId })],
  ['rejoin', () => mallory.call.rooms.rejoin({ roomId, after: 0 })],
  ['rejoin without a cursor', () => mallory.call.rooms.rejoin({ roomId })],
  ['members', () => mallory.call.rooms.members({ roomId })],
  ['markRead', () => mallory.call.messages.markRead({ roomId, log, position: 1 })],
  ['markUnread', () => mallory.call.messages.markUnread({ roomId, log, position: 1 })],
  ['receipts', () => mallory.call.messages.receipts({ roomId })],
  ['markReceived', () => mallory.call.messages.markReceived({ roomId, log, position: 1 })],
]

it.each(attempts)(
  'AC-02 with the service’s check taken out, the database refuses %s in another room',
  async (_, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ cause: { code: 'ROOM_NOT_FOUND' } })
    const { head, changes } = await ada.call.rooms.rejoin({ roomId, after: 0 })
    expect([head, changes.map(({ content }) => content)]).toEqual([1, ['secret']])
  },
)

it('AC-02 a member’s own calls pass the same checks', async () => {
  await expect(ada.call.messages.history({ roomId })).resolves.toMatchObject({ head: 1 })
})
