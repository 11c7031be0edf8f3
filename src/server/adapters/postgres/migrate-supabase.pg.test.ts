import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestCluster, type TestCluster } from '@/testing/test-cluster'
import { migrateDown, migrateToLatest, setRolePasswords } from './migrate'

/**
 * What a Supabase project has before anything of ours, cut down to what the migrations look at. As there, the role
 * that migrates is no superuser and owns neither `auth` nor the roles. (That it may add policies to
 * `realtime.messages` is an extension's doing there; here it owns the table.)
 */
const supabase = `
  create role postgres_of_project login createrole createdb bypassrls password 'project';
  create role supabase_auth_admin nologin;
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create role service_role nologin noinherit bypassrls;
  grant anon, authenticated, service_role to postgres_of_project with admin option;
  grant create on database parley to postgres_of_project;

  create schema auth authorization supabase_auth_admin;
  create table auth.users (id uuid primary key);
  create function auth.uid() returns uuid language sql stable as $$
    select coalesce(
      nullif(current_setting('request.jwt.claim.sub', true), ''),
      (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
    )::uuid
  $$;
  grant usage on schema auth to postgres_of_project, anon, authenticated, service_role;

  create schema realtime;
  create table realtime.messages (topic text not null, extension text not null, payload jsonb, event text,
    private boolean default false, id uuid not null default gen_random_uuid());
  alter table realtime.messages owner to postgres_of_project;
  alter table realtime.messages enable row level security;
  create function realtime.topic() returns text language sql stable as $$
    select nullif(current_setting('realtime.topic', true), '')::text
  $$;
  grant usage on schema realtime to postgres_of_project, authenticated;
  grant select, insert on realtime.messages to authenticated;`

let cluster: TestCluster
let superuser: pg.Client
let ownerUrl: string

beforeAll(async () => {
  cluster = await startTestCluster()
  superuser = new pg.Client(cluster.server.url())
  await superuser.connect()
  await superuser.query(supabase)
  ownerUrl = cluster.server.url({ user: 'postgres_of_project', password: 'project' })
})
afterAll(async () => {
  await superuser.end()
  await cluster.dispose()
})

test('DB-07 on Supabase its own pieces are used and left alone, going up and going down', async () => {
  const pieces = async () => {
    const { rows } = await superuser.query(`
      select pg_get_functiondef('auth.uid()'::regprocedure) as uid, to_regclass('auth.users') as users,
        (select nspacl from pg_namespace where nspname = 'auth') as rights,
        (select array_agg(format('%s %s', rolname, rolinherit) order by rolname) from pg_roles
         where rolname !~ '^(pg_|parley_)') as roles,
        (select array_agg(policyname order by policyname) from pg_policies where schemaname = 'realtime') as policies`)
    return rows[0]
  }
  const before = await pieces()
  await migrateToLatest(ownerUrl)
  expect(await pieces()).toEqual({ ...before, policies: '{parley_read,parley_write}' })
  while ((await migrateDown(ownerUrl)).length > 0);
  expect(await pieces()).toEqual(before)
  expect(await migrateToLatest(ownerUrl)).toEqual([
    '0001_chat',
    '0002_identity',
    '0003_room_heads',
    '0004_withdraw',
    '0005_rooms',
    '0006_room_keeping',
    '0008_audit',
    '0009_accounts',
    '0010_workspaces',
    '0011_links',
    '0012_workspace_of_rooms',
    '0013_search',
    '0014_unread',
    '0015_threads',
    '0016_latest',
    '0017_member_receipts',
    '0018_message_seq',
  ])
})

test('DB-07 on Supabase the API logs in, writes and reads through its functions', async () => {
  await migrateToLatest(ownerUrl)
  await setRolePasswords(ownerUrl, { api: 'api', auth: 'auth' })
  const api = new pg.Client(cluster.server.url({ user: 'parley_api', password: 'api' }))
  await api.connect()
  try {
    const [owner, room, id] = [randomUUID(), randomUUID(), randomUUID()]
    await api.query(`select chat.enter_first_workspace($1, 'Ada')`, [owner])
    await api.query(`select chat.create_room($1, 'Ada', $2, 'Room', 'private', null)`, [owner, room])
    const send = {
      kind: 'send',
      as: owner,
      id,
      roomId: room,
      content: 'hello',
      sentAt: '2026-01-02T03:04:05Z',
    }
    await api.query('select chat.append($1)', [JSON.stringify([send])])
    const claims = JSON.stringify({ sub: owner, role: 'authenticated' })
    const { rows } = await api.query('select chat.changes_after($1, $2, 0, 10) as page', [claims, room])
    expect(rows[0].page).toMatchObject({ head: 1, changes: [{ id, content: 'hello' }] })
    await expect(api.query('select 1 from better_auth.account')).rejects.toMatchObject({ code: '42501' })
  } finally {
    await api.end()
  }
})

test('DB-07 the policies on realtime.messages let members read, and write only what is theirs to write', async () => {
  await migrateToLatest(ownerUrl)
  const [owner, stranger, room] = [randomUUID(), randomUUID(), randomUUID()]
  await superuser.query(`select chat.enter_first_workspace($1, 'Ada')`, [owner])
  await superuser.query(`select chat.create_room($1, 'Ada', $2, 'Room', 'private', null)`, [owner, room])

  /** As Supabase does it: claims and topic are set, then the policies are tried. */
  async function access(userId: string, topic: string) {
    const insert = `insert into realtime.messages (topic, extension) values ($1, 'broadcast')`
    await superuser.query(insert, [topic])
    await superuser.query(
      `select set_config('request.jwt.claims', $1, false), set_config('realtime.topic', $2, false)`,
      [JSON.stringify({ sub: userId, role: 'authenticated' }), topic],
    )
    await superuser.query('set role authenticated')
    try {
      const { rows } = await superuser.query('select 1 from realtime.messages where topic = $1', [topic])
      const write = await superuser.query(insert, [topic]).then(
        () => 'allowed',
        (error: { code?: string }) => error.code,
      )
      return { read: rows.length > 0, write }
    } finally {
      await superuser.query('reset role')
    }
  }

  const nothing = { read: false, write: '42501' }
  expect(await access(owner, `room:${room}:1`)).toEqual({ read: true, write: '42501' })
  expect(await access(owner, `peers:${room}:1`)).toEqual({ read: true, write: 'allowed' })
  expect(await access(owner, `user:${owner}`)).toEqual({ read: true, write: '42501' })
  for (const topic of [
    `room:${room}:2`,
    `peers:${room}:2`,
    `user:${stranger}`,
    'room:nonsense',
    `room:${room}`,
  ]) {
    expect([topic, await access(owner, topic)]).toEqual([topic, nothing])
  }
  for (const topic of [`room:${room}:1`, `peers:${room}:1`, `user:${owner}`]) {
    expect([topic, await access(stranger, topic)]).toEqual([topic, nothing])
  }
})
