/** Receipts against a server that a test answers for. */
import { expect, test, vi } from 'vitest'
import { type ErrorCode, ParleyError } from '@/contract/errors'
import { createFakeClock } from '@/testing/fake-clock'
import { turn } from '@/testing/pumped-wire'
import { createReceipts } from './receipts'

const log = '00000000-0000-7000-8000-00000000000a'
const restored = '00000000-0000-7000-8000-00000000000b'

function setUp() {
  const clock = createFakeClock()
  const sent: [log: string, position: number][] = []
  const refused = vi.fn()
  const lowered = vi.fn()
  let failure: ErrorCode | undefined
  const receipts = createReceipts('room', {
    ...{ clock, random: () => 0, gather: 1_000, refused },
    lowering: {
      done: lowered,
      async send({ position }) {
        sent.push(['lower', position])
        if (failure) throw new ParleyError(failure)
      },
    },
    async send({ log, position }) {
      sent.push([log, position])
      if (failure) throw new ParleyError(failure)
    },
  })
  async function pass(milliseconds: number) {
    clock.advance(milliseconds)
    await turn()
  }
  return { receipts, sent, refused, lowered, pass, fail: (code: ErrorCode | undefined) => (failure = code) }
}

test('FC-21 SY-26 positions are gathered, and only the highest is sent; a lower one never', async () => {
  const { receipts, sent, pass } = setUp()
  for (const position of [1, 5, 3]) receipts.raise(log, position)
  await pass(1_000)
  receipts.raise(log, 4)
  receipts.raise(log, 5)
  await pass(10_000)
  receipts.raise(log, 6)
  await pass(1_000)
  expect(sent.map(([, position]) => position)).toEqual([5, 6])
})

test('SY-26 a receipt that was not heard is sent again, a refused one is not', async () => {
  const { receipts, sent, pass, fail } = setUp()
  receipts.raise(log, 5)
  fail('UNAVAILABLE')
  await pass(1_000)
  await pass(2_000)
  fail('BEYOND_HEAD')
  await pass(4_000)
  await pass(60_000)
  expect(sent).toHaveLength(3)
  fail(undefined)
  receipts.raise(restored, 2)
  await pass(1_000)
  expect(sent.at(-1)).toEqual([restored, 2])
})

test('SN-07 what is taken back is sent until it is heard, and reading on replaces it', async () => {
  const { receipts, sent, lowered, pass, fail } = setUp()
  receipts.raise(log, 5)
  await pass(1_000)
  fail('UNAVAILABLE')
  receipts.raise(log, 6)
  receipts.lower(log, 2)
  await pass(0)
  expect([sent.at(-1), lowered.mock.calls.length]).toEqual([['lower', 2], 0])
  fail(undefined)
  await pass(4_000)
  expect([sent.length, sent.at(-1), lowered.mock.calls.length]).toEqual([3, ['lower', 2], 1])
  receipts.raise(log, 2)
  receipts.raise(log, 5)
  await pass(1_000)
  expect(sent.slice(3)).toEqual([[log, 5]])
})

test('SY-26 a refusal is told, and only that', async () => {
  const { receipts, pass, fail, refused } = setUp()
  receipts.raise(log, 5)
  fail('UNAVAILABLE')
  await pass(1_000)
  expect(refused).not.toHaveBeenCalled()
  fail('ROOM_NOT_FOUND')
  await pass(4_000)
  expect(refused).toHaveBeenCalledOnce()
})

test('SY-26 nothing is sent after the room is closed', async () => {
  const { receipts, sent, pass } = setUp()
  receipts.raise(log, 5)
  receipts.close()
  await pass(10_000)
  expect(sent).toEqual([])
})

test('SY-26 what was refused when a membership ended is told again in the next one', async () => {
  const { receipts, sent, pass, fail } = setUp()
  fail('ROOM_NOT_FOUND')
  receipts.raise(log, 5)
  await pass(1_000)
  receipts.raise(log, 5)
  await pass(1_000)
  expect(sent).toHaveLength(1)
  fail(undefined)
  receipts.forget()
  receipts.raise(log, 5)
  await pass(1_000)
  expect(sent).toEqual([
    [log, 5],
    [log, 5],
  ])
})
