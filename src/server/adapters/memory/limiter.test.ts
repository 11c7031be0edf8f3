import { expect, test } from 'vitest'
import { describeLimiter } from '@/server/ports/limiter-contract'
import { createMemoryLimiter } from './limiter'

function harness(maxKeys?: number) {
  let now = 1_700_000_000_000
  const clock = { now: () => now }
  return {
    limiter: createMemoryLimiter(clock, maxKeys),
    advance(milliseconds: number) {
      now += milliseconds
    },
  }
}

describeLimiter('the limiter in memory', async () => harness())

test('ID-16 when there are too many keys, the one used least lately starts afresh', async () => {
  const { limiter } = harness(2)
  await limiter.take('a', 1, 1_000)
  await limiter.take('b', 1, 1_000)
  expect(await limiter.take('b', 1, 1_000)).toBe(1_000)
  expect(await limiter.take('a', 1, 1_000)).toBe(1_000)
  await limiter.take('c', 1, 1_000)
  expect(await limiter.take('a', 1, 1_000)).toBe(1_000)
  expect(await limiter.take('b', 1, 1_000)).toBeUndefined()
})
