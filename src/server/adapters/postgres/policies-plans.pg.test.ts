/**
 * That policies cost a lookup and not a walk: the plans of the readers on a million messages. Plans depend on what the
 * database knows of its tables, so that a small one proves nothing.
 */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claims, openTestChat, type TestChat } from '@/testing/test-chat'

const rooms = 200
const messagesPerRoom = 5_000
const peopleCount = 1_000
/** Each room has this many members, ended ones included. */
const membersPerRoom = 100

interface Plan {
  'Node Type': string
  'Subplan Name'?: string
  'Relation Name'?: string
  'Function Name'?: string
  'Index Name'?: string
  'Actual Loops': number
  'Actual Rows': number
  Plans?: Plan[]
}

let chat: TestChat
let user = ''
let roomId = ''
/** The login of the API, as which every plan is made. */
let client: pg.Client

beforeAll(async () => {
  chat = await openTestChat()
  // Made at once, without the database's functions: in their order, so that no index has to be sorted.
  await chat.superuser.query(`
    set session_replication_role = replica;
    create function pg_temp.id(kind text, n bigint) returns uuid language sql immutable as
      $$ select md5(kind || n)::uuid $$;
    insert into chat.profiles (id, name) select pg_temp.id('person', n), 'Person ' || n from generate_series(1, ${peopleCount}) n;
    insert into chat.workspace_members (workspace_id, user_id)
      select w.id, p.id from chat.workspaces w, chat.profiles p;
    insert into chat.rooms (id, workspace_id, name, kind, head, members, created_by)
      select pg_temp.id('room', r), w.id, 'Room ' || r, 'private', ${messagesPerRoom}, ${membersPerRoom}, pg_temp.id('person', 1)
      from generate_series(1, ${rooms}) r, chat.workspaces w;
    insert into chat.room_members (room_id, user_id, ended_at)
      select pg_temp.id('room', r), pg_temp.id('person', 1 + (r * 7 + n * 10) % ${peopleCount}),
        case when n % 10 = 0 then now() end
      from generate_series(1, ${rooms}) r, generate_series(0, ${membersPerRoom - 1}) n;
    insert into chat.messages (id, room_id, seq, changed_seq, sender_id, content, sent_at)
      select ('00000000-0000-7000-8000-' || lpad(to_hex(r * 10000 + s), 12, '0'))::uuid, room.id, s, s, pg_temp.id('person', 1), 'hello ' || r || 'x' || s, now()
      from generate_series(1, ${rooms}) r
      cross join lateral (select pg_temp.id('room', r) as id) room
      cross join generate_series(1, ${messagesPerRoom}) s;
    insert into chat.reactions (message_id, room_id, emoji, user_id, position)
      select m.id, m.room_id, '👍', m.sender_id, m.seq from chat.messages m where m.seq % 20 = 0;
    reset session_replication_role;
    analyze;
  `)
  const { rows } = await chat.superuser.query(
    `select user_id, room_id from chat.room_members where ended_at is null order by user_id, room_id limit 1`,
  )
  ;({ user_id: user, room_id: roomId } = rows[0])
  client = new pg.Client(chat.apiUrl)
  await client.connect()
  // The words of a million messages are found and sorted, which takes a busy machine more than a minute.
}, 240_000)
afterAll(async () => {
  await client.end()
  await chat.close()
})

/** Every node of the plan of a statement that somebody runs, after it ran. */
async function nodesOf(sql: string): Promise<Plan[]> {
  await client.query('begin')
  try {
    await client.query(`select set_config('request.jwt.claims', $1, true)`, [claims(user)])
    const { rows } = await client.query(`explain (analyze, timing off, format json) ${sql}`)
    return flat(rows[0]['QUERY PLAN'][0].Plan)
  } finally {
    await client.query('rollback')
  }
}

function flat(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(flat)]
}

/** What a function of the schema runs inside, its arguments filled in. */
async function insideOf(name: string, values: Record<string, string>): Promise<string> {
  const { rows } = await chat.superuser.query(`select prosrc from pg_proc where oid = $1::regproc`, [
    `chat.${name}`,
  ])
  const [, query = ''] = /return \(([\s\S]*)\);\s*end/.exec(rows[0].prosrc) ?? []
  expect(query).not.toBe('')
  return Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(new RegExp(`\\b${key}\\b`, 'g'), value),
    query,
  )
}

const walked = (nodes: Plan[], table: string) =>
  nodes.filter((node) => /^(Seq|Parallel Seq)/.test(node['Node Type']) && node['Relation Name'] === table)

/** Rows that were looked at in a table, whatever for. */
const touched = (nodes: Plan[], table: string) =>
  nodes
    .filter((node) => node['Relation Name'] === table)
    .reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0)

/** How often the caller's rooms were looked up. */
const lookups = (nodes: Plan[]) =>
  nodes
    .filter((node) => node['Node Type'] === 'Function Scan' || node['Node Type'] === 'ProjectSet')
    .map((node) => node['Actual Loops'])

const uuid = (value: string) => `'${value}'::uuid`

describe('DB-42 on a million messages', () => {
  test('DB-42 there are a million, and the user is in few of the rooms', async () => {
    const { rows } = await chat.superuser.query(
      `select (select count(*)::integer from chat.messages) as messages,
         (select count(*)::integer from chat.room_members where user_id = $1 and ended_at is null) as mine`,
      [user],
    )
    expect(rows[0].messages).toBe(1_000_000)
    expect(rows[0].mine).toBeLessThan(rooms / 4)
  })

  const readers: [string, () => Promise<string>][] = [
    ['history', () => insideOf('history', { room: uuid(roomId), before_seq: '2500::bigint', page: '200' })],
    [
      'rejoin',
      () => insideOf('changes_after', { room: uuid(roomId), cursor_position: '4000::bigint', page: '500' }),
    ],
    ['heads', () => insideOf('heads', { after_room: 'null::uuid', page: '1000', unread_up_to: '100' })],
    [
      "a user's own select of a room",
      async () => `select * from chat.messages where room_id = ${uuid(roomId)} and seq > 4900`,
    ],
    [
      "a user's own select of one message",
      async () => `select * from chat.changes where room_id = ${uuid(roomId)} and seq = 7`,
    ],
  ]

  test.each(readers)(
    'DB-42 %s: no walk through messages or members, and the rooms are looked up once',
    async (_, statement) => {
      const nodes = await nodesOf(await statement())
      expect(walked(nodes, 'messages')).toEqual([])
      expect(walked(nodes, 'room_members')).toEqual([])
      expect(nodes.some((node) => node['Index Name']?.startsWith('messages_'))).toBe(true)
      expect(Math.max(...lookups(nodes))).toBe(1)
      const perRow = nodes.filter((n) => n['Relation Name'] === 'room_members' && n['Actual Loops'] > 1)
      expect(perRow).toEqual([])
    },
  )

  test('DB-42 a page touches about as many messages as it has', async () => {
    for (const [statement, page] of [
      [insideOf('history', { room: uuid(roomId), before_seq: 'null::bigint', page: '200' }), 200],
      [insideOf('changes_after', { room: uuid(roomId), cursor_position: '0::bigint', page: '500' }), 500],
    ] as const) {
      expect(touched(await nodesOf(await statement), 'messages')).toBe(page)
    }
  })

  test.each([
    ['one rare word', 'hello 7x77', null],
    ['the beginning of a word', '7x777', null],
    ['a word that every message has, in one room', 'hello', 'Room 7'],
  ])('SR-07 a search for %s takes the words from their index', async (_, words, inRoom) => {
    const text = (value: string | null) => (value === null ? 'null::text' : `'${value}'`)
    const inside = await insideOf('search_messages', {
      ...{ actor: uuid(user), wanted: `chat.word_query(${text(words)})`, author: 'null::text' },
      ...{ room: text(inRoom), not_before: 'null::timestamptz', older_than: 'null::timestamptz' },
      ...{ after_message: 'null::uuid', page: '50' },
    })
    const { rows } = await chat.superuser.query(
      `explain (analyze, timing off, format json) select (${inside})`,
    )
    const nodes = flat(rows[0]['QUERY PLAN'][0].Plan)
    expect(walked(nodes, 'messages')).toEqual([])
    expect(nodes.some((node) => node['Index Name'] === 'messages_words')).toBe(true)
  })

  test("DB-42 all of a user's messages: their rooms alone are read, and looked up once", async () => {
    const nodes = await nodesOf('select count(*) from chat.messages')
    expect(lookups(nodes).length).toBeGreaterThan(0)
    expect(Math.max(...lookups(nodes))).toBe(1)
  })

  test.each(['messages', 'room_members', 'rooms', 'reactions'])(
    'DB-42 the policy of %s asks for the rooms once for the whole statement, not for each row',
    async (table) => {
      const { rows } = await chat.superuser.query(
        `select qual from pg_policies where schemaname = 'chat' and tablename = $1`,
        [table],
      )
      for (const { qual } of rows) {
        expect(qual).toContain('chat.my_rooms()')
        // Each call stands in a subquery of its own.
        expect(qual.replaceAll(/SELECT (chat\.my_\w+|auth\.uid)\(\)/g, '')).not.toMatch(/(my_\w+|uid)\(\)/)
      }
    },
  )
})
