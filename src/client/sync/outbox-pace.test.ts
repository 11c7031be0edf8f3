/** How much the outbox asks of a network: all it can carry, and never more than gets through. */
import { expect, test } from 'vitest'
import type { Command, CommandResult } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { createSeededRandom } from '@/testing/seeded-random'
import { createOutbox } from './outbox'
import { patience } from './patient-fetch'

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** The longest there is: 16 KB on the way. */
const longest = (n: number): Command => ({
  ...{ kind: 'send', id: idOf(n), as: idOf(1), roomId: idOf(2), sentAt: '2026-01-01T00:00:00.000Z' },
  content: '🌍'.repeat(4_000),
})

/** An outbox on a line that carries so many bytes per second; what takes longer than a request waits gets no answer. */
async function flush(bytesPerSecond: number, count: number) {
  const clock = createFakeClock()
  const requests: { bytes: number; answered: boolean }[] = []
  const arrived = new Set<string>()
  const outbox = createOutbox({
    ...{ stored: createMemoryDisk().open().outbox, lead: createMemoryLead(), clock },
    ...{ random: createSeededRandom(1).next, changed: () => {}, accepted: () => {} },
    transport: {
      apply: (commands) =>
        new Promise((resolve, reject) => {
          const bytes = new TextEncoder().encode(JSON.stringify(commands)).length
          const took = (bytes / bytesPerSecond) * 1_000
          const answered = took < patience.silenceMs
          requests.push({ bytes, answered })
          clock.after(Math.min(took, patience.silenceMs), () => {
            if (!answered) return reject(new ParleyError('UNAVAILABLE'))
            resolve(
              commands.map(({ id }): CommandResult => {
                arrived.add(id)
                return { id, status: 'stored', position: 1, log: idOf(3), epoch: 1 }
              }),
            )
          })
        }),
    },
  })
  for (let n = 10; n < 10 + count; n++) await outbox.add(longest(n))
  for (let second = 0; arrived.size < count && second < 10_000; second++) {
    clock.advance(1_000)
    await turn()
  }
  outbox.close()
  return { arrived, requests, seconds: clock.now() / 1_000 - createFakeClock().now() / 1_000 }
}

test('NW-02 the longest command gets up at 16 kbit/s, and a hundred of them one after the other', async () => {
  const { arrived, requests } = await flush(2_000, 100)
  expect(arrived.size).toBe(100)
  expect(requests.filter(({ answered }) => !answered)).toEqual([])
})

test('NW-02 on a quick network requests grow, so that few are needed', async () => {
  const { arrived, requests } = await flush(1_000_000, 100)
  expect(arrived.size).toBe(100)
  expect(requests.length).toBeLessThan(15)
})

test('NW-02 a network that got slower gets smaller requests, until one is answered', async () => {
  const clock = createFakeClock()
  const sizes: number[] = []
  let isSlow = false
  const outbox = createOutbox({
    ...{ stored: createMemoryDisk().open().outbox, lead: createMemoryLead(), clock },
    ...{ random: createSeededRandom(1).next, changed: () => {}, accepted: () => {} },
    transport: {
      async apply(commands) {
        sizes.push(commands.length)
        if (isSlow && commands.length > 1) throw new ParleyError('UNAVAILABLE')
        return commands.map(
          ({ id }): CommandResult => ({ id, status: 'stored', position: 1, log: idOf(3), epoch: 1 }),
        )
      },
    },
  })
  for (let n = 10; n < 40; n++) await outbox.add(longest(n))
  while (sizes.length < 3) await turn()
  expect(Math.max(...sizes)).toBeGreaterThan(1)
  isSlow = true
  for (let n = 40; n < 80; n++) await outbox.add(longest(n))
  for (let second = 0; second < 600; second++) {
    clock.advance(1_000)
    await turn()
  }
  expect(outbox.queue().every(({ state }) => state.is === 'acked')).toBe(true)
  outbox.close()
})
