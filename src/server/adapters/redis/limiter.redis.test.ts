import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Limiter } from '@/server/ports/limiter'
import { describeLimiter } from '@/server/ports/limiter-contract'
import { createFakeClock } from '@/testing/fake-clock'
import { startTestRedis, type TestRedis } from '@/testing/redis-server'
import { createRedisLimiter } from './limiter'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: TestRedis

beforeAll(async () => {
  server = await startTestRedis()
})
afterAll(() => server.dispose())

/** Counts what is asked of it, and lets everybody in. */
function createWitness() {
  const asked: unknown[][] = []
  const meanwhile: Limiter = { take: async (...all) => void asked.push(all) }
  return { asked, meanwhile }
}

function open({
  prefix = randomUUID(),
  clock = createFakeClock(),
  meanwhile = createWitness().meanwhile,
} = {}) {
  const troubles: unknown[] = []
  const limiter = createRedisLimiter({
    ...{ url: server.url, clock, prefix, meanwhile },
    onTrouble: (error) => void troubles.push(error),
  })
  return { limiter, clock, troubles }
}

describeLimiter('the limiter on Redis', async () => {
  // Whoever did not reach Redis would be let in, and the contract broken.
  const { limiter, clock } = open()
  return { limiter, advance: clock.advance, close: limiter.close }
})

test('ID-17 processes share places', async () => {
  const prefix = randomUUID()
  const one = open({ prefix }).limiter
  const two = open({ prefix }).limiter
  expect(await one.take('a', 2, 1_000)).toBeUndefined()
  expect(await two.take('a', 2, 1_000)).toBeUndefined()
  expect(await one.take('a', 2, 1_000)).toBe(500)
  expect(await two.take('a', 2, 1_000)).toBe(500)
  await Promise.all([one.close(), two.close()])
})

test('ID-17 a key is forgotten when all its places are back', async () => {
  const prefix = randomUUID()
  const { limiter } = open({ prefix })
  await limiter.take('a', 10, 60_000, 5)
  const remaining = Number(await server.command('PTTL', `${prefix}:limit:a`))
  expect(remaining).toBeGreaterThan(0)
  expect(remaining).toBeLessThanOrEqual(30_000)
  await limiter.close()
})

test('ID-17 a value that is not of the expected form counts as none', async () => {
  const prefix = randomUUID()
  const { limiter } = open({ prefix })
  for (const nonsense of ['', 'nonsense', '1', 'a:b', ':::']) {
    await server.command('SET', `${prefix}:limit:a`, nonsense)
    expect(await limiter.take('a', 1, 1_000)).toBeUndefined()
    expect(await limiter.take('a', 1, 1_000)).toBe(1_000)
  }
  await limiter.close()
})

test('ID-17 while Redis hangs, is away, or is full, this process counts for itself within the time limit, and says so once', async () => {
  const own = await startTestRedis()
  const { asked, meanwhile } = createWitness()
  const clock = createFakeClock()
  const troubles: unknown[] = []
  const limiter = createRedisLimiter({
    ...{ url: own.url, clock, meanwhile, timeoutMs: 100 },
    onTrouble: (error) => void troubles.push(error),
  })
  expect(await limiter.take('a', 1, 1_000)).toBeUndefined()
  expect(await limiter.take('a', 1, 1_000)).toBe(1_000)
  expect(asked).toEqual([])

  own.hang()
  const waiting = limiter.take('a', 1, 1_000, 1)
  clock.advance(100)
  expect(await waiting).toBeUndefined()
  expect(await limiter.take('b', 3, 2_000, 2)).toBeUndefined()
  expect(asked).toEqual([
    ['a', 1, 1_000, 1],
    ['b', 3, 2_000, 2],
  ])
  expect(troubles).toHaveLength(1)
  expect(limiter.trouble()).toContain('Redis cannot be used')

  own.resume()
  const recovered = () =>
    vi.waitFor(
      () => {
        if (limiter.trouble() !== undefined) clock.advance(1_000)
        expect(limiter.trouble()).toBeUndefined()
      },
      { interval: 200, timeout: 30_000 },
    )
  await recovered()
  await limiter.take('c', 1, 1_000)
  expect(asked).toHaveLength(2)

  await own.setMaxMemory(1)
  await limiter.take('c', 1, 1_000)
  expect(asked).toHaveLength(3)
  await own.setMaxMemory(0)
  await recovered()
  await own.stop()
  await limiter.take('c', 1, 1_000)
  expect(asked).toHaveLength(4)
  await limiter.close()
  await own.dispose()
})
