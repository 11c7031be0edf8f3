/** Ends the connections of a server that stops, in turn: closed all at once, they would come back all at once. */
import type { Clock } from '../ports/clock'
import { closures } from './closures'
import type { Connection } from './connection'

const stepMs = 50
/** A server takes in so many at once without noticing, and few connections do not hold up a stop. */
const leastPerStep = 25

/** Resolves when everybody has been told: `spreadMs` at most. */
export function closeInTurn(
  connections: readonly Pick<Connection, 'close'>[],
  clock: Clock,
  spreadMs: number,
): Promise<void> {
  const perStep = Math.max(leastPerStep, Math.ceil((connections.length * stepMs) / spreadMs))
  return new Promise((resolve) => {
    function step(from: number): void {
      for (const connection of connections.slice(from, from + perStep)) connection.close(closures.stopping)
      const next = from + perStep
      if (next < connections.length) clock.after(stepMs, () => step(next))
      else resolve()
    }
    step(0)
  })
}
