/** Claims: who a read is for, whoever asks, and that they end with it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claims, type TestChat } from '@/testing/test-chat'
import { type GuardedChat, openGuardedChat } from './policies-fixture'

let guarded: GuardedChat
let chat: TestChat
let people: GuardedChat['people']
let roomId = ''
let messageId = ''

beforeAll(async () => {
  guarded = await openGuardedChat()
  ;({ chat, people, roomId, messageId } = guarded)
})
afterAll(() => chat.close())

describe('DB-11 claims', () => {
  const visible = 'select count(*)::integer as messages from chat.messages'
  const setting = `select current_setting('request.jwt.claims', true) as claims`

  test('DB-11 a read leaves no claims to the next statement on the same connection', async () => {
    const client = await chat.api.connect()
    try {
      const reads = [
        [`select chat.changes_after($1, $2, 0, 10) as value`, [claims(people.ada), roomId]],
        [`select chat.history($1, $2, null, 10) as value`, [claims(people.ada), roomId]],
        [`select chat.message_seq($1, $2, $3) as value`, [claims(people.ada), roomId, messageId]],
        [`select chat.heads($1, null, 10, 10) as value`, [claims(people.ada)]],
        [`select chat.receipts($1, $2) as value`, [claims(people.ada), roomId]],
        [`select chat.member_receipts($1, $2, 10) as value`, [claims(people.ada), roomId]],
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
      expect(await chat.call('message_seq', claims(people[person]), roomId, messageId), person).toBeNull()
      expect(await chat.call('receipts', claims(people[person]), roomId), person).toBeNull()
      expect(await chat.call('member_receipts', claims(people[person]), roomId, 10), person).toBeNull()
    }
    expect(await chat.call('heads', claims(people.gone), null, 10, 10)).toMatchObject({
      memberships: [{ roomId }],
    })
    expect(await chat.call('heads', claims(people.neighbour), null, 10, 10)).toMatchObject({
      memberships: [],
    })
  })
})
