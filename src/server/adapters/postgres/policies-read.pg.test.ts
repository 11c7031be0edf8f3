/** Each policy, over SQL: to whom it shows something, and from whom it hides it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands, type TestChat } from '@/testing/test-chat'
import { everybody, type GuardedChat, openGuardedChat, type Person } from './policies-fixture'

const { send } = commands

let guarded: GuardedChat
let chat: TestChat
let people: GuardedChat['people']
let as: GuardedChat['as']
let roomId = ''
let messageId = ''
let workspaceId = ''
/** Was in the room, and has no account any more. */
let deleted = ''

beforeAll(async () => {
  guarded = await openGuardedChat()
  ;({ chat, people, as, roomId, messageId, workspaceId } = guarded)
  deleted = await chat.person('deleted')
  await chat.call('add_to_room', people.ada, roomId, [deleted])
  await chat.superuser.query('select chat.forget_person($1)', [deleted])
})
afterAll(() => chat.close())

describe('DB-10 each policy allows one and denies another', () => {
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
      policy: 'profiles_read, of somebody who has no account any more',
      sql: () => ['select 1 from chat.profiles where id = $1', [deleted]],
      readers: members,
    },
    {
      policy: 'workspaces_read',
      sql: () => ['select 1 from chat.workspaces where id = $1', [workspaceId]],
      readers: [...colleagues, 'visitor'],
    },
    {
      policy: 'workspace_members_read',
      sql: () => ['select 1 from chat.workspace_members where user_id = $1', [people.ada]],
      readers: colleagues,
    },
    {
      policy: 'workspace_members_read, of oneself',
      sql: () => ['select 1 from chat.workspace_members where user_id = $1', [people.visitor]],
      readers: [...colleagues, 'visitor'],
    },
    {
      policy: 'workspace_departures_read',
      sql: () => ['select 1 from chat.workspace_departures where user_id = $1', [guarded.departed]],
      readers: ['ada'],
    },
    {
      policy: 'invitations_read',
      sql: () => ['select 1 from chat.invitations where id = $1', [guarded.invitationId]],
      readers: ['ada'],
    },
    {
      policy: 'invitation_uses_read',
      sql: () => ['select 1 from chat.invitation_uses where invitation_id = $1', [guarded.invitationId]],
      readers: ['ada'],
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
      policy: 'audit_read',
      sql: () => ['select 1 from chat.audit where room_id = $1', [roomId]],
      readers: ['ada'],
    },
    {
      policy: 'reactions_read',
      sql: () => ['select 1 from chat.reactions where message_id = $1', [messageId]],
      readers: members,
    },
    {
      policy: 'thread_followers_read',
      sql: () => ['select 1 from chat.thread_followers where root_id = $1', [messageId]],
      readers: ['ada'],
    },
  ]

  test.each(rules)('DB-10 $policy: $readers and nobody else', async ({ sql, readers }) => {
    for (const person of everybody) {
      const rows = await as(people[person], ...sql())
      expect([person, rows.length]).toEqual([person, readers.includes(person) ? 1 : 0])
    }
    // Without claims, the roles alone open nothing but the log's name; `anon` not even that, whoever it says to be.
    for (const role of ['authenticated', 'parley_api'] as const) {
      expect([role, (await as('', ...sql(), role)).length]).toEqual([role, readers === everybody ? 1 : 0])
    }
    for (const claimed of ['', people.ada]) {
      await expect(as(claimed, ...sql(), 'anon')).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('DB-10 every policy of the schema is tried above', async () => {
    const { rows } = await chat.superuser.query(
      `select policyname from pg_policies where schemaname = 'chat' order by policyname`,
    )
    const tried = rules.map(({ policy }) => policy).filter((policy) => !policy.includes(','))
    expect(rows.map(({ policyname }) => policyname)).toEqual(tried.toSorted())
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
      [await room('ada'), await room('neighbour'), await room('visitor'), await room('foreigner')].map(
        (r) => r.length,
      ),
    ).toEqual([1, 1, 0, 0])
    expect([await messages('ada'), await messages('neighbour')].map((r) => r.length)).toEqual([1, 0])
  })
})
