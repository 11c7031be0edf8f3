import { expect, test } from 'vitest'
import type { TrackedPosition } from '@/server/ports/delivery-tracker'
import { createMissedRaises } from './missed-raises'

const at = (position: number) => ({ position, messageId: undefined })

test('DL-09 missed raises are handed out once, each with its highest position', async () => {
  const missed = createMissedRaises(10)
  missed.keep('a', at(3))
  missed.keep('b', at(1))
  expect(missed.keep('a', at(2))).toEqual(at(3))
  const raised: [string, TrackedPosition][] = []
  const raise = async (key: string, to: TrackedPosition) => void raised.push([key, to])
  await missed.replay(raise)
  await missed.replay(raise)
  expect(new Map(raised)).toEqual(
    new Map([
      ['a', at(3)],
      ['b', at(1)],
    ]),
  )
  expect(raised).toHaveLength(2)
})

test('DL-09 a raise that fails again stays kept, and one missed meanwhile is handed out too', async () => {
  const missed = createMissedRaises(10)
  missed.keep('a', at(3))
  await expect(missed.replay(() => Promise.reject(new Error('still ill')))).rejects.toThrow('still ill')
  const raised: number[] = []
  await missed.replay(async (key, to) => {
    if (raised.push(to.position) === 1) missed.keep(key, at(4))
  })
  expect(raised).toEqual([3, 4])
})

test('DL-04 missed raises are bounded: the ones missed longest ago are forgotten', async () => {
  const missed = createMissedRaises(2_500)
  for (let index = 0; index < 4_000; index += 1) missed.keep(`key-${index}`, at(1))
  const keys: string[] = []
  await missed.replay(async (key) => void keys.push(key))
  expect(keys).toHaveLength(2_500)
  expect(keys).toContain('key-3999')
  expect(keys).not.toContain('key-1499')
})
