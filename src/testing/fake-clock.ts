/** A clock that a test moves by hand: nothing is due until `advance` says so. */
import type { Clock } from '@/server/ports/clock'

export interface FakeClock extends Clock {
  /** Moves time on, calling what becomes due in its order, each at its own time. */
  advance(milliseconds: number): void
  /** Timers that are running. */
  pending(): number
}

interface Alarm {
  readonly due: number
  readonly callback: () => void
}

export function createFakeClock(start = Date.UTC(2030, 0, 1)): FakeClock {
  let now = start
  const alarms = new Set<Alarm>()

  function nextUntil(end: number): Alarm | undefined {
    let next: Alarm | undefined
    for (const alarm of alarms) {
      if (alarm.due <= end && (next === undefined || alarm.due < next.due)) next = alarm
    }
    return next
  }

  return {
    now: () => now,
    after(milliseconds, callback) {
      const alarm = { due: now + Math.max(0, milliseconds), callback }
      alarms.add(alarm)
      return () => void alarms.delete(alarm)
    },
    advance(milliseconds) {
      const end = now + milliseconds
      for (let alarm = nextUntil(end); alarm !== undefined; alarm = nextUntil(end)) {
        alarms.delete(alarm)
        now = Math.max(now, alarm.due)
        alarm.callback()
      }
      now = end
    },
    pending: () => alarms.size,
  }
}
