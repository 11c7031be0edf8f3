/** The database's guard from outside, through a real PostgREST: what any browser could ask of a hosted project. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgrest, type TestPostgrest } from '@/testing/postgrest'
import { calledByUsers, everybody, type GuardedChat, openGuardedChat, type Person } from './policies-fixture'

type Verb = 'GET' | 'POST' | 'PATCH' | 'DELETE'

let guarded: GuardedChat
let rest: TestPostgrest

beforeAll(async () => {
  guarded = await openGuardedChat()
  rest = await startPostgrest(guarded.chat.superuserUrl)
})
afterAll(async () => {
  await rest.stop()
  await guarded.chat.close()
})

async function ask(verb: Verb, path: string, token: string | undefined, body?: object) {
  const response = await fetch(`${rest.url}/${path}`, {
    method: verb,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const answer: unknown = text === '' ? null : JSON.parse(text)
  return { status: response.status, answer, code: (answer as { code?: string } | null)?.code }
}

const tokenOf = (person: Person) => rest.tokenOf(guarded.people[person])

/** Which row of each table is asked for, and who gets it. */
const tables: Record<string, { row: () => string; readers: readonly Person[] }> = {
  audit: { row: () => `room_id=eq.${guarded.roomId}`, readers: ['ada'] },
  changes: { row: () => `id=eq.${guarded.messageId}`, readers: ['ada', 'ben'] },
  commands: { row: () => `id=eq.${guarded.messageId}`, readers: [] },
  invitation_uses: { row: () => `invitation_id=eq.${guarded.invitationId}`, readers: ['ada'] },
  invitations: { row: () => `id=eq.${guarded.invitationId}`, readers: ['ada'] },
  log: { row: () => '', readers: everybody },
  messages: { row: () => `id=eq.${guarded.messageId}`, readers: ['ada', 'ben'] },
  profiles: { row: () => `id=eq.${guarded.people.ada}`, readers: ['ada', 'ben', 'gone', 'neighbour'] },
  reactions: { row: () => `message_id=eq.${guarded.messageId}`, readers: ['ada', 'ben'] },
  room_members: {
    row: () => `room_id=eq.${guarded.roomId}&user_id=eq.${guarded.people.ada}`,
    readers: ['ada', 'ben'],
  },
  rooms: { row: () => `id=eq.${guarded.roomId}`, readers: ['ada', 'ben'] },
  thread_followers: { row: () => `root_id=eq.${guarded.messageId}`, readers: ['ada'] },
  workspace_departures: { row: () => `user_id=eq.${guarded.departed}`, readers: ['ada'] },
  workspace_members: {
    row: () => `user_id=eq.${guarded.people.ada}`,
    readers: ['ada', 'ben', 'gone', 'neighbour'],
  },
  workspaces: {
    row: () => `id=eq.${guarded.workspaceId}`,
    readers: ['ada', 'ben', 'gone', 'neighbour', 'visitor'],
  },
}

async function relations() {
  const { rows } = await guarded.chat.superuser.query<{ name: string; column: string }>(
    `select c.relname as name, a.attname as column from pg_class c join lateral (
       select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attidentity = ''
       order by a.attnum limit 1
     ) a on true
     where c.relnamespace = 'chat'::regnamespace and c.relkind in ('r', 'v', 'p', 'm') order by 1`,
  )
  return rows
}

describe('DB-40 from outside', () => {
  test('DB-40 every table and view is tried', async () => {
    expect((await relations()).map(({ name }) => name)).toEqual(Object.keys(tables))
  })

  test.each(Object.entries(tables))(
    'DB-40 GET %s: members and colleagues see what is theirs, others no row',
    async (name, { row, readers }) => {
      for (const person of everybody) {
        const { status, answer, code } = await ask('GET', `${name}?${row()}`, tokenOf(person))
        if (name === 'commands') expect([person, status, code]).toEqual([person, 403, '42501'])
        else
          expect([person, status, (answer as unknown[]).length]).toEqual([
            person,
            200,
            readers.includes(person) ? 1 : 0,
          ])
      }
    },
  )

  test.each(Object.keys(tables))(
    'DB-40 GET %s: without a token, with a forged one, or as a role of ours there is nothing',
    async (name) => {
      expect(await ask('GET', name, undefined)).toMatchObject({ status: 401, code: '42501' })
      const [header, , signature] = tokenOf('ada').split('.')
      const claims = Buffer.from(JSON.stringify({ sub: guarded.people.ada, role: 'service_role' })).toString(
        'base64url',
      )
      expect((await ask('GET', name, `${header}.${claims}.${signature}`)).status).toBe(401)
      for (const role of ['parley_api', 'parley_auth', 'postgres', 'service_role']) {
        expect((await ask('GET', name, rest.tokenOf(guarded.people.ada, role))).code).toBe('42501')
      }
    },
  )

  test.each(['POST', 'PATCH', 'DELETE'] as const)(
    'DB-40 %s: nobody writes anything anywhere, also not their own',
    async (verb) => {
      const callers = [undefined, ...everybody.map(tokenOf)]
      for (const { name, column } of await relations()) {
        for (const token of callers) {
          const body = verb === 'DELETE' ? undefined : { [column]: null }
          const path = verb === 'POST' ? name : `${name}?${column}=not.is.null`
          const { status, code } = await ask(verb, path, token, body)
          expect([name, status, code]).toEqual([name, token === undefined ? 401 : 403, '42501'])
        }
      }
    },
  )

  test('DB-40 nothing of the identity provider is there, whatever schema is asked for', async () => {
    for (const profile of ['better_auth', 'auth', 'public']) {
      const response = await fetch(`${rest.url}/user`, {
        headers: { 'accept-profile': profile, authorization: `Bearer ${tokenOf('ada')}` },
      })
      expect(response.status).toBe(406)
    }
  })
})

describe('DB-41 functions from outside', () => {
  async function functions() {
    const { rows } = await guarded.chat.superuser.query<{ name: string; names: string[]; types: string[] }>(
      `select p.proname as name, coalesce(p.proargnames[1:p.pronargs], '{}') as names,
         array(select format_type(t, null) from unnest(p.proargtypes) t)::text[] as types
       from pg_proc p where p.pronamespace = 'chat'::regnamespace and p.prorettype <> 'trigger'::regtype order by 1`,
    )
    return rows
  }

  const argument = (type: string): unknown => {
    if (type.endsWith('[]')) return '{}'
    if (type === 'uuid') return guarded.people.ada
    if (type === 'jsonb') return []
    if (type.startsWith('timestamp')) return '2026-01-01T00:00:00Z'
    return type === 'text' ? 'text' : 1
  }

  test('DB-41 of all functions only those that answer for the caller can be called by a user, and none without a token', async () => {
    const called: string[] = []
    for (const { name, names, types } of await functions()) {
      const body = Object.fromEntries(names.map((key, index) => [key, argument(types[index] ?? '')]))
      expect((await ask('POST', `rpc/${name}`, undefined, body)).status, name).toBe(401)
      const { status, code } = await ask('POST', `rpc/${name}`, tokenOf('ben'), body)
      if (calledByUsers.includes(name)) expect([name, status]).toEqual([name, 200])
      else expect([name, status, code]).toEqual([name, 403, '42501'])
      called.push(name)
    }
    expect(called.length).toBeGreaterThan(20)
  })

  test('DB-41 what can be called tells each caller of their own', async () => {
    const rooms = async (person: Person) => (await ask('POST', 'rpc/my_rooms', tokenOf(person), {})).answer
    expect(await rooms('ben')).toEqual([guarded.roomId])
    for (const person of ['gone', 'neighbour', 'foreigner'] as const) expect(await rooms(person)).toEqual([])
    const shares = async (person: Person) =>
      (await ask('POST', 'rpc/shares_workspace', tokenOf(person), { other: guarded.people.ada })).answer
    expect([await shares('neighbour'), await shares('foreigner')]).toEqual([true, false])
    const topic = `room:${guarded.roomId}:2`
    const access = async (person: Person) =>
      (await ask('POST', 'rpc/topic_access', tokenOf(person), { topic })).answer
    expect(await access('ben')).toEqual({ may_read: true, may_write: false })
    expect(await access('gone')).toEqual({ may_read: false, may_write: false })
  })
})
