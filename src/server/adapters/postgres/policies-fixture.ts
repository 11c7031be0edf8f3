/** People and a private room for the tests of the database's own guard, and statements as any of its roles. */
import { randomUUID } from 'node:crypto'
import { claims, commands, openTestChat, type TestChat } from '@/testing/test-chat'

const { send, react } = commands

/**
 * `ada` owns the private room and the workspace, `ben` is a member, `gone` was one; `neighbour` shares the workspace,
 * `visitor` is a guest of it, in no room; `foreigner` has another one.
 */
export const everybody = ['ada', 'ben', 'gone', 'neighbour', 'visitor', 'foreigner'] as const
export type Person = (typeof everybody)[number]

/** What policies and views ask on behalf of the user; each answers for the caller alone. */
export const calledByUsers = [
  'is_first_workspace',
  'iso',
  'my_audited_workspaces',
  'my_open_workspaces',
  'my_rooms',
  'my_workspaces',
  'shares_room',
  'shares_workspace',
  'topic_access',
]

export interface GuardedChat {
  chat: TestChat
  people: Record<Person, string>
  workspaceId: string
  /** The private room, and a message in it that has a reaction. */
  roomId: string
  messageId: string
  /** An invitation to the workspace, by which `ben` came. */
  invitationId: string
  /** Somebody who has left the workspace. */
  departed: string
  /** Runs one statement with somebody's claims ('' for none), as PostgREST or a forgotten check would. */
  as(userId: string, sql: string, values?: unknown[], role?: string): Promise<Record<string, unknown>[]>
}

export async function openGuardedChat(): Promise<GuardedChat> {
  const chat = await openTestChat()
  const people = { ada: '', ben: '', gone: '', neighbour: '', visitor: '', foreigner: '' }
  for (const person of everybody) people[person] = await chat.person(person)
  const roomId = await chat.room(people.ada, [people.ben, people.gone], 'private')
  const message = send({ as: people.ada, roomId, content: 'secret' })
  const messageId = message.id
  await chat.append(message, react({ as: people.ben, roomId, messageId, emoji: '👍', present: true }))
  for (const who of [people.ada, people.gone]) await chat.call('follow_thread', who, roomId, messageId, true)
  await chat.call('leave_room', people.gone, roomId)
  await chat.call('audit_note', JSON.stringify([{ action: 'room.created', actorId: people.ada, roomId }]))

  const { rows } = await chat.superuser.query('select id from chat.workspaces')
  const workspaceId: string = rows[0]?.id
  await chat.superuser.query(`update chat.workspace_members set role = 'owner' where user_id = $1`, [
    people.ada,
  ])
  await chat.superuser.query(`update chat.workspace_members set role = 'guest' where user_id = $1`, [
    people.visitor,
  ])
  const invitationId = randomUUID()
  await chat.call('invite', people.ada, workspaceId, null, invitationId, 'token', 'member', 1, 1, 100)
  await chat.superuser.query('insert into chat.invitation_uses (invitation_id, user_id) values ($1, $2)', [
    ...[invitationId, people.ben],
  ])
  const departed = await chat.person('departed')
  await chat.call('remove_from_workspace', departed, workspaceId, departed)
  const { rows: others } = await chat.superuser.query(
    `insert into chat.workspaces (name) values ('Other') returning id`,
  )
  await chat.superuser.query(
    `update chat.workspace_members set workspace_id = $1, role = 'owner' where user_id = $2`,
    [others[0]?.id, people.foreigner],
  )

  return {
    ...{ chat, people, workspaceId, roomId, messageId, invitationId, departed },
    async as(userId, sql, values = [], role = 'authenticated') {
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
    },
  }
}
