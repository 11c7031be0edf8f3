/**
 * Everything that the roles of clients, and the API's, were ever granted in schema `chat`. Whatever is new has to be
 * written down here, and with it a reason to think about it.
 */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/testing/test-database'
import { calledByUsers } from './policies-fixture'

/** What users may read, each row by a policy. Nobody may write anything. */
const readByUsers = [
  'audit',
  'changes',
  'invitation_uses',
  'invitations',
  'log',
  'messages',
  'profiles',
  'reactions',
  'room_members',
  'rooms',
  'thread_followers',
  'workspace_departures',
  'workspace_members',
  'workspaces',
]

/** The whole of what the API may do, beside what any user may. */
const calledByApi = [
  'accept_invitation',
  'add_to_room',
  'append',
  'archive_room',
  'audit_note',
  'audit_page',
  'ban_from_room',
  'bans',
  'changes_after',
  'create_room',
  'create_workspace',
  'describe_invitation',
  'enter_first_workspace',
  'follow_thread',
  'heads',
  'history',
  'invite',
  'join_room',
  'leave_room',
  'lift_ban',
  'lower_read',
  'member_of',
  'member_receipts',
  'message_seq',
  'open_direct',
  'raise_read',
  'raise_received',
  'read_thread',
  'recall',
  'receipts',
  'remove_from_room',
  'remove_from_workspace',
  'rename',
  'rename_workspace',
  'revoke_invitation',
  'room_heads',
  'search_messages',
  'set_room_role',
  'set_workspace_role',
  'topic_access_as',
  'update_room',
]

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client(database.superuserUrl)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

async function lines(sql: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(sql)
  return rows.map(({ line }) => line)
}

const watched = `('anon', 'authenticated', 'parley_api', 'public')`
const grantee = `case when x.grantee = 0 then 'public' else x.grantee::regrole::text end`

describe('DB-09 grants', () => {
  test('DB-09 of tables, views and sequences: users read, and nothing else', async () => {
    const granted = await lines(
      `select ${grantee} || ' ' || x.privilege_type || ' ' || c.relname as line
       from pg_class c, aclexplode(c.relacl) x
       where c.relnamespace = 'chat'::regnamespace and ${grantee} in ${watched} order by c.relname`,
    )
    expect(granted).toEqual(readByUsers.map((name) => `authenticated SELECT ${name}`))
  })

  test('DB-09 of single columns: nothing', async () => {
    expect(
      await lines(
        `select a.attrelid::regclass || '.' || a.attname as line from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'chat'::regnamespace and a.attacl is not null`,
      ),
    ).toEqual([])
  })

  test.each([
    ['public', []],
    ['anon', []],
    ['authenticated', calledByUsers],
    ['parley_api', calledByApi],
  ])('DB-09 of functions, to %s: %j', async (role, names) => {
    const granted = await lines(
      `select distinct p.proname as line from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
       where p.pronamespace = 'chat'::regnamespace and ${grantee} = '${role}' order by 1`,
    )
    expect(granted).toEqual(names)
  })

  test('DB-09 of the schema: anon does not even see it, and nobody makes anything in it', async () => {
    expect(
      await lines(
        `select ${grantee} || ' ' || x.privilege_type as line from pg_namespace n, aclexplode(n.nspacl) x
         where n.nspname = 'chat' and ${grantee} in ${watched} order by 1`,
      ),
    ).toEqual(['authenticated USAGE'])
  })

  test('DB-09 what is made later is granted to nobody by itself', async () => {
    expect(
      await lines(
        `select defaclrole::regrole::text as line from pg_default_acl where defaclnamespace = 'chat'::regnamespace`,
      ),
    ).toEqual([])
  })
})

describe('DB-10 row-level security', () => {
  test('DB-10 is on for every table, and every view is read with the rights of whoever reads', async () => {
    // Not forced: tables have one owner, whom no login role may become, and its functions are what writes.
    expect(
      await lines(
        `select relname as line from pg_class where relnamespace = 'chat'::regnamespace and (
           relkind in ('r', 'p') and not relrowsecurity
           or relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false)
           or relkind in ('m', 'f'))`,
      ),
    ).toEqual([])
  })

  test('DB-10 policies are for reading by users alone: there is none for any other verb or role', async () => {
    expect(
      await lines(
        `select policyname as line from pg_policies where schemaname = 'chat'
         and (cmd <> 'SELECT' or roles <> '{authenticated}' or permissive <> 'PERMISSIVE' or qual is null)`,
      ),
    ).toEqual([])
  })

  test('DB-10 no table is owned by a role that somebody logs in as', async () => {
    expect(
      await lines(
        `select c.relname as line from pg_class c join pg_roles r on r.oid = c.relowner
         where c.relnamespace = 'chat'::regnamespace and r.rolname in ('parley_api', 'parley_auth', 'authenticated', 'anon')`,
      ),
    ).toEqual([])
  })
})
