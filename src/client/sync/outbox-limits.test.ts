/** The outbox before the real router with the real limits: a refusal costs time, and nothing else. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { limits } from '@/contract/limits'
import { createMemoryLimiter } from '@/server/adapters/memory/limiter'
import type { Limiter } from '@/server/ports/limiter'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryChat } from '@/testing/memory-chat'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { createSeededRandom } from '@/testing/seeded-random'
import { createSimulatedServer } from '@/testing/simulation/server'
import { createOutbox } from './outbox'

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Somebody comes back with `count` messages, to a server that has this many times the contract's places. */
async function comeBack(count: number, share: number) {
  const clock = createFakeClock()
  const counting = createMemoryLimiter(clock)
  const limiter: Limiter = {
    take: (key, limit, windowMs, places) => counting.take(key, limit * share, windowMs * share, places),
  }
  const chat = createMemoryChat(clock)
  const server = createSimulatedServer({ ...chat, clock, publish: () => {}, tokenLife: 1e9, limiter })
  const userId = idOf(1)
  const roomId = idOf(2)
  const token = server.issue(userId)
  await server.as(userId).rooms.create({ id: roomId, name: 'Room' })
  const asked: { at: number; refused: number | undefined }[] = []
  const outbox = createOutbox({
    ...{ stored: createMemoryDisk().open().outbox, lead: createMemoryLead(), clock },
    ...{ random: createSeededRandom(1).next, changed: () => {}, accepted: () => {} },
    transport: {
      async apply(commands) {
        const request: (typeof asked)[number] = { at: clock.now(), refused: undefined }
        asked.push(request)
        try {
          return (await server.call(token, (call) => call.commands.submit({ commands }))).results
        } catch (error) {
          request.refused = (error as { retryAfter: number }).retryAfter
          throw error
        }
      },
    },
  })
  const sentAt = new Date(0).toISOString()
  for (let n = 0; n < count; n++) {
    const id = randomUUID()
    await outbox.add({ kind: 'send', id, as: userId, roomId, sentAt, content: `message ${n}` })
  }
  const unsent = () => outbox.queue().filter(({ state }) => state.is !== 'acked').length
  for (let second = 0; unsent() > 0 && second < 3_600; second++) {
    for (let turns = 0; turns < 30; turns++) await turn()
    clock.advance(1_000)
  }
  outbox.close()
  const sent: string[] = []
  for (let after = 0; after < count; ) {
    const { changes, cursor } = await server.as(userId).rooms.rejoin({ roomId, after })
    sent.push(...changes.map(({ content }) => content))
    if (cursor === after) break
    after = cursor
  }
  return { asked, sent, left: unsent(), parked: outbox.queue().filter(({ state }) => state.is === 'parked') }
}

const inOrder = (count: number) => Array.from({ length: count }, (_, n) => `message ${n}`)

test('AP-43 OB-07 a thousand messages of a day offline go through without one refusal', async () => {
  const { asked, sent } = await comeBack(1_000, 1)
  expect(sent).toEqual(inOrder(1_000))
  expect(asked.filter(({ refused }) => refused !== undefined)).toEqual([])
})

test('AP-43 OB-07 beyond its limit an outbox waits as it was told and goes on: order kept, nothing lost, no hammering', async () => {
  const share = 0.1
  const { asked, sent, left, parked } = await comeBack(1_000, share)
  expect(sent).toEqual(inOrder(1_000))
  expect({ left, parked }).toEqual({ left: 0, parked: [] })
  const refused = asked.filter((request) => request.refused !== undefined)
  expect(refused.length).toBeGreaterThan(1)
  for (const { at, refused: wait } of refused) {
    const next = asked.find((request) => request.at > at)
    if (next && wait !== undefined) expect(next.at - at).toBeGreaterThanOrEqual(wait)
  }
  // One question for each batch that had to wait, and no more than two where the batch had grown meanwhile.
  expect(refused.length).toBeLessThanOrEqual(1_000 / limits.commandsPerBatch)
})
