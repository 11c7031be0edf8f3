import { expect, it } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createGathering } from './gathering'

function gather(mayWait = () => true) {
  const clock = createFakeClock()
  const dealt: (readonly number[])[] = []
  const gathering = createGathering<number>(clock, 100, 3, (things) => void dealt.push(things), mayWait)
  return { clock, dealt, ...gathering }
}

it('SY-47 the first is dealt with at once, what follows within a moment together, and after a quiet moment one at once again', () => {
  const { clock, dealt, add } = gather()
  add(1)
  expect(dealt).toEqual([[1]])
  add(2)
  clock.advance(60)
  add(3)
  expect(dealt).toEqual([[1]])
  clock.advance(40)
  expect(dealt).toEqual([[1], [2, 3]])
  add(4)
  clock.advance(100)
  expect(dealt).toEqual([[1], [2, 3], [4]])
  clock.advance(100)
  expect(clock.pending()).toBe(0)
  add(5)
  expect(dealt).toEqual([[1], [2, 3], [4], [5]])
})

it('SY-47 where timers cannot be relied upon nothing waits, nor what has waited', () => {
  let seen = true
  const { clock, dealt, add } = gather(() => seen)
  add(1)
  add(2)
  seen = false
  add(3)
  add(4)
  expect(dealt).toEqual([[1], [2, 3], [4]])
  clock.advance(1_000)
  expect(dealt).toHaveLength(3)
})

it('SY-47 many are not waited for longer', () => {
  const { clock, dealt, add } = gather()
  for (const thing of [1, 2, 3, 4, 5]) add(thing)
  expect(dealt).toEqual([[1], [2, 3, 4]])
  clock.advance(100)
  expect(dealt).toEqual([[1], [2, 3, 4], [5]])
})

it('SY-47 what is forgotten is dealt with no more, and the next at once', () => {
  const { clock, dealt, add, forget } = gather()
  add(1)
  add(2)
  forget()
  clock.advance(1_000)
  expect(dealt).toEqual([[1]])
  add(3)
  expect(dealt).toEqual([[1], [3]])
})
