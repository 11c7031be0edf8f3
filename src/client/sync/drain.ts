/** Sends what waits in the outbox, once, where no page is open that would: in the service worker. */
import { ParleyError } from '@/contract/errors'
import type { Clock } from './clock'
import type { Lead } from './lead'
import type { LocalStore } from './local-store'
import { createOutbox } from './outbox'
import { nextBatch } from './outbox-batch'
import type { Random } from './random'
import type { Transport } from './transport'

/** Browsers end a worker that works much longer (ms). */
const longest = 60_000

export interface DrainPorts {
  store: Pick<LocalStore, 'outbox' | 'watch'>
  transport: Pick<Transport, 'apply'>
  lead: Pick<Lead, 'take'>
  clock: Clock
  random: Random
}

/**
 * Resolves when nothing is left that could be sent: by us, or by a tab that leads; also when somebody has to sign in first.
 *
 * @throws ParleyError UNAVAILABLE when the server could not be reached, or what is left takes too long
 */
export async function drain({ store, transport, lead, clock, random }: DrainPorts): Promise<void> {
  await store.outbox.read()
  const isDone = () => nextBatch(store.outbox.current(), () => false, 1).length === 0
  if (isDone()) return

  await new Promise<void>((resolve, reject) => {
    const giveUp = () => end(new ParleyError('UNAVAILABLE'))
    const stopWaiting = clock.after(longest, giveUp)
    const look = () => {
      if (isDone() || outbox.paused() !== undefined) end()
    }
    const stopWatching = store.watch(look)
    const outbox = createOutbox({
      ...{ stored: store.outbox, lead, clock, random, changed: look, accepted: () => {} },
      transport: {
        async apply(commands) {
          try {
            return await transport.apply(commands)
          } catch (error) {
            // After the outbox's own bookkeeping, which ends it first where somebody has to sign in.
            clock.after(0, giveUp)
            throw error
          }
        },
      },
    })
    // Also while a tab leads: it may not answer any more.
    outbox.look()

    function end(error?: ParleyError) {
      stopWaiting()
      stopWatching()
      outbox.close()
      if (error) reject(error)
      else resolve()
    }
  })
}
