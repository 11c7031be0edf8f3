import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditInput } from '@/contract/audit'
import { limits } from '@/contract/limits'
import { serverLimits } from '@/contract/server-limits'
import type { AuditNote } from '@/server/ports/audit-log'
import { createFakeClock } from '@/testing/fake-clock'
import { claims, openTestChat, type TestChat } from '@/testing/test-chat'
import { createAuditLog } from './audit-log'
import { migrateToLatest } from './migrate'
import { createDatabase } from './pool'

let chat: TestChat
/** The first workspace and another one, and who is what in them. */
let first = ''
let other = ''
const people = { owner: '', admin: '', member: '', otherOwner: '', nobody: randomUUID() }
const appendOnly = { code: '42501' }

beforeAll(async () => {
  chat = await openTestChat()
  for (const name of ['owner', 'admin', 'member', 'otherOwner'] as const)
    people[name] = await chat.person(name)
  const { rows } = await chat.superuser.query('select id from chat.workspaces')
  first = rows[0]?.id
  const { rows: made } = await chat.superuser.query(
    `insert into chat.workspaces (name) values ('Other') returning id`,
  )
  other = made[0]?.id
  await chat.superuser.query(`update chat.workspace_members set role = 'owner' where user_id = $1`, [
    people.owner,
  ])
  await chat.superuser.query(`update chat.workspace_members set role = 'admin' where user_id = $1`, [
    people.admin,
  ])
  await chat.superuser.query(
    `update chat.workspace_members set role = 'owner', workspace_id = $2 where user_id = $1`,
    [people.otherOwner, other],
  )
})
afterAll(() => chat.close())

/** Notes these and waits until they are written. */
async function note(...notes: AuditNote[]): Promise<void> {
  const { log, close } = open()
  for (const one of notes) await log.note(one)
  await close()
}

function open() {
  const onTrouble = (trouble: unknown) => {
    throw trouble
  }
  const log = createAuditLog({
    ...{ database: createDatabase(chat.api), clock: createFakeClock() },
    ...{ onError: onTrouble, onLost: onTrouble },
  })
  return { log, close: log.close }
}

const page = (userId: string, input: Partial<AuditInput> = {}) =>
  open().log.page(userId, { workspaceId: first, limit: limits.auditPage, ...input })

test('AU-01 an entry says who did what to whom, where and when; a room says whose workspace it is in', async () => {
  const roomId = await chat.room(people.owner)
  const subjectId = people.member
  await note({
    actorId: people.admin,
    action: 'room.member_removed',
    roomId,
    subjectId,
    address: '203.0.113.9',
    details: { role: 'member', times: 2 },
  })
  const [entry] = (await page(people.owner))?.entries ?? []
  expect(entry).toEqual({
    id: expect.any(Number),
    at: new Date(createFakeClock().now()).toISOString(),
    ...{ actorId: people.admin, action: 'room.member_removed', roomId, subjectId, address: '203.0.113.9' },
    details: { role: 'member', times: 2 },
  })
})

test('AU-03 pages come newest first, of all actions or one, each entry in exactly one', async () => {
  await note(
    ...Array.from(
      { length: 25 },
      (_, n): AuditNote => ({
        ...{ actorId: people.owner, workspaceId: first, details: { n } },
        action: n % 5 === 0 ? 'workspace.renamed' : 'workspace.joined',
      }),
    ),
  )
  const read = async (input: Partial<AuditInput>) => {
    const seen: unknown[] = []
    for (let before: number | undefined; ; ) {
      const answer = await page(people.owner, { ...input, limit: 7, ...(before !== undefined && { before }) })
      seen.push(...(answer?.entries ?? []).map(({ details }) => details.n))
      if (!answer?.hasMore) return seen
      before = answer.entries.at(-1)?.id
    }
  }
  expect((await read({})).slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, n) => 24 - n))
  expect(await read({ action: 'workspace.renamed' })).toEqual([20, 15, 10, 5, 0])
})

test('AU-03 owners and admins of a workspace read its entries, those of the first also what belongs to none; to all others it is not there', async () => {
  await note(
    { actorId: null, action: 'account.sign_in_failed', details: { n: 'nowhere' } },
    { actorId: null, action: 'workspace.created', workspaceId: first, details: { n: 'first' } },
    { actorId: null, action: 'workspace.created', workspaceId: other, details: { n: 'other' } },
  )
  const newest = async (userId: string, workspaceId: string) =>
    (await page(userId, { workspaceId }))?.entries.slice(0, 2).map(({ details }) => details.n)
  for (const who of ['owner', 'admin'] as const) {
    expect(await newest(people[who], first)).toEqual(['first', 'nowhere'])
    expect(await newest(people[who], other)).toBeUndefined()
  }
  expect(await newest(people.otherOwner, other)).toEqual(['other'])
  for (const who of ['otherOwner', 'member', 'nobody'] as const) {
    expect(await newest(people[who], first)).toBeUndefined()
    expect(await newest(people[who], randomUUID())).toBeUndefined()
  }
})

test('AU-03 the database shows the same to whoever asks it directly', async () => {
  const visible = async (userId: string) => {
    const client = await chat.superuser.connect()
    try {
      await client.query('begin')
      await client.query(`select set_config('request.jwt.claims', $1, true)`, [claims(userId)])
      await client.query('set local role authenticated')
      const { rows } = await client.query('select distinct workspace_id from chat.audit')
      return new Set(rows.map(({ workspace_id }) => workspace_id))
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  expect(await visible(people.owner)).toEqual(new Set([first, null]))
  expect(await visible(people.admin)).toEqual(new Set([first, null]))
  expect(await visible(people.otherOwner)).toEqual(new Set([other]))
  expect(await visible(people.member)).toEqual(new Set())
  expect(await visible(people.nobody)).toEqual(new Set())
})

test('AU-05 nobody changes or takes away an entry: not the API, not a user, not even the owner of the table', async () => {
  await note({ actorId: null, action: 'guest.created' })
  const changes = ['update chat.audit set details = default', 'delete from chat.audit', 'truncate chat.audit']
  for (const change of changes) {
    await expect(chat.superuser.query(change), change).rejects.toMatchObject(appendOnly)
    await expect(chat.api.query(change), change).rejects.toMatchObject(appendOnly)
  }
  const writes = [
    `insert into chat.audit (action) values ('guest.created')`,
    'select chat.audit_forget(now(), 0)',
    'alter table chat.audit disable trigger audit_append_only',
  ]
  for (const write of writes) await expect(chat.api.query(write), write).rejects.toMatchObject(appendOnly)
  const stranger = new pg.Client(chat.authUrl)
  await stranger.connect()
  await expect(stranger.query(`select chat.audit_note('[]')`)).rejects.toMatchObject(appendOnly)
  await stranger.end()
})

test('AU-06 a start forgets what is too old, and the oldest where there are too many; the rest stays append-only', async () => {
  const { rows: before } = await chat.superuser.query('select max(id)::integer as last from chat.audit')
  const fill = (at: string, count: number) =>
    chat.superuser.query(
      `insert into chat.audit (at, action) select ${at}, 'guest.created' from generate_series(1, $1::integer)`,
      [count],
    )
  const count = async () =>
    (
      await chat.superuser.query(
        'select count(*)::integer as entries, min(id)::integer as oldest from chat.audit',
      )
    ).rows[0]
  await fill(`now() - interval '${serverLimits.auditDays + 1} days'`, 3)
  await fill('now()', 10)
  await migrateToLatest(chat.superuserUrl)
  // Time and numbers rise together: with the old ones goes what was written before them.
  expect(await count()).toEqual({ entries: 10, oldest: before[0].last + 4 })
  await chat.superuser.query("select chat.audit_forget(now() - interval '1 day', 4)")
  expect(await count()).toEqual({ entries: 4, oldest: before[0].last + 10 })
  await expect(chat.superuser.query('delete from chat.audit')).rejects.toMatchObject(appendOnly)
})

test('AU-01 what is too long is left out, and the entry stays', async () => {
  await note({
    ...{ actorId: null, action: 'guest.created', workspaceId: first },
    ...{ address: 'x'.repeat(100), details: { long: 'x'.repeat(3_000) } },
  })
  expect((await page(people.owner))?.entries[0]).toMatchObject({ address: 'x'.repeat(64), details: {} })
})
