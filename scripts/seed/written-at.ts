/** When each line of a story was written, seen from now. */
import type { Line, Moment, StoryStep } from './story'

const minute = 60_000

/** How long (ms) somebody takes to read what was there, think, and write this. */
function takes({ text, after }: Line): number {
  return after === undefined ? minute + Math.min(text.length, 300) * 400 : after * minute
}

function timeOf(moment: Moment, now: Date): number {
  if ('minutesAgo' in moment) return now.getTime() - moment.minutesAgo * minute
  const [hours = 0, minutes = 0] = moment.at.split(':').map(Number)
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - moment.daysAgo, hours, minutes).getTime()
}

/** For each line a time in milliseconds, by this machine's calendar: in the order of the lines, and never in the future. */
export function writtenAt(steps: readonly StoryStep[], now: Date): Map<Line, number> {
  const times = new Map<Line, number>()
  let last = 0
  let begins: number | undefined
  for (const step of steps) {
    if ('happens' in step) continue
    if (!('by' in step)) {
      begins = timeOf(step, now)
      continue
    }
    last = Math.min(Math.max(last, begins ?? last + takes(step)), now.getTime())
    begins = undefined
    times.set(step, last)
  }
  return times
}
