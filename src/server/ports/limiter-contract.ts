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
    limiterTest('ID-16 gives the places there are at once, then says when the next is free', async (h) => {
      const take = () => h.limiter.take('a', 4, 1_000)
      expect(await Promise.all([take(), take(), take(), take()])).toEqual(Array(4).fill(undefined))
      expect(await take()).toBe(250)
      h.advance(100)
      expect(await take()).toBe(150)
    })

    limiterTest('ID-16 places come back evenly, one by one, and never more than there are', async (h) => {
      const take = () => h.limiter.take('a', 4, 1_000)
      for (let n = 0; n < 4; n++) await take()
      h.advance(249)
      expect(await take()).toBe(1)
      h.advance(1)
      expect(await take()).toBeUndefined()
      expect(await take()).toBe(250)
      h.advance(3_600_000)
      const answers = [await take(), await take(), await take(), await take(), await take()]
      expect(answers).toEqual([undefined, undefined, undefined, undefined, 250])
    })

    limiterTest(
      'ID-16 who waits as long as was said is let in, and a refused try takes no place',
      async (h) => {
        const take = () => h.limiter.take('a', 3, 1_000)
        for (let n = 0; n < 3; n++) await take()
        for (let n = 0; n < 10; n++) {
          const wait = await take()
          expect(wait).toBe(334)
          await take()
          h.advance(wait ?? 0)
          expect(await take()).toBeUndefined()
          h.advance(1_000)
          for (let filled = 0; filled < 3; filled++) expect(await take()).toBeUndefined()
        }
      },
    )

    limiterTest('ID-16 takes several places together, or none of them', async (h) => {
      const take = (places: number) => h.limiter.take('a', 10, 1_000, places)
      expect(await take(8)).toBeUndefined()
      expect(await take(4)).toBe(200)
      expect(await take(2)).toBeUndefined()
      h.advance(300)
      expect(await take(4)).toBe(100)
      expect(await take(3)).toBeUndefined()
    })

    limiterTest('ID-16 more places than there are count as all of them', async ({ limiter, advance }) => {
      expect(await limiter.take('a', 10, 1_000, 25)).toBeUndefined()
      expect(await limiter.take('a', 10, 1_000, 25)).toBe(1_000)
      advance(1_000)
      expect(await limiter.take('a', 10, 1_000, 25)).toBeUndefined()
    })

    limiterTest('ID-16 of thousands of places each is given once', async ({ limiter }) => {
      for (let n = 0; n < 30; n++) expect(await limiter.take('a', 3_000, 60_000, 100)).toBeUndefined()
      expect(await limiter.take('a', 3_000, 60_000)).toBe(20)
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

    limiterTest('ID-16 a clock set back locks nobody out', async ({ limiter, advance }) => {
      await limiter.take('a', 1, 1_000)
      advance(-3_600_000)
      expect(await limiter.take('a', 1, 1_000)).toBeUndefined()
      expect(await limiter.take('a', 1, 1_000)).toBe(1_000)
    })

    limiterTest('ID-16 clocks of processes that differ a little give no place twice', async (h) => {
      await h.limiter.take('a', 2, 1_000, 2)
      h.advance(-400)
      expect(await h.limiter.take('a', 2, 1_000)).toBe(900)
      h.advance(400)
      expect(await h.limiter.take('a', 2, 1_000)).toBe(500)
    })
  })
}
