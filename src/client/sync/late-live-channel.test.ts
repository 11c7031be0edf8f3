import { expect, it, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createLateLiveChannel } from './late-live-channel'
import type { ClosableLiveChannel, TopicListener, TopicState } from './live-channel'

function setUp() {
  const joined = new Map<string, TopicListener>()
  const wake = vi.fn()
  const close = vi.fn()
  const live: ClosableLiveChannel = {
    ...{ wake, close },
    join(topic, listener) {
      joined.set(topic, listener)
      return () => void joined.delete(topic)
    },
  }
  const tries: { come: () => Promise<void>; fail: () => Promise<void> }[] = []
  const load = () =>
    new Promise<ClosableLiveChannel>((resolve, reject) => {
      tries.push({
        come: async () => resolve(live),
        fail: async () => reject(new Error('no network')),
      })
    })
  const clock = createFakeClock()
  const late = createLateLiveChannel({ load, clock, random: () => 0.5 })
  const states: TopicState[] = []
  const join = (topic: string) => late.join(topic, { event() {}, state: (state) => void states.push(state) })
  return { late, tries, clock, joined, states, join, wake, close }
}

it('RT-36 topics that are joined before the code has come are joined when it has, but for those that were left', async () => {
  const { tries, joined, states, join } = setUp()
  const leave = join('kept')
  join('left')()
  expect(states).toEqual(['joining', 'joining'])
  await tries[0]?.come()
  expect([...joined.keys()]).toEqual(['kept'])
  join('later')
  expect([...joined.keys()]).toEqual(['kept', 'later'])
  leave()
  expect([...joined.keys()]).toEqual(['later'])
})

it('RT-36 code that did not come is told as broken, and asked for again: at once by whoever wakes it', async () => {
  const { late, tries, clock, joined, states, join } = setUp()
  join('room')
  await tries[0]?.fail()
  await vi.waitFor(() => expect(states).toEqual(['joining', 'broken']))
  expect(tries).toHaveLength(1)
  clock.advance(1_000)
  expect(tries).toHaveLength(2)
  late.wake?.()
  expect(tries).toHaveLength(2)
  await tries[1]?.fail()
  await vi.waitFor(() => expect(states).toHaveLength(3))
  late.wake?.()
  expect(tries).toHaveLength(3)
  await tries[2]?.come()
  expect([...joined.keys()]).toEqual(['room'])
  clock.advance(60_000)
  expect(tries).toHaveLength(3)
})

it('RT-32 what wakes it wakes the channel once it is there', async () => {
  const { late, tries, wake } = setUp()
  await tries[0]?.come()
  late.wake?.()
  expect(wake).toHaveBeenCalledOnce()
})

it('RT-36 closed before its code has come, it joins nothing and ends what comes', async () => {
  const { late, tries, clock, joined, join, close } = setUp()
  join('room')
  late.close()
  await tries[0]?.come()
  expect(joined.size).toBe(0)
  expect(close).toHaveBeenCalledOnce()
  late.wake?.()
  clock.advance(60_000)
  expect(tries).toHaveLength(1)
})
