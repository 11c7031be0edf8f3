/** What every limiter promises. Each adapter's test calls this. */
import { describe, expect, test } from 'vitest'
import type { Limiter } from './limiter'

export interface LimiterHarness {
  limiter: Limiter
  /** Lets this many milliseconds pass for the limiter. */
  advance(milliseconds: number): void
  close?(): Promise<void>
}

export function describeLimiter(name: string, create: () => Promise<LimiterHarness>): void {
  function limiterTest(title: string, prove: (harness: LimiterHarness) => Promise<void>): void {
    test(title, async () => {
      const harness = await create()
      await prove(harness).finally(() => harness.close?.())
    })
  }

  describe(name, () => {
    limiterTest(
      'ID-16 gives exactly the places there are, then says how long to wait',
      async ({ limiter, advance }) => {
        expect(await limiter.take('a', 2, 1_000)).toBeUndefined()
        advance(300)
        expect(await limiter.take('a', 2, 1_000)).toBeUndefined()
        advance(100)
        expect(await limiter.take('a', 2, 1_000)).toBe(600)
      },
    )

    limiterTest(
      'ID-16 gives a place back when the window has passed over it',
      async ({ limiter, advance }) => {
        await limiter.take('a', 2, 1_000)
        advance(900)
        await limiter.take('a', 2, 1_000)
        advance(100)
        expect(await limiter.take('a', 2, 1_000)).toBeUndefined()
        expect(await limiter.take('a', 2, 1_000)).toBe(900)
      },
    )

    limiterTest('ID-16 a refused try takes no place', async ({ limiter, advance }) => {
      await limiter.take('a', 1, 1_000)
      advance(999)
      expect(await limiter.take('a', 1, 1_000)).toBe(1)
      advance(1)
      expect(await limiter.take('a', 1, 1_000)).toBeUndefined()
    })

    limiterTest('ID-16 keys do not share places', async ({ limiter }) => {
      await limiter.take('a', 1, 1_000)
      expect(await limiter.take('b', 1, 1_000)).toBeUndefined()
      expect(await limiter.take('a', 1, 1_000)).toBe(1_000)
    })

    limiterTest('ID-16 tries at the same moment cannot share a place', async ({ limiter }) => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => limiter.take('a', 20, 1_000)))
      expect(answers.filter((wait) => wait === undefined)).toHaveLength(20)
    })
  })
}
