/** Which of several tabs of a test leads: the first, and after it the next. */
import type { Lead } from '@/client/sync/lead'

export function createMemoryLead(): Lead {
  const waiting: (() => void)[] = []
  const begin = () => {
    const [first] = waiting
    if (first) queueMicrotask(() => waiting[0] === first && first())
  }
  return {
    take(become) {
      waiting.push(become)
      if (waiting.length === 1) begin()
      return () => {
        const place = waiting.indexOf(become)
        if (place >= 0) waiting.splice(place, 1)
        if (place === 0) begin()
      }
    },
    isAlone: async () => waiting.length <= 1,
  }
}
