import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Command } from '@/contract/commands'
import { serverLimits } from '@/contract/server-limits'
import { type AppendAnswer, commands, openTestChat, type TestChat } from '@/testing/test-chat'

const { send, edit, remove, react } = commands
let chat: TestChat
let ada: string
let ben: string

beforeAll(async () => {
  chat = await openTestChat(50)
  ada = await chat.person('Ada')
  ben = await chat.person('Ben')
  // A deadlock is noticed at once instead of after a second.
  const { rows } = await chat.superuser.query<{ name: string }>('select current_database() as name')
  await chat.superuser.query(`alter database ${rows[0]?.name} set deadlock_timeout = '20ms'`)
})
afterAll(() => chat.close())

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)
const ascending = (numbers: readonly (number | undefined)[]) =>
  numbers.toSorted((left, right) => (left ?? 0) - (right ?? 0))
const statusesOf = (answer: AppendAnswer) => answer.results.map(({ status }) => status)

/** The positions of the room's messages, which must be 1 to head where nothing but sends happened. */
async function sequenceOf(roomId: string) {
  const { rows } = await chat.superuser.query<{ head: number; positions: number[] }>(
    `select r.head::integer, array(select m.seq::integer from chat.messages m where m.room_id = r.id order by m.seq) as positions
     from chat.rooms r where r.id = $1`,
    [roomId],
  )
  return rows[0]
}

test('DB-12 200 concurrent commands of 10 people take the positions 1 to 200', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, (_, index) => chat.person(`Person ${index}`)))
  const roomId = await chat.room(ada, people)
  const sends = Array.from({ length: 20 }, (_, turn) =>
    people.map((as) => send({ as, roomId, content: `turn ${turn}` })),
  ).flat()
  const answers = await Promise.all(sends.map((command) => chat.append(command)))

  expect(new Set(answers.flatMap(statusesOf))).toEqual(new Set(['stored']))
  expect(ascending(answers.map(({ results }) => results[0]?.position))).toEqual(upTo(200))
  expect(await sequenceOf(roomId)).toEqual({ head: 200, positions: upTo(200) })
  const frames = answers.flatMap(({ rooms }) => rooms)
  expect(frames.every(({ after, upTo: last }) => last === after + 1)).toBe(true)
})

test('DB-12 every kind of change takes the next position of its room alone', async () => {
  const roomId = await chat.room(ada, [ben])
  const elsewhere = await chat.room(ada)
  const message = send({ as: ada, roomId, content: 'one' })
  const batch = [
    message,
    send({ as: ada, roomId: elsewhere, content: 'elsewhere' }),
    edit({ as: ada, roomId, messageId: message.id, content: 'two' }),
    react({ as: ben, roomId, messageId: message.id, emoji: '👍', present: true }),
    send({ as: ben, roomId, content: 'three' }),
    remove({ as: ada, roomId, messageId: message.id }),
  ]
  const { results } = await chat.append(...batch)
  expect(results.map(({ id, position }) => [id, position])).toEqual(
    batch.map(({ id }, index) => [id, [1, 1, 2, 3, 4, 5][index]]),
  )
})

test('DB-12 a refused command takes no position', async () => {
  const roomId = await chat.room(ada, [ben])
  const message = send({ as: ada, roomId, content: 'one' })
  const answer = await chat.append(
    message,
    edit({ as: ben, roomId, messageId: message.id, content: 'not mine' }),
    send({ as: ben, roomId, content: 'two' }),
  )
  expect(answer.results.map(({ status, position }) => [status, position])).toEqual([
    ['stored', 1],
    ['FORBIDDEN', undefined],
    ['stored', 2],
  ])
  expect(answer.rooms).toMatchObject([{ after: 0, upTo: 2 }])
})

test('DB-21 a batch over several rooms answers in the order given, and says exactly what it did to each room', async () => {
  const rooms = await Promise.all([0, 1, 2].map(() => chat.room(ada, [ben])))
  const [first = '', second = '', third = ''] = rooms
  await chat.append(send({ as: ben, roomId: second, content: 'before' }))
  const opening = send({ as: ada, roomId: second, content: 'opening' })
  const batch: Command[] = [
    send({ as: ada, roomId: third, content: 'a' }),
    opening,
    send({ as: ada, roomId: first, content: 'b' }),
    edit({ as: ada, roomId: second, messageId: opening.id, content: 'edited' }),
    send({ as: ada, roomId: third, content: 'c' }),
    send({ as: ada, roomId: randomUUID(), content: 'nowhere' }),
  ]
  const { log, results, rooms: advances } = await chat.append(...batch)

  expect(results.map(({ id }) => id)).toEqual(batch.map(({ id }) => id))
  expect(results.map(({ position }) => position)).toEqual([1, 2, 1, 3, 2, undefined])
  const byRoom = new Map(advances.map((advance) => [advance.roomId, advance]))
  expect(byRoom.size).toBe(3)
  expect(byRoom.get(first)).toMatchObject({ epoch: 1, after: 0, upTo: 1, changes: [{ content: 'b' }] })
  // Two positions, one message: a change is the message as it is at the end.
  expect(byRoom.get(second)).toMatchObject({
    after: 1,
    upTo: 3,
    changes: [{ content: 'edited', changedSeq: 3 }],
  })
  expect(byRoom.get(third)).toMatchObject({
    after: 0,
    upTo: 2,
    changes: [{ content: 'a' }, { content: 'c' }],
  })
  const page = await chat.changesAfter(ben, second, 1)
  expect(page).toMatchObject({ log, head: 3, changes: byRoom.get(second)?.changes })
})

test('DB-22 what builds on a refused command of the same author is not attempted', async () => {
  const roomId = await chat.room(ada, [ben])
  const refused = send({ as: ada, roomId, content: 'Re', replyTo: randomUUID() })
  const edited = edit({ as: ada, roomId, messageId: refused.id, content: 'Re: Re' })
  const reply = send({ as: ada, roomId, content: 'and', replyTo: refused.id })
  const replyToReply = send({ as: ada, roomId, content: 'so on', replyTo: reply.id })
  const free = send({ as: ada, roomId, content: 'by the way' })
  const answer = await chat.append(refused, edited, reply, replyToReply, free)
  expect(statusesOf(answer)).toEqual([
    'MESSAGE_NOT_FOUND',
    'not_attempted',
    'not_attempted',
    'not_attempted',
    'stored',
  ])
  // Nothing of it is remembered: corrected, the same ids are taken later.
  expect(statusesOf(await chat.append(reply))).toEqual(['MESSAGE_NOT_FOUND'])
  const answered = await chat.append({ ...refused, replyTo: free.id } as Command, edited, reply, replyToReply)
  expect(new Set(statusesOf(answered))).toEqual(new Set(['stored']))
})

test('DB-22 nobody can hold up another by a refused command', async () => {
  const roomId = await chat.room(ada, [ben])
  const message = send({ as: ada, roomId, content: 'real' })
  await chat.append(message)
  const answer = await chat.append(
    send({ as: ben, id: message.id, roomId, content: 'spoiler' }),
    send({ as: ada, roomId, content: 'Re', replyTo: message.id }),
    edit({ as: ada, roomId, messageId: message.id, content: 'still mine' }),
    send({ as: ben, roomId, content: 'Re', replyTo: message.id }),
  )
  expect(statusesOf(answer)).toEqual(['CONFLICT', 'stored', 'stored', 'not_attempted'])
})

test('DB-23 batches over the same rooms in any order do not block each other', async () => {
  const rooms = await Promise.all(Array.from({ length: 6 }, () => chat.room(ada)))
  const batches = Array.from({ length: 60 }, (_, turn) =>
    rooms.map((_, index) => {
      const roomId = rooms[(index * (turn % 2 ? 1 : 5) + turn) % rooms.length] ?? ''
      return send({ as: ada, roomId, content: `turn ${turn}` })
    }),
  )
  const answers = await Promise.all(batches.map((batch) => chat.append(...batch)))
  expect(new Set(answers.flatMap(statusesOf))).toEqual(new Set(['stored']))
  for (const room of rooms) expect(await sequenceOf(room)).toEqual({ head: 60, positions: upTo(60) })
})

test('DB-23 calls that use the same ids crosswise leave every id in one room and every room without a gap', async () => {
  const rooms = (await Promise.all(Array.from({ length: 4 }, () => chat.room(ada)))).toSorted()
  const [a = '', b = '', c = '', d = ''] = rooms
  const ids = Array.from({ length: 40 }, () => randomUUID())
  const half = ids.length / 2
  const to = (roomId: string, some: readonly string[]) =>
    some.map((id) => send({ as: ada, id, roomId, content: 'x' }))
  const crosswise = [
    [...to(a, ids.slice(0, half)), ...to(b, ids.slice(half))],
    [...to(c, ids.slice(half)), ...to(d, ids.slice(0, half))],
  ]
  const tries = await Promise.allSettled(
    crosswise.flatMap((batch) => [0, 1, 2].map(() => chat.append(...batch))),
  )
  const errors = tries.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.code] : []))
  expect(new Set(errors)).toEqual(new Set(errors.length > 0 ? ['40P01'] : []))
  const again = await Promise.all(crosswise.map((batch) => chat.append(...batch)))

  const kept = again.flatMap(({ results }) => results.filter(({ status }) => status !== 'CONFLICT'))
  expect(kept.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  expect(again.flatMap(({ results }) => results)).toHaveLength(2 * ids.length)
  const sequences = await Promise.all(rooms.map(sequenceOf))
  for (const sequence of sequences) expect(sequence?.positions).toEqual(upTo(sequence?.head ?? -1))
  expect(sequences.reduce((sum, sequence) => sum + (sequence?.head ?? 0), 0)).toBe(ids.length)
})

test('DB-24 FC-14 a page and its head are one snapshot, however fast the room moves', async () => {
  const roomId = await chat.room(ada)
  let writing = true
  const readers = Array.from({ length: 2 }, async () => {
    let checked = 0
    while (writing) {
      const page = await chat.changesAfter(ada, roomId)
      expect(page?.changes.map(({ changedSeq }) => changedSeq)).toEqual(upTo(page?.head ?? -1))
      checked += 1
    }
    return checked
  })
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let turn = 0; turn < 20; turn++) {
      await chat.append(...upTo((writer % 4) + 1).map(() => send({ as: ada, roomId, content: `${turn}` })))
    }
  })
  await Promise.all(writers).finally(() => {
    writing = false
  })
  for (const checked of await Promise.all(readers)) expect(checked).toBeGreaterThan(0)
  expect((await sequenceOf(roomId))?.head).toBe(2 * 20 * (1 + 2 + 3 + 4))
})

test('DB-24 pages from any cursor are exactly the changes after it', async () => {
  const roomId = await chat.room(ada)
  await chat.append(...upTo(serverLimits.appendBatch).map((n) => send({ as: ada, roomId, content: `${n}` })))
  const seen: number[] = []
  for (let cursor = 0; cursor < serverLimits.appendBatch; cursor = seen.at(-1) ?? serverLimits.appendBatch) {
    const page = await chat.changesAfter(ada, roomId, cursor, 7)
    expect(page?.head).toBe(serverLimits.appendBatch)
    seen.push(...(page?.changes.map(({ changedSeq }) => changedSeq) ?? []))
  }
  expect(seen).toEqual(upTo(serverLimits.appendBatch))
  expect(await chat.changesAfter(ada, roomId, serverLimits.appendBatch)).toMatchObject({ changes: [] })
})
