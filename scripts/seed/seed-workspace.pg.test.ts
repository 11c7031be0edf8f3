import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuest } from '@/testing/guest'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { startTestServer, type TestServer } from '@/testing/test-server'
import { people } from './people'
import { signIn } from './resident'
import { seedWorkspace } from './seed-workspace'
import { stableId } from './stable-id'
import { allStories } from './stories'

const password = 'a password of ten or more'
let database: TestDatabase
let server: TestServer

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startTestServer(database, { rateLimits: false })
})

afterAll(async () => {
  await server.close()
  await database.drop()
})

/** Everything that the rooms, and the people in them, consist of. */
async function everything() {
  const client = new pg.Client(database.superuserUrl)
  await client.connect()
  const tables = [
    'messages',
    'reactions',
    'rooms',
    'room_members',
    'workspaces',
    'workspace_members',
    'profiles',
  ]
  const rows: Record<string, string[]> = {}
  for (const table of tables) {
    const found = await client.query<{ row: string }>(`select t::text as row from chat.${table} t order by 1`)
    rows[table] = found.rows.map(({ row }) => row)
  }
  await client.end()
  return rows
}

test('SD-01 what is seeded again, after half of it or all of it, is there once, and others keep what is theirs', async () => {
  const { address } = server
  const guest = await createGuest(address)
  const roomId = randomUUID()
  await guest.call.rooms.create.mutate({ id: roomId, name: 'Somebody else’s' })

  const half = allStories.slice(0, 5).map((story) => ({
    ...story,
    steps: story.steps.slice(0, story.steps.length / 2),
    unread: {},
  }))
  const begun = await seedWorkspace({ address, password, now: new Date(), stories: half })
  expect(begun.added).toBe(begun.messages)
  const whole = await seedWorkspace({ address, password, now: new Date() })
  expect(whole.added).toBe(whole.messages - begun.messages)
  // People have gone on since.
  const amelie = await signIn(address, people.amelie, password)
  const roomOf = (key: string) => stableId('room', key)
  await amelie.ask((api) => api.rooms.update.mutate({ roomId: roomOf('galley'), name: 'Bistro', topic: '' }))
  await amelie.ask((api) => api.rooms.leave.mutate({ roomId: roomOf('surprise') }))
  const mira = await signIn(address, people.mira, password)
  await mira.ask((api) => api.rooms.archive.mutate({ roomId: roomOf('malmo'), archived: false }))
  const before = await everything()
  expect(before.messages?.length).toBeGreaterThan(whole.messages)

  const tomorrow = new Date(Date.now() + 86_400_000)
  const again = await seedWorkspace({ address, password, now: tomorrow })
  expect(again).toEqual({ ...whole, added: 0 })
  expect(await everything()).toEqual(before)

  const { rooms } = await guest.call.rooms.list.query({})
  expect(rooms.map((room) => room.roomId)).toEqual([roomId])
}, 180_000)
