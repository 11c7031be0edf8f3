import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import { parseSearch } from '@/contract/search-query'
import { createMessageSearch } from '@/server/adapters/postgres/message-search'
import { createPool } from '@/server/adapters/postgres/pool'
import { readAsUser } from '@/server/adapters/postgres/read-as-user'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

let api: TestApi
let ada: TestUser
const roomId = randomUUID()

async function say(content: string, thread?: string): Promise<string> {
  const id = randomUUID()
  const sentAt = '2026-01-02T03:04:05Z'
  await ada.call.messages.send({ id, roomId, content, sentAt, ...(thread ? { thread } : {}) })
  return id
}

beforeAll(async () => {
  api = await createTestApi()
  ada = await api.user('Ada')
  await ada.call.rooms.create({ id: roomId, name: 'Garden', kind: 'private' })
})
afterAll(() => api.close())

test('SR-05 an answer says where the message is, and where in its text the words are, as plain text', async () => {
  const first = await say('<b>Tulips</b> & daisies')
  const answer = await say('more tulips', first)
  const found = await ada.call.messages.search({ query: 'tulip' })
  const common = { roomId, roomName: 'Garden', senderId: ada.userId }
  expect(found).toEqual({
    messages: [
      {
        ...{ ...common, id: answer, seq: 2, thread: first, snippet: 'more tulips', ranges: [[5, 11]] },
        createdAt: expect.any(String),
      },
      {
        ...{ ...common, id: first, seq: 1, snippet: '<b>Tulips</b> & daisies', ranges: [[3, 9]] },
        createdAt: expect.any(String),
      },
    ],
  })
})

test('SR-04 a page ends with a cursor as long as there is more', async () => {
  for (let count = 0; count < 3; count++) await say(`lemon ${count}`)
  const one = await ada.call.messages.search({ query: 'lemon', limit: 2 })
  expect(one.messages).toHaveLength(2)
  const { cursor = '' } = one
  const two = await ada.call.messages.search({ query: 'lemon', limit: 2, cursor })
  expect(two.messages.map(({ snippet }) => snippet)).toEqual(['lemon 0'])
  expect(two).not.toHaveProperty('cursor')
})

test('SR-06 who looks for nothing finds nothing; what is too long, or no text, is refused', async () => {
  expect(await ada.call.messages.search({ query: ' … ' })).toEqual({ messages: [] })
  for (const query of ['x'.repeat(limits.searchQuery + 1), 'a\0b', '\ud800']) {
    await expect(ada.call.messages.search({ query })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  }
  const limit = limits.searchPage + 1
  await expect(ada.call.messages.search({ query: 'a', limit })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

test('SR-06 a search that takes too long is ended, and says so', async () => {
  const pool = createPool({ url: api.database.apiUrl, max: 1 })
  const superuser = createPool({ url: api.database.superuserUrl, max: 1 })
  try {
    const locked = await superuser.connect()
    // The search has to wait for whoever holds the table.
    await locked.query('begin; lock table chat.room_members in access exclusive mode')
    const slow = createMessageSearch(readAsUser(pool), 50)
    await expect(slow.search(ada.userId, parseSearch('lemon'), undefined, 10)).rejects.toMatchObject({
      code: 'SEARCH_TOO_WIDE',
    })
    await locked.query('rollback')
    locked.release()
    // On the same connection, with all the time that it may need.
    const patient = createMessageSearch(readAsUser(pool), 60_000)
    expect(await patient.search(ada.userId, parseSearch('nothing such'), undefined, 10)).toEqual([])
  } finally {
    await Promise.all([pool.end(), superuser.end()])
  }
})
