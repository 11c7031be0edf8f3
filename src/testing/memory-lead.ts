/** Which of several tabs of a test leads: the first, and after it the next. */
import type { Contender, Lead } from '@/client/sync/lead'

export interface MemoryLead extends Lead {
  /** Whoever leads hears nothing more, as a frozen tab: no question, and not that it has lost. The answer ends that. */
  deafen(): () => void
  /** The next one leads, as if it had asked in vain. */
  steal(): void
}

export function createMemoryLead(): MemoryLead {
  const waiting: Contender[] = []
  const deaf = new Set<Contender>()

  const begin = () => {
    const [first] = waiting
    if (first) queueMicrotask(() => waiting[0] === first && first.become())
  }
  const tell = (robbed: Contender) => {
    if (waiting.includes(robbed) && waiting[0] !== robbed) robbed.lose()
  }
  function steal(thief: Contender | undefined) {
    const [robbed] = waiting
    if (!robbed || !thief) return
    const others = waiting.filter((one) => one !== robbed && one !== thief)
    waiting.splice(0, waiting.length, thief, ...others, robbed)
    if (!deaf.has(robbed)) queueMicrotask(() => tell(robbed))
    begin()
  }

  return {
    take(contender) {
      waiting.push(contender)
      if (waiting.length === 1) begin()
      return {
        challenge() {
          const [first] = waiting
          if (!first || first === contender) return
          if (deaf.has(first)) steal(contender)
          else first.asked()
        },
        leave() {
          const place = waiting.indexOf(contender)
          if (place >= 0) waiting.splice(place, 1)
          if (place === 0) begin()
        },
      }
    },
    isAlone: async () => waiting.length <= 1,
    deafen() {
      const [first] = waiting
      if (!first) return () => {}
      deaf.add(first)
      return () => {
        deaf.delete(first)
        tell(first)
      }
    },
    steal: () => steal(waiting[1]),
  }
}
