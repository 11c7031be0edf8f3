import { expect, it } from 'vitest'
import type { Command } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import type { Change } from '@/contract/message'
import { serverLimits } from '@/contract/server-limits'
import { createMemoryDeliveryTracker } from '@/server/adapters/memory/delivery-tracker'
import type { AppendOutcome, MessageLog } from '@/server/ports/message-log'
import { createAppendQueue } from './append-queue'

const log = 'a0000000-0000-4000-8000-000000000000'
const ids = Array.from({ length: serverLimits.appendQueue + 200 }, (_, n) => `${n}`)

function send(id: string, roomId = 'room'): Command {
  return { kind: 'send', as: 'ada', id, roomId, content: 'hello', sentAt: '2026-01-01T00:00:00Z' }
}

/** A log whose appends wait until the test answers them. */
function createQueue() {
  const appends: {
    commands: readonly Command[]
    succeed(content?: string): void
    fail(error: Error): void
  }[] = []
  const published: { topic: string; payload: object }[] = []
  const heads = new Map<string, number>()

  function outcome(commands: readonly Command[], content: string): AppendOutcome {
    const rooms = [...new Set(commands.map((command) => command.roomId))].map((roomId) => {
      const after = heads.get(roomId) ?? 0
      const mine = commands.filter((command) => command.roomId === roomId)
      const changes = mine.map(({ id }, n) => ({ id, roomId, changedSeq: after + n + 1, content }) as Change)
      heads.set(roomId, after + mine.length)
      return { roomId, epoch: 1, after, upTo: after + mine.length, changes }
    })
    return { log, rooms, results: commands.map(({ id }) => ({ id, status: 'stored', position: 1, log })) }
  }

  const append: MessageLog['append'] = (commands) =>
    new Promise((resolve, reject) => {
      appends.push({ commands, succeed: (content = '') => resolve(outcome(commands, content)), fail: reject })
    })
  const queue = createAppendQueue({
    messageLog: { append } as MessageLog,
    broadcaster: { publish: (topic, _, payload) => void published.push({ topic, payload }) },
    tracker: createMemoryDeliveryTracker(),
    onError: () => undefined,
  })
  return { queue, appends, published }
}

/** Lets everything that is ready happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

it('AP-01 commands that arrive while an append is in flight go together in the next one', async () => {
  const { queue, appends } = createQueue()
  const first = queue.add([send('1')])
  const others = [queue.add([send('2'), send('3')]), queue.add([send('4', 'other')])]
  await settle()
  expect(appends.map(({ commands }) => commands.map(({ id }) => id))).toEqual([['1']])
  appends[0]?.succeed()
  await first
  await settle()
  expect(appends[1]?.commands.map(({ id }) => id)).toEqual(['2', '3', '4'])
  appends[1]?.succeed()
  expect((await Promise.all(others)).map((results) => results.map(({ id }) => id))).toEqual([
    ['2', '3'],
    ['4'],
  ])
})

it('AP-01 a batch has its limit, and the rest waits for the next', async () => {
  const { queue, appends } = createQueue()
  const all = ids.slice(0, serverLimits.appendBatch + 2).map((id) => queue.add([send(id)]))
  for (const size of [1, serverLimits.appendBatch, 1]) {
    await settle()
    expect(appends.at(-1)?.commands).toHaveLength(size)
    appends.at(-1)?.succeed()
  }
  await Promise.all(all)
})

it('AP-02 one command that breaks its batch harms no other', async () => {
  const { queue, appends } = createQueue()
  const opening = queue.add([send('0')])
  const bad = queue.add([send('1'), send('bad'), send('2'), send('3', 'other')])
  const good = queue.add([send('4')])
  await settle()
  appends[0]?.succeed()
  await opening
  await settle()
  appends[1]?.fail(new Error('value out of range'))
  for (const id of ['1', 'bad', '3', '4']) {
    await settle()
    const attempt = appends.at(-1)
    expect(attempt?.commands.map((command) => command.id)).toEqual([id])
    if (id === 'bad') attempt?.fail(new Error('value out of range'))
    else attempt?.succeed()
  }
  expect((await bad).map(({ id, status }) => [id, status])).toEqual([
    ['1', 'stored'],
    ['bad', 'INTERNAL'],
    ['2', 'not_attempted'],
    ['3', 'stored'],
  ])
  expect(await good).toMatchObject([{ id: '4', status: 'stored' }])
})

it('AP-03 when the database is away every waiting caller hears so, and the queue goes on afterwards', async () => {
  const { queue, appends } = createQueue()
  const lost = queue.add([send('1')])
  await settle()
  appends[0]?.fail(new ParleyError('UNAVAILABLE'))
  await expect(lost).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  const next = queue.add([send('1')])
  await settle()
  expect(appends).toHaveLength(2)
  appends[1]?.succeed()
  expect(await next).toMatchObject([{ status: 'stored' }])
})

it('AP-04 a full queue refuses with a time to wait, and takes more once there is room', async () => {
  const { queue, appends } = createQueue()
  const accepted = [queue.add([send('first')])]
  for (const id of ids.slice(0, serverLimits.appendQueue)) accepted.push(queue.add([send(id)]))
  await expect(queue.add([send('one too many')])).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    retryAfter: 1_000,
  })
  appends[0]?.succeed()
  await settle()
  accepted.push(queue.add([send('again')]))
  for (let n = 1; n <= serverLimits.appendQueue / serverLimits.appendBatch + 1; n++) {
    appends[n]?.succeed()
    await settle()
  }
  expect((await Promise.all(accepted)).flat()).toHaveLength(serverLimits.appendQueue + 2)
})

it('AP-05 each room gets its frames in order, after the commit', async () => {
  const { queue, appends, published } = createQueue()
  const added = [queue.add([send('1')]), queue.add([send('2'), send('3', 'other')])]
  await settle()
  expect(published).toEqual([])
  appends[0]?.succeed()
  await settle()
  appends[1]?.succeed()
  await Promise.all(added)
  expect(published).toMatchObject([
    { topic: 'room:room:1', payload: { log, epoch: 1, after: 0, upTo: 1, changes: [{ id: '1' }] } },
    { topic: 'room:room:1', payload: { after: 1, upTo: 2, changes: [{ id: '2' }] } },
    { topic: 'room:other:1', payload: { after: 0, upTo: 1, changes: [{ id: '3' }] } },
  ])
})

it('AP-05 changes that do not fit into a frame are announced by the head alone', async () => {
  const { queue, appends, published } = createQueue()
  const added = queue.add([send('1')])
  await settle()
  appends[0]?.succeed('x'.repeat(serverLimits.frameBytes))
  await added
  expect(published).toEqual([{ topic: 'room:room:1', payload: { log, epoch: 1, head: 1 } }])
})
