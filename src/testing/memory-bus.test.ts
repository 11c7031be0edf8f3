import { describeBus } from '@/server/ports/bus-contract'
import { createFakeClock } from './fake-clock'
import { createMemoryExchange, type MemoryBus } from './memory-bus'

describeBus('the bus in memory', async () => {
  const clock = createFakeClock()
  const exchange = createMemoryExchange(clock)
  return { clock, open: exchange.open, kill: (bus) => (bus as MemoryBus).kill() }
})
