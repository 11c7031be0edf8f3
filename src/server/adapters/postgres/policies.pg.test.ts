import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claims, commands, openTestChat, type TestChat } from '@/testing/test-chat'

const { send, react } = commands
const denied = { code: '42501' }
let chat: TestChat
/** Owner and member of the private room; `gone` was one; `neighbour` shares the workspace, `foreigner` none. */
const people = { ada: '', ben: '', gone: '', neighbour: '', foreigner: '' }
type Person = keyof typeof people
let roomId = ''
let messageId = ''
let workspaceId = ''

beforeAll(async () => {
  chat = await openTestChat()
  for (const person of Object.keys(people) as Person[]) people[person] = await chat.person(person)
  roomId = await chat.room(people.ada, [people.ben, people.gone], 'private')
  const message = send({ as: people.ada, roomId, content: 'secret' })
  messageId = message.id
  await chat.append(message, react({ as: people.ben, roomId, messageId, emoji: '👍', present: true }))
  await chat.call('leave_room', people.gone, roomId)

  const { rows } = await chat.superuser.query('select id from chat.workspaces')
  workspaceId = rows[0]?.id
  const { rows: others } = await chat.superuser.query(
    `insert into chat.workspaces (name) values ('Other') returning id`,
  )
  await chat.superuser.query('update chat.workspace_members set workspace_id = $1 where user_id = $2', [
    others[0]?.id,
    people.foreigner,
  ])
})
afterAll(() => chat.close())

/** Runs one statement as `authenticated` with somebody's claims, as PostgREST or a forgotten check would. */
async function as(userId: string, sql: string, values: unknown[] = [], role = 'authenticated') {
  const client = await chat.superuser.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('request.jwt.claims', $1, true)`, [userId && claims(userId)])
    await client.query(`set local role ${role}`)
    return (await client.query(sql, values)).rows
  } finally {
    await client.query('rollback')
    client.release()
  }
}

describe('DB-10 each policy allows one and denies another', () => {
  const everybody = Object.keys(people) as Person[]
  const members: Person[] = ['ada', 'ben']
  const colleagues: Person[] = ['ada', 'ben', 'gone', 'neighbour']
  const rules: { policy: string; sql: () => [string, unknown[]]; readers: readonly Person[] }[] = [
    { policy: 'log_read', sql: () => ['select 1 from chat.log', []], readers: everybody },
    {
      policy: 'profiles_read',
      sql: () => ['select 1 from chat.profiles where id = $1', [people.ada]],
      readers: colleagues,
    },
    {
      policy: 'workspaces_read',
      sql: () => ['select 1 from chat.workspaces where id = $1', [workspaceId]],
      readers: colleagues,
    },
    {
      policy: 'workspace_members_read',
      sql: () => ['select 1 from chat.workspace_members where user_id = $1', [people.ada]],
      readers: colleagues,
    },
    {
      policy: 'rooms_read',
      sql: () => ['select 1 from chat.rooms where id = $1', [roomId]],
      readers: members,
    },
    {
      policy: 'room_members_read',
      sql: () => [
        'select 1 from chat.room_members where room_id = $1 and user_id = $2',
        [roomId, people.ada],
      ],
      readers: members,
    },
    {
      policy: 'messages_read',
      sql: () => ['select 1 from chat.messages where id = $1', [messageId]],
      readers: members,
    },
    {
      policy: 'messages_read, through the view',
      sql: () => ['select 1 from chat.changes where id = $1', [messageId]],
      readers: members,
    },
    {
      policy: 'reactions_read',
      sql: () => ['select 1 from chat.reactions where message_id = $1', [messageId]],
      readers: members,
    },
  ]

  test.each(rules)('DB-10 $policy: $readers and nobody else', async ({ sql, readers }) => {
    for (const person of everybody) {
      const rows = await as(people[person], ...sql())
      expect([person, rows.length]).toEqual([person, readers.includes(person) ? 1 : 0])
    }
    // Without claims, the role alone opens nothing but the log's name.
    expect(await as('', ...sql())).toHaveLength(readers === everybody ? 1 : 0)
  })

  test('DB-10 every policy of the schema is tried above', async () => {
    const { rows } = await chat.superuser.query(
      `select policyname from pg_policies where schemaname = 'chat' order by policyname`,
    )
    const tried = rules.map(({ policy }) => policy).filter((policy) => !policy.includes(','))
    expect(rows.map(({ policyname }) => policyname)).toEqual(tried.toSorted())
  })

  test('DB-10 every table has row-level security', async () => {
    const { rows } = await chat.superuser.query(
      `select relname from pg_class where relnamespace = 'chat'::regnamespace and relkind = 'r' and not relrowsecurity`,
    )
    expect(rows).toEqual([])
  })

  test('DB-10 an ended member sees their own membership, with its end', async () => {
    const rows = await as(people.gone, 'select user_id, ended_at from chat.room_members where room_id = $1', [
      roomId,
    ])
    expect(rows).toEqual([{ user_id: people.gone, ended_at: expect.any(Date) }])
  })

  test('DB-10 a public room is seen by its workspace, its messages only by its members', async () => {
    const open = await chat.room(people.ada)
    await chat.append(send({ as: people.ada, roomId: open, content: 'hello' }))
    const room = (person: Person) => as(people[person], 'select 1 from chat.rooms where id = $1', [open])
    const messages = (person: Person) =>
      as(people[person], 'select 1 from chat.messages where room_id = $1', [open])
    expect(
      [await room('ada'), await room('neighbour'), await room('foreigner')].map((r) => r.length),
    ).toEqual([1, 1, 0])
    expect([await messages('ada'), await messages('neighbour')].map((r) => r.length)).toEqual([1, 0])
  })
})

describe('DB-09 rights', () => {
  test('DB-09 a user who calls chat.append, or any other writer, is refused', async () => {
    const calls = [
      `select chat.append('[]')`,
      `select chat.recall('[]')`,
      `select chat.raise_received('[]')`,
      `select chat.raise_read('${people.ada}', '${roomId}', 1)`,
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

describe('DB-11 claims', () => {
  const visible = 'select count(*)::integer as messages from chat.messages'
  const setting = `select current_setting('request.jwt.claims', true) as claims`

  test('DB-11 a read leaves no claims to the next statement on the same connection', async () => {
    const client = await chat.api.connect()
    try {
      const reads = [
        [`select chat.changes_after($1, $2, 0, 10) as value`, [claims(people.ada), roomId]],
        [`select chat.history($1, $2, null, 10) as value`, [claims(people.ada), roomId]],
        [`select chat.heads($1, null, 10, 10) as value`, [claims(people.ada)]],
        [`select chat.receipts($1, $2) as value`, [claims(people.ada), roomId]],
        [`select chat.member_of($1, $2) as value`, [claims(people.ada), JSON.stringify([roomId])]],
        [`select chat.topic_access_as($1, $2) as value`, [claims(people.ada), `room:${roomId}:1`]],
      ] as const
      for (const [read, values] of reads) {
        expect((await client.query(read, [...values])).rows[0].value, read).not.toBeNull()
        expect((await client.query(setting)).rows[0].claims ?? '', read).toBe('')
        expect((await client.query(visible)).rows, read).toEqual([{ messages: 0 }])
      }
    } finally {
      client.release()
    }
  })

  test('DB-11 the readers answer what the claims may see, whoever asks', async () => {
    const page = (userId: string) => chat.changesAfter(userId, roomId)
    expect(await page(people.ben)).toMatchObject({
      ...{ head: 3, changes: [{ id: messageId }, { event: { kind: 'left' } }] },
    })
    for (const person of ['gone', 'neighbour', 'foreigner'] as const) {
      expect(await page(people[person]), person).toBeNull()
      expect(await chat.call('history', claims(people[person]), roomId, null, 10), person).toBeNull()
      expect(await chat.call('receipts', claims(people[person]), roomId), person).toBeNull()
    }
    expect(await chat.call('heads', claims(people.gone), null, 10, 10)).toMatchObject({
      memberships: [{ roomId }],
    })
    expect(await chat.call('heads', claims(people.neighbour), null, 10, 10)).toMatchObject({
      memberships: [],
    })
  })
})
