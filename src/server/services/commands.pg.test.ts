import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { limits } from '@/contract/limits'
import { createTestApi, type TestApi, type TestUser } from '@/testing/test-api'

let api: TestApi
let ada: TestUser
let bob: TestUser
let roomId: string

beforeAll(async () => {
  api = await createTestApi()
  ada = await api.user('Ada')
  bob = await api.user('Bob')
  roomId = randomUUID()
  await ada.call.rooms.create({ id: roomId, name: 'Kitchen' })
})
afterAll(() => api.close())

const sentAt = '2026-01-01T12:00:00.000Z'
const send = (content: string, extra: object = {}) => ({
  id: randomUUID(),
  roomId,
  content,
  sentAt,
  ...extra,
})
const command = (content: string, extra: object = {}) => ({
  kind: 'send',
  as: ada.userId,
  ...send(content),
  ...extra,
})
const headOf = async (user: TestUser) =>
  (await user.call.rooms.heads({})).rooms.find((room) => room.roomId === roomId)?.head

it('AP-06 a malformed command in a batch is refused by itself, with its id', async () => {
  const [good, alsoGood] = [command('one'), command('two')]
  const { results } = await ada.call.commands.submit({
    commands: [
      good,
      'no command at all',
      { ...command(''), id: 'not a uuid' },
      command('   \n\t'),
      command('x'.repeat(limits.contentCodePoints + 1)),
      command('half \ud83d'),
      command('nul \0'),
      { ...command('unknown key'), colour: 'red' },
      { ...command('unknown kind'), kind: 'shout' },
      alsoGood,
    ],
  })
  expect(results.map(({ status }) => status)).toEqual(['stored', ...Array(8).fill('BAD_REQUEST'), 'stored'])
  expect(results[1]).toMatchObject({ id: null, message: 'The request is not of the expected form.' })
  expect(results[2]).toMatchObject({ id: 'not a uuid' })
  expect(results[9]).toMatchObject({ position: 2 })
})

it('AP-07 what depends on a refused command is not attempted, and may come again', async () => {
  const refused = command('')
  const reply = { ...command('a reply'), replyTo: refused.id }
  const edit = {
    kind: 'edit',
    as: ada.userId,
    id: randomUUID(),
    roomId,
    messageId: reply.id,
    content: 'changed',
  }
  const { results } = await ada.call.commands.submit({
    commands: [refused, reply, edit, command('unrelated')],
  })
  expect(results.map(({ status }) => status)).toEqual([
    'BAD_REQUEST',
    'not_attempted',
    'not_attempted',
    'stored',
  ])
})

it('AP-07 a call whose command depends on one refused meanwhile is told to come again', async () => {
  const refused = send('lost', { replyTo: randomUUID() })
  const reply = send('a reply', { replyTo: refused.id })
  // The first is in flight while the others gather.
  const [, , answer] = await Promise.allSettled([send('first'), refused, reply].map(ada.call.messages.send))
  expect(answer).toMatchObject({ status: 'rejected', reason: { cause: { code: 'RATE_LIMITED' } } })
  await expect(ada.call.messages.send(reply)).rejects.toMatchObject({ cause: { code: 'MESSAGE_NOT_FOUND' } })
})

it('AP-08 a command of another user is refused as WRONG_USER and changes nothing', async () => {
  const before = await headOf(ada)
  const { results } = await ada.call.commands.submit({ commands: [command('mine?', { as: bob.userId })] })
  expect(results).toMatchObject([{ status: 'WRONG_USER' }])
  expect(await headOf(ada)).toBe(before)
})

it('AP-09 somebody outside hears the same of a room that exists and of one that does not', async () => {
  const outside = await bob.call.messages.send(send('let me in')).catch((error) => error)
  const nowhere = await bob.call.messages
    .send(send('hello?', { roomId: randomUUID() }))
    .catch((error) => error)
  expect(outside.cause.code).toBe('ROOM_NOT_FOUND')
  expect([nowhere.code, nowhere.message]).toEqual([outside.code, outside.message])
})

it('FC-01 a retry after losing membership still hears duplicate, with status and position only', async () => {
  const eve = await api.user('Eve')
  await eve.call.rooms.join({ roomId })
  const message = send('I was here')
  const { position, log } = await eve.call.messages.send(message)
  await eve.call.rooms.leave({ roomId })
  expect(await eve.call.messages.send(message)).toEqual({ status: 'duplicate', position, log })
  await expect(eve.call.messages.send({ ...message, content: 'other' })).rejects.toMatchObject({
    cause: { code: 'CONFLICT' },
  })
  await expect(eve.call.messages.send(send('new'))).rejects.toMatchObject({
    cause: { code: 'ROOM_NOT_FOUND' },
  })
})

it('AP-10 two hundred concurrent commands of ten users get two hundred consecutive positions', async () => {
  const room = randomUUID()
  const users = await Promise.all(Array.from({ length: 10 }, (_, n) => api.user(`User ${n}`)))
  await users[0]?.call.rooms.create({ id: room, name: 'Busy' })
  await Promise.all(users.map(({ call }) => call.rooms.join({ roomId: room })))
  const sends = users.flatMap(({ call }) =>
    Array.from({ length: 20 }, () => call.messages.send(send('at once', { roomId: room }))),
  )
  const positions = (await Promise.all(sends)).map(({ position }) => position)
  expect(positions.sort((a, b) => a - b)).toEqual(
    // After the nine who joined.
    Array.from({ length: 200 }, (_, n) => n + 10),
  )
})

it('AP-10 two hundred concurrent sends of one id make one row at one position', async () => {
  const message = send('once')
  const before = (await headOf(ada)) ?? 0
  const answers = await Promise.all(Array.from({ length: 200 }, () => ada.call.messages.send(message)))
  expect(new Set(answers.map(({ position }) => position))).toEqual(new Set([before + 1]))
  expect(answers.filter(({ status }) => status === 'stored')).toHaveLength(1)
  expect(await headOf(ada)).toBe(before + 1)
})

it('AP-11 a retried edit does not overwrite a newer one', async () => {
  const message = send('first')
  await ada.call.messages.send(message)
  const edit = (content: string) => ({ id: randomUUID(), roomId, messageId: message.id, content })
  const older = edit('second')
  const { position } = await ada.call.messages.edit(older)
  await ada.call.messages.edit(edit('third'))
  expect(await ada.call.messages.edit(older)).toMatchObject({
    status: 'duplicate',
    position,
    change: { content: 'third' },
  })
})

it('AP-12 every change reaches the live topic of its room', async () => {
  api.published.length = 0
  const message = send('live')
  const { position } = await ada.call.messages.send(message)
  expect(api.published).toMatchObject([
    {
      topic: `room:${roomId}:1`,
      event: 'change',
      payload: { after: position - 1, upTo: position, changes: [{ id: message.id, content: 'live' }] },
    },
  ])
  await ada.call.messages.send(message)
  expect(api.published[1]?.payload).toMatchObject({ head: position })
  await ada.call.messages.send({ ...message, content: 'other' }).catch(() => undefined)
  expect(api.published).toHaveLength(2)
})
