import { expect, it } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { createMemoryDisk } from '@/testing/memory-local-store'
import { watchUnsent } from './background-sync'
import type { OutboxEntry } from './outbox-entry'

function entry(order: number, is: 'waiting' | 'parked'): OutboxEntry {
  const id = `00000000-0000-7000-8000-00000000000${order}`
  return {
    command: { kind: 'send', id, as: id, roomId: id, content: 'x', sentAt: '2030-01-01T00:00:00.000Z' },
    ...{ order, dependsOn: undefined, serverFailures: 0 },
    state: is === 'waiting' ? { is } : { is, code: 'FORBIDDEN', unclear: false },
  }
}

async function setUp() {
  const clock = createFakeClock()
  const store = createMemoryDisk().open()
  await store.outbox.read()
  const told = { asked: 0 }
  let hide = () => {}
  const stop = watchUnsent({
    ...{ store, clock, ask: () => told.asked++ },
    onHidden(callback) {
      hide = callback
      return () => {
        hide = () => {}
      }
    },
  })
  return { clock, store, told, stop, hide: () => hide() }
}

it('IN-04 the browser is asked to wake the worker for what waits longer than a moment, once', async () => {
  const { clock, store, told } = await setUp()
  await store.outbox.change(() => [entry(1, 'waiting')])
  clock.advance(1_000)
  await store.outbox.change(() => [])
  clock.advance(10_000)
  expect(told.asked).toBe(0)
  await store.outbox.change(() => [entry(2, 'waiting')])
  await store.outbox.change(() => [entry(2, 'waiting'), entry(3, 'waiting')])
  clock.advance(60_000)
  expect(told.asked).toBe(1)
  await store.outbox.change(() => [])
  await store.outbox.change(() => [entry(4, 'waiting')])
  clock.advance(60_000)
  expect(told.asked).toBe(2)
})

it('IN-04 a page that goes out of sight asks at once, if there is something to send', async () => {
  const { clock, store, told, hide, stop } = await setUp()
  await store.outbox.change(() => [entry(1, 'parked')])
  hide()
  expect(told.asked).toBe(0)
  await store.outbox.change(() => [entry(1, 'parked'), entry(2, 'waiting')])
  hide()
  hide()
  clock.advance(60_000)
  expect(told.asked).toBe(1)
  stop()
  expect(clock.pending()).toBe(0)
})
