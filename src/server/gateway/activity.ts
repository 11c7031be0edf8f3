/** Notices the client that sends too much and the one that does nothing. */
import type { Clock } from '../ports/clock'
import type { GatewayLimits } from './gateway-limits'
import { createRate } from './rate'

export interface Activity {
  /** Counts a frame; false when there were too many in this second. */
  frame(): boolean
  stop(): void
}

interface ActivityDeps {
  readonly clock: Clock
  readonly limits: Pick<GatewayLimits, 'framesPerSecond' | 'connectionIdleMs'>
  /** A connection without a topic does nothing, however many heartbeats it sends. */
  hasTopics(): boolean
  onIdle(): void
}

export function watchActivity({ clock, limits, hasTopics, onIdle }: ActivityDeps): Activity {
  let lastFrame = clock.now()
  let lastUse = lastFrame
  const countFrame = createRate(clock, limits.framesPerSecond, 1_000)
  let cancelTimer = clock.after(limits.connectionIdleMs, look)

  function look(): void {
    if (hasTopics()) lastUse = lastFrame
    const left = lastUse + limits.connectionIdleMs - clock.now()
    if (left <= 0) onIdle()
    else cancelTimer = clock.after(left, look)
  }

  return {
    frame() {
      lastFrame = clock.now()
      if (hasTopics()) lastUse = lastFrame
      return countFrame()
    },
    stop: () => cancelTimer(),
  }
}
