/** Outboxes of several tabs on one disk: which one sends, and what holds when two do. */
import { expect, test } from 'vitest'
import type { Command, CommandResult } from '@/contract/commands'
import { ParleyError } from '@/contract/errors'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryLead } from '@/testing/memory-lead'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { turn } from '@/testing/pumped-wire'
import { createSeededRandom } from '@/testing/seeded-random'
import type { Clock } from './clock'
import { createOutbox } from './outbox'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

const send = (n: number): Command => ({
  ...{ kind: 'send', id: id(n), as: id(7), roomId: id(9), content: `text ${n}` },
  sentAt: '2030-01-01T00:00:00.000Z',
})
const stored = (n: number, status: 'stored' | 'duplicate' = 'stored'): CommandResult => ({
  ...{ id: id(n), status, log: id(8), position: n, epoch: 1 },
})

interface Call {
  ids: string[]
  answer(results: CommandResult[]): Promise<void>
  fail(retryAfter?: number): Promise<void>
}

function createBrowser() {
  const clock = createFakeClock()
  const lead = createMemoryLead()
  const disk = createMemoryDisk()
  function open(tabClock: Clock = clock) {
    const store = disk.open()
    const calls: Call[] = []
    const outbox = createOutbox({
      ...{ stored: store.outbox, lead, clock: tabClock, random: createSeededRandom(1).next },
      ...{ changed: () => {}, accepted: () => {} },
      transport: {
        apply: (commands) =>
          new Promise((resolve, reject) => {
            calls.push({
              ids: commands.map((command) => command.id),
              async answer(results) {
                resolve(results)
                await turn()
              },
              async fail(retryAfter) {
                reject(new ParleyError('UNAVAILABLE', retryAfter === undefined ? {} : { retryAfter }))
                await turn()
              },
            })
          }),
      },
    })
    store.watch(outbox.look)
    void store.outbox.read()
    return { outbox, store, calls, states: () => outbox.queue().map(({ state }) => state.is) }
  }
  async function pass(milliseconds: number) {
    await turn()
    clock.advance(milliseconds)
    await turn()
  }
  return { clock, lead, open, pass }
}

test('TB-01 what waits for a tab that does not answer is sent by another, which goes on until it is silent itself', async () => {
  const { lead, open, pass } = createBrowser()
  const [one, two] = [open(), open()]
  await turn()
  const thaw = lead.deafen()
  await two.outbox.add(send(1))
  await pass(2_000)
  expect(two.calls.map(({ ids }) => ids)).toEqual([[id(1)]])
  thaw()
  await two.calls[0]?.answer([stored(1)])
  await one.calls[0]?.fail()
  await one.outbox.add(send(2))
  await pass(10_000)
  expect(two.calls.map(({ ids }) => ids)).toEqual([[id(1)], [id(2)]])
  await two.calls[1]?.answer([stored(2)])
  lead.deafen()
  await one.outbox.add(send(3))
  await pass(2_000)
  expect(one.calls.at(-1)?.ids).toEqual([id(3)])
})

test('TB-01 whoever opens later asks again and again, also for what was there before', async () => {
  const { lead, open, pass } = createBrowser()
  const one = open()
  await one.outbox.add(send(1))
  await turn()
  const two = open()
  await pass(60_000)
  expect(two.calls).toEqual([])
  lead.deafen()
  await pass(2_000)
  expect(two.calls.map(({ ids }) => ids)).toEqual([[id(1)]])
})

test('TB-02 FC-02 a lead that is stolen with a request in flight: the loser begins no other, and its answer counts', async () => {
  const { lead, open, pass } = createBrowser()
  const [one, two] = [open(), open()]
  await one.outbox.add(send(1))
  await pass(0)
  await one.outbox.add(send(2))
  lead.steal()
  await pass(0)
  expect(two.calls.map(({ ids }) => ids)).toEqual([[id(1), id(2)]])
  await one.calls[0]?.answer([stored(1)])
  expect(two.states()).toEqual(['acked', 'sending'])
  expect(one.calls).toHaveLength(1)
  await two.calls[0]?.answer([stored(1, 'duplicate'), stored(2)])
  await pass(60_000)
  expect(one.states()).toEqual(['acked', 'acked'])
  expect([one.calls.length, two.calls.length]).toEqual([1, 1])
})

test('TB-02 a lead that is stolen right before a request: it is left to the other', async () => {
  const { lead, open, pass } = createBrowser()
  const [one, two] = [open(), open()]
  await turn()
  const stop = one.store.watch(() => {
    if (!one.states().includes('sending')) return
    stop()
    lead.steal()
  })
  await one.outbox.add(send(1))
  await pass(0)
  expect([one.calls.length, two.calls.length]).toEqual([0, 1])
})

test('TB-02 FC-02 two that both believe to lead send the same in the same order', async () => {
  const { lead, open, pass } = createBrowser()
  const [one, two] = [open(), open()]
  await turn()
  const notice = lead.deafen()
  lead.steal()
  await pass(0)
  for (const n of [1, 2, 3]) await one.outbox.add(send(n))
  await pass(0)
  expect(one.calls[0]?.ids).toEqual([id(1)])
  expect(two.calls[0]?.ids).toEqual([id(1)])
  await one.calls[0]?.answer([stored(1)])
  expect(one.calls[1]?.ids).toEqual([id(2), id(3)])
  await two.calls[0]?.fail()
  expect(two.states()).toEqual(['acked', 'sending', 'sending'])
  notice()
  await one.calls[1]?.answer([stored(2), stored(3)])
  await pass(60_000)
  expect(two.states()).toEqual(['acked', 'acked', 'acked'])
  expect([one.calls.length, two.calls.length]).toEqual([2, 1])
})

test('TB-02 FC-04 a late refusal does not take back what another tab has heard to be stored', async () => {
  const { lead, open, pass } = createBrowser()
  const [one, two] = [open(), open()]
  await one.outbox.add(send(1))
  await pass(0)
  lead.steal()
  await pass(0)
  await two.calls[0]?.answer([stored(1)])
  await one.calls[0]?.answer([{ id: id(1), status: 'FORBIDDEN', message: 'Not a member.' }])
  expect([one.states(), two.states()]).toEqual([['acked'], ['acked']])
})

test('TB-03 a tab that lives keeps the lead, however long nothing can be sent', async () => {
  const { open, pass } = createBrowser()
  const [one, two] = [open(), open()]
  await two.outbox.add(send(1))
  for (let n = 0; n < 60; n++) {
    await one.calls.at(-1)?.fail()
    await pass(10_000)
  }
  expect(one.calls.length).toBeGreaterThan(10)
  expect(two.calls).toEqual([])
})

test('TB-03 being asked, a tab whose timers come late does what is due', async () => {
  const { clock, open, pass } = createBrowser()
  const one = open({ now: clock.now, after: () => () => {} })
  const two = open()
  await two.outbox.add(send(1))
  await pass(0)
  await one.calls[0]?.fail(30_000)
  for (let n = 0; n < 10; n++) await pass(2_000)
  expect(one.calls).toHaveLength(1)
  for (let n = 0; n < 10; n++) await pass(2_000)
  expect(one.calls).toHaveLength(2)
})

test('TB-04 nobody is asked anything while nothing is to be sent, or nothing can be', async () => {
  const { clock, open, pass } = createBrowser()
  const [one, two] = [open(), open()]
  await pass(0)
  expect(clock.pending()).toBe(0)
  await two.outbox.add(send(1))
  await pass(0)
  expect(clock.pending()).toBe(1)
  await one.calls[0]?.answer([{ id: id(1), status: 'FORBIDDEN', message: 'Not a member.' }])
  expect(two.states()).toEqual(['parked'])
  expect(clock.pending()).toBe(0)
  await two.outbox.add(send(2))
  await pass(0)
  two.outbox.close()
  expect(clock.pending()).toBe(0)
})
