/** Who may call and touch what in the database, and what its login roles are. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claims, type TestChat } from '@/testing/test-chat'
import { type GuardedChat, openGuardedChat } from './policies-fixture'

const denied = { code: '42501' }

let guarded: GuardedChat
let chat: TestChat
let people: GuardedChat['people']
let as: GuardedChat['as']
let roomId = ''

beforeAll(async () => {
  guarded = await openGuardedChat()
  ;({ chat, people, as, roomId } = guarded)
})
afterAll(() => chat.close())

describe('DB-09 rights', () => {
  test('DB-09 a user who calls chat.append, or any other writer, is refused', async () => {
    const calls = [
      `select chat.append('[]')`,
      `select chat.recall('[]')`,
      `select chat.raise_received('[]')`,
      `select chat.raise_read('${people.ada}', '${roomId}', 1)`,
      `select chat.lower_read('${people.ada}', '${roomId}', 1)`,
      `select chat.rename('${people.ada}', 'Mallory')`,
      `select chat.create_room('${people.ada}', 'Ada', gen_random_uuid(), 'Room', 'public', null)`,
      `select chat.join_room('${people.ada}', 'Ada', '${roomId}')`,
      `select chat.leave_room('${people.ada}', '${roomId}')`,
      `select chat.changes_after('${claims(people.ada)}', '${roomId}', 0, 10)`,
    ]
    for (const call of calls) {
      for (const role of ['authenticated', 'anon', 'service_role', 'parley_auth']) {
        await expect(as(people.ben, call, [], role), `${role}: ${call}`).rejects.toMatchObject(denied)
      }
    }
  })

  test("DB-09 no function of the schema is everybody's, and every one that acts for its owner fixes its search path", async () => {
    const { rows } = await chat.superuser.query(
      `select p.oid::regprocedure::text as name from pg_proc p
       where p.pronamespace = 'chat'::regnamespace
         and (p.proacl is null or exists (select from aclexplode(p.proacl) x where x.grantee = 0)
           or not coalesce('search_path=""' = any (p.proconfig), false))`,
    )
    expect(rows).toEqual([])
  })

  test('DB-09 nobody writes to a table directly, and the command record is closed to reading too', async () => {
    const writes = [
      `insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, sent_at)
       values ('${randomUUID()}', '${roomId}', 99, 99, '${people.ada}', 'forged', now())`,
      `update chat.messages set content = 'forged'`,
      'delete from chat.messages',
      'update chat.rooms set head = 0',
      `update chat.room_members set role = 'owner'`,
      'delete from chat.reactions',
      `update chat.log set id = gen_random_uuid()`,
      'select 1 from chat.commands',
    ]
    for (const write of writes) {
      for (const role of ['authenticated', 'parley_api']) {
        await expect(as(people.ada, write, [], role), `${role}: ${write}`).rejects.toMatchObject(denied)
      }
    }
  })

  test('DB-09 anon reads nothing', async () => {
    const { rows } = await chat.superuser.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class
       where relnamespace in ('chat'::regnamespace, 'better_auth'::regnamespace) and relkind in ('r', 'v')`,
    )
    expect(rows.length).toBeGreaterThan(9)
    for (const { name } of rows) {
      await expect(as(people.ada, `select 1 from ${name}`, [], 'anon'), name).rejects.toMatchObject(denied)
    }
  })
})

describe('DB-08 the two login roles', () => {
  test('DB-08 they cannot bypass row-level security, own nothing, and may become nobody else', async () => {
    const { rows } = await chat.superuser.query(
      `select r.rolname, r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication as mighty,
         exists (select from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o') as owns,
         array(select m.roleid::regrole::text from pg_auth_members m where m.member = r.oid) as memberships
       from pg_roles r where r.rolname in ('parley_api', 'parley_auth') order by 1`,
    )
    expect(rows).toEqual([
      { rolname: 'parley_api', mighty: false, owns: false, memberships: ['authenticated'] },
      { rolname: 'parley_auth', mighty: false, owns: false, memberships: [] },
    ])
  })

  test("DB-08 the API cannot read the identity provider's tables, nor the other way round", async () => {
    const { rows } = await chat.superuser.query<{ schema: string; name: string }>(
      `select relnamespace::regnamespace::text as schema, oid::regclass::text as name from pg_class
       where relnamespace in ('chat'::regnamespace, 'better_auth'::regnamespace) and relkind in ('r', 'v')`,
    )
    const stranger = { chat: chat.authUrl, better_auth: chat.apiUrl } as Record<string, string>
    expect(new Set(rows.map(({ schema }) => schema))).toEqual(new Set(Object.keys(stranger)))
    for (const { schema, name } of rows) {
      const client = new pg.Client(stranger[schema])
      await client.connect()
      try {
        await expect(client.query(`select 1 from ${name}`), name).rejects.toMatchObject(denied)
      } finally {
        await client.end()
      }
    }
  })
})
