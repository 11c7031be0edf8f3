/** What the API writes into the audit log, and to whom it reads it out. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuditLog, type PostgresAuditLog } from '@/server/adapters/postgres/audit-log'
import { createDatabase, createPool } from '@/server/adapters/postgres/pool'
import { systemClock } from '@/server/adapters/system/clock'
import { notedFrom } from '@/server/ports/audit-log'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

let api: TestApi
let pool: pg.Pool
let log: PostgresAuditLog
let ada: TestUser
let ben: TestUser
let workspaceId = ''

beforeAll(async () => {
  api = await createTestApi()
  pool = createPool({ url: api.database.apiUrl, max: 2 })
  const fail = (error: unknown) => void api.errors.push(error)
  log = createAuditLog({ database: createDatabase(pool), clock: systemClock, onError: fail, onLost: fail })
  api.services.auditLog = notedFrom('203.0.113.9', log)
  ada = await api.user('Ada')
  ben = await api.user('Ben')
  const superuser = new pg.Client(api.database.superuserUrl)
  await superuser.connect()
  const { rows } = await superuser.query('select id from chat.workspaces')
  workspaceId = rows[0]?.id
  await superuser.query(`update chat.workspace_members set role = 'admin' where user_id = $1`, [ada.userId])
  await superuser.end()
})
afterAll(async () => {
  await log.close()
  await pool.end()
  await api.close()
})

test('AU-02 who makes, joins and leaves a room is noted, once', async () => {
  const roomId = randomUUID()
  await ada.call.rooms.create({ id: roomId, name: 'Room' })
  await ben.call.rooms.join({ roomId })
  await ben.call.rooms.join({ roomId })
  await ben.call.rooms.leave({ roomId })
  await ben.call.rooms.leave({ roomId }).catch(() => undefined)
  await log.close()
  const { entries } = await ada.call.audit.list({ workspaceId })
  const told = entries
    .toReversed()
    .map(({ actorId, action, roomId: room, address }) => [actorId, action, room, address])
  expect(told).toEqual([
    [ada.userId, 'room.created', roomId, '203.0.113.9'],
    [ben.userId, 'room.joined', roomId, '203.0.113.9'],
    [ben.userId, 'room.left', roomId, '203.0.113.9'],
  ])
  expect(api.errors).toEqual([])
})

test('AU-02 what is done to somebody in a room is noted with their id and the new role, but no name or topic', async () => {
  const roomId = randomUUID()
  const { userId } = ben
  await ada.call.rooms.create({ id: roomId, name: 'Private', kind: 'private' })
  await ada.call.rooms.add({ roomId, userIds: [userId] })
  await ada.call.rooms.setRole({ roomId, userId, role: 'admin' })
  await ada.call.rooms.update({ roomId, name: 'Secret' })
  await ada.call.rooms.ban({ roomId, userId })
  await ada.call.rooms.ban({ roomId, userId })
  await ada.call.rooms.unban({ roomId, userId })
  await log.close()
  const { entries } = await ada.call.audit.list({ workspaceId })
  const of = entries.filter((entry) => entry.roomId === roomId).toReversed()
  expect(
    of.map(({ action, actorId, subjectId, details }) => [action, actorId === ada.userId, subjectId, details]),
  ).toEqual([
    ['room.created', true, null, {}],
    ['room.member_added', true, userId, {}],
    ['room.role_changed', true, userId, { role: 'admin' }],
    ['room.renamed', true, null, {}],
    ['room.member_banned', true, userId, {}],
    ['room.member_unbanned', true, userId, {}],
  ])
})

test('AU-03 a member and a stranger hear the same as for a workspace that does not exist', async () => {
  const answer = (workspace: string) =>
    ben.call.audit.list({ workspaceId: workspace }).catch((error) => [error.code, error.message])
  expect(await answer(workspaceId)).toEqual(['NOT_FOUND', 'There is nothing at this address.'])
  expect(await answer(workspaceId)).toEqual(await answer(randomUUID()))
})
