/** Somebody hostile with rooms of their own, and others in another workspace, whose every text has a secret word in it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { symmetricDecrypt } from 'better-auth/crypto'
import { generateKeyPair, importJWK, SignJWT } from 'jose'
import pg from 'pg'
import { createGuest, type Guest } from '../guest'
import type { TestDatabase } from '../test-database'
import type { Ids, KnownIds } from './valid-input'

export interface Tenants {
  readonly hostile: Guest
  readonly victim: Guest
  /** What no answer may contain. */
  readonly word: string
  /** Ids of the victims that the hostile one does not know, and never sends. */
  readonly hiddenIds: readonly string[]
  /** A room of the hostile one that the requests leave alone, and one of the victim. */
  readonly liveRoomId: string
  readonly victimRoomId: string
  /** Tokens that are nobody's. */
  readonly badTokens: readonly [string, ...string[]]
  /** Ids for the n-th of `parts` parts of the run: rooms that were left or archived are not all there is. */
  ids(n: number, parts: number): KnownIds
  /** All that the database holds of the victims. */
  snapshot(): Promise<unknown[]>
  close(): Promise<void>
}

const rooms = 40
const spares = 20
const sentAt = '2026-01-01T12:00:00.000Z'

async function writeRoom(
  guest: Guest,
  name: string,
  workspaceId: string | undefined,
  kind: 'public' | 'private',
) {
  const roomId = randomUUID()
  const messageIds = [randomUUID(), randomUUID()]
  await guest.call.rooms.create.mutate({ id: roomId, name, kind, ...(workspaceId ? { workspaceId } : {}) })
  await guest.call.rooms.update.mutate({ roomId, topic: name })
  for (const id of messageIds) await guest.call.messages.send.mutate({ id, roomId, content: name, sentAt })
  return { roomId, messageIds }
}

/** @param secret of the server, which its signing keys are encrypted with */
export async function createTenants(
  address: string,
  database: TestDatabase,
  secret: string,
): Promise<Tenants> {
  const word = `wolframite${randomBytes(6).toString('hex')}`
  const client = new pg.Client(database.superuserUrl)
  await client.connect()
  const ask = async (text: string, values: unknown[] = []) => (await client.query(text, values)).rows
  const guests = () => createGuest(address)
  const [hostile, mate, victim, friend] = [await guests(), await guests(), await guests(), await guests()]

  for (const guest of [hostile, mate]) await guest.call.profiles.rename.mutate({ name: 'Eve' })
  for (const guest of [victim, friend]) await guest.call.profiles.rename.mutate({ name: `V ${word}` })
  const [first] = await ask('select id from chat.workspaces')
  const [log] = await ask('select id from chat.log')
  const workspaceId = randomUUID()
  const victimUsers = [victim.userId, friend.userId]
  const { workspaces } = victim.call
  await workspaces.create.mutate({ id: workspaceId, name: word })
  const [token, invitationId] = [randomBytes(32).toString('base64url'), randomUUID()]
  await workspaces.invite.mutate({ id: invitationId, token, workspaceId, role: 'admin', uses: 2 })
  await friend.call.workspaces.acceptInvitation.mutate({ token })
  const kept = await writeRoom(victim, `Private ${word}`, workspaceId, 'private')
  const open = await writeRoom(victim, `Public ${word}`, workspaceId, 'public')
  await victim.call.rooms.add.mutate({ roomId: kept.roomId, userIds: [friend.userId] })
  const directId = randomUUID()
  await victim.call.rooms.openDirect.mutate({ id: directId, userId: friend.userId, workspaceId })
  const hiddenId = randomUUID()
  await victim.call.messages.send.mutate({ id: hiddenId, roomId: directId, content: word, sentAt })
  const [messageId = ''] = kept.messageIds
  await friend.call.messages.react.mutate({
    ...{ id: randomUUID(), roomId: kept.roomId, messageId },
    emoji: '👍',
    present: true,
  })
  // Everybody who acts is a member of the first workspace; these are to have nothing in common with others.
  for (const guest of [victim, friend]) {
    await guest.call.workspaces.remove.mutate({ workspaceId: first.id, userId: guest.userId })
  }

  const own: { roomId: string; messageIds: string[] }[] = []
  for (let n = 0; n < rooms; n++) own.push(await writeRoom(hostile, 'Mine', undefined, 'private'))
  // Its own workspaces to leave: with the first one all its rooms would go.
  const spare: string[] = []
  for (let n = 0; n < spares; n++) {
    spare.push((await hostile.call.workspaces.create.mutate({ id: randomUUID(), name: 'Mine' })).workspaceId)
  }
  const live = await writeRoom(hostile, 'Live', undefined, 'private')
  const victimRooms = [kept.roomId, open.roomId, directId]
  const foreign: Ids = {
    roomId: [kept.roomId, open.roomId],
    messageId: [kept, open].map((room) => room.messageIds[0] ?? ''),
    userId: [victim.userId],
    workspaceId: [workspaceId],
    invitationId: [invitationId],
    log: [log.id],
  }

  return {
    ...{ hostile, victim, word, liveRoomId: live.roomId, victimRoomId: kept.roomId },
    hiddenIds: [friend.userId, directId, hiddenId, ...[kept, open].map((room) => room.messageIds[1] ?? '')],
    badTokens: await badTokens(hostile.token(), victim.userId, await signingKey()),
    ids(n, parts) {
      const mine = own.slice(Math.floor((n * rooms) / parts)).slice(0, 2)
      const roomId = mine.map((room) => room.roomId)
      const messageId = mine.flatMap((room) => room.messageIds)
      const userId = [hostile.userId, hostile.userId, mate.userId]
      return {
        own: {
          roomId,
          messageId,
          userId,
          workspaceId: spare.slice(Math.floor((n * spares) / parts)).slice(0, 1),
          invitationId: [randomUUID()],
          log: [log.id],
        },
        foreign,
      }
    },
    snapshot: () =>
      ask(
        `select to_jsonb(t)::text from chat.workspaces t where id = $1
         union all select to_jsonb(t)::text from chat.workspace_members t where workspace_id = $1 or user_id = any ($2)
         union all select to_jsonb(t)::text from chat.profiles t where id = any ($2)
         union all select to_jsonb(t)::text from chat.workspace_departures t where workspace_id = $1 or user_id = any ($2)
         union all select to_jsonb(t)::text from chat.invitations t where workspace_id = $1
         union all select to_jsonb(t)::text from chat.rooms t where workspace_id = $1
         union all select to_jsonb(t)::text from chat.room_members t where room_id = any ($3) or user_id = any ($2)
         union all select to_jsonb(t)::text from chat.messages t where room_id = any ($3) or sender_id = any ($2)
         union all select to_jsonb(t)::text from chat.reactions t where room_id = any ($3) or user_id = any ($2)
         union all select to_jsonb(t)::text from chat.commands t where room_id = any ($3) or author_id = any ($2)
         union all select to_jsonb(t)::text from chat.audit t where workspace_id = $1 or subject_id = any ($2)
         union all select to_jsonb(t)::text from better_auth."user" t where id = any ($2)
         union all select to_jsonb(t)::text from better_auth.session t where "userId" = any ($2)
         order by 1`,
        [workspaceId, victimUsers, victimRooms],
      ),
    close: () => client.end(),
  }

  async function signingKey() {
    const [key] = await ask('select id, "privateKey" from better_auth.jwks')
    const jwk = await symmetricDecrypt({ key: secret, data: JSON.parse(key.privateKey) })
    return { kid: key.id, key: await importJWK(JSON.parse(jwk), 'ES256') }
  }
}

type SigningKey = Parameters<SignJWT['sign']>[0]

/** Expired, forged, of another installation, for another audience, or none at all. */
async function badTokens(
  token: string,
  victimId: string,
  own: { kid: string; key: SigningKey },
): Promise<[string, ...string[]]> {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: victimId }
  const sign = (key: SigningKey, changes: object) =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'ES256', kid: own.kid }).sign(key)
  const { privateKey: otherKey } = await generateKeyPair('ES256')
  return [
    await sign(own.key, { exp: claims.iat - 1 }),
    await sign(own.key, { aud: 'elsewhere' }),
    await sign(own.key, { nbf: claims.exp }),
    await sign(own.key, { sub: `${victimId}' or ''='` }),
    await sign(otherKey, {}),
    `${header}.${encode(claims)}.${signature}`,
    `${header}.${payload}.${'A'.repeat(86)}`,
    ...['none', 'HS256', '__proto__'].map((alg) => `${encode({ alg, kid: own.kid })}.${encode(claims)}.`),
    `${encode({ alg: 'ES256', kid: '../../../dev/null' })}.${encode(claims)}.${signature}`,
    `${header}.bm9uZQ.${signature}`,
    `${header}..${signature}`,
    ...['x', '.', '..', '...', 'null', 'a'.repeat(9_000), `${token}.`, token.toUpperCase()],
  ]
}
