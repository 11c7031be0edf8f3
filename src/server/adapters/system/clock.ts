/** The machine's own clock. */
import type { Clock } from '@/server/ports/clock'

export const systemClock: Clock = {
  now: Date.now,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    // A waiting timer alone is no reason to stay alive.
    timer.unref()
    return () => clearTimeout(timer)
  },
}
