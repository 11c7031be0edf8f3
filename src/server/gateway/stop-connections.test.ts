import { expect, test, vi } from 'vitest'
import { createFakeClock } from '@/testing/fake-clock'
import { closures } from './closures'
import { startGateway } from './gateway-fixture'
import { closeInTurn } from './stop-connections'

function start(count: number) {
  const clock = createFakeClock()
  const told: unknown[] = []
  const connections = Array.from({ length: count }, () => ({
    close: (closure: unknown) => void told.push(closure),
  }))
  return { clock, told, done: closeInTurn(connections, clock, 2_000) }
}

test('RT-51 few connections are told at once that the server stops', async () => {
  const { told, done } = start(25)
  expect(told).toEqual(Array(25).fill(closures.stopping))
  await done
})

test('RT-51 many connections are told evenly over the time there is, each once', async () => {
  const { clock, told, done } = start(10_000)
  for (const second of [1, 2]) {
    const before = told.length
    clock.advance(1_000)
    expect(told.length - before).toBeGreaterThan(4_500)
    expect(told.length - before).toBeLessThan(5_500)
    expect(told.length).toBeLessThanOrEqual(second * 5_500)
  }
  await done
  expect(told).toHaveLength(10_000)
})

test('RT-51 a gateway that stops closes the later of many connections later', async () => {
  const { clock, gateway, raw } = await startGateway()
  const clients = await Promise.all(Array.from({ length: 30 }, () => raw()))
  const closed = Promise.all(clients.map((client) => client.closed))
  const stopped = gateway.close()
  await vi.waitFor(() => expect(gateway.stats().connections).toBe(5))
  clock.advance(50)
  await stopped
  expect(new Set((await closed).map(({ code }) => code))).toEqual(new Set([1001]))
})

test('RT-51 stopping a server without connections waits for nobody', async () => {
  const { clock, done } = start(0)
  await done
  expect(clock.pending()).toBe(0)
})
