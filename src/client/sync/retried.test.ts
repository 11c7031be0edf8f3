import { expect, test } from 'vitest'
import { ParleyError } from '@/contract/errors'
import { createFakeClock } from '@/testing/fake-clock'
import { turn } from '@/testing/pumped-wire'
import { retried } from './retried'

test('SY-20 a call that may help is made again with growing waits, six times at most, and no other is', async () => {
  const clock = createFakeClock()
  let calls = 0
  const failing = (code: 'UNAVAILABLE' | 'FORBIDDEN') => {
    const outcome = retried(
      async () => {
        calls++
        throw new ParleyError(code)
      },
      { clock, random: () => 0 },
    )
    return outcome.catch((error: ParleyError) => error.code)
  }
  expect([await failing('FORBIDDEN'), calls]).toEqual(['FORBIDDEN', 1])
  calls = 0
  const ends = failing('UNAVAILABLE')
  for (let tries = 0; tries < 6; tries++) {
    await turn()
    clock.advance(2 ** tries * 500)
  }
  expect([await ends, calls]).toEqual(['UNAVAILABLE', 6])
  expect(await retried(async () => 'done', { clock, random: () => 0 })).toBe('done')
})
