import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { startTestRedis, type TestRedis } from '@/testing/redis-server'
import { createRedisLink } from './link'
import { readRedisMemory } from './memory'

let server: TestRedis

beforeAll(async () => {
  server = await startTestRedis()
})
afterAll(() => server.dispose())

/** @param user whose password is `secret`; without one, the user that may do everything */
function open(user?: string) {
  const clock = createFakeClock()
  const url = user === undefined ? server.url : server.url.replace('//', `//${user}:secret@`)
  const link = createRedisLink({
    url,
    clock,
    timeoutMs: 100,
    prove: (redis) => redis.ping(),
    onTrouble: () => {},
  })
  onTestFinished(() => link.close())
  return { clock, link }
}

test('ME-06 the memory of Redis is told in bytes, and grows with what it holds', async () => {
  const { link } = open()
  const before = (await readRedisMemory(link)) ?? Number.NaN
  await server.command('SET', 'much', 'x'.repeat(1_000_000))
  expect(await readRedisMemory(link)).toBeGreaterThan(before + 900_000)
})

test('ME-06 nobody waits for a Redis that hangs, and its memory is not known', async () => {
  const { clock, link } = open()
  expect(await readRedisMemory(link)).toBeGreaterThan(0)
  server.hang()
  onTestFinished(server.resume)
  const asked = readRedisMemory(link)
  clock.advance(100)
  expect(await asked).toBeUndefined()
})

test('ME-06 a Redis that forbids the question is not ill', async () => {
  await server.command('ACL', 'SETUSER', 'app', 'on', '>secret', '~*', '+@all', '-info')
  const { link } = open('app')
  expect(await readRedisMemory(link)).toBeUndefined()
  expect(link.trouble()).toBeUndefined()
  expect(await link.call((redis) => redis.ping())).toBe('PONG')
})
