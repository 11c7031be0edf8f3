/** Asks a process every second how it is, and takes it out of rotation while it is not well. */
import { get } from 'node:http'
import { serverLimits } from '@/contract/server-limits'
import type { Clock } from '@/server/ports/clock'
import type { Backend } from './backends'

/** How often (ms) a process is asked. */
export const healthEveryMs = 1_000
/** How long (ms) it may take to answer: longer than it waits itself until it says that its database hangs. */
export const healthLimitMs = serverLimits.healthMs + 500
/** Unanswered questions in a row after which a process counts as hung: one may be a busy moment. */
const silencesAllowed = 1

type Answer = 'well' | 'unwell' | 'silent'

export interface HealthWatch {
  backend: Backend
  clock: Clock
  /** Hears of each change that a check makes. */
  onChange(answer: Answer): void
}

/**
 * `unwell` (it refuses connections, or answers anything but 200) means at once: no new requests. A hung one also loses
 * what it has, so that the clients come back through another (CR-06). @returns ends the watch
 */
export function watchHealth({ backend, clock, onChange }: HealthWatch): () => void {
  let ended = false
  let silences = 0
  let last: Answer = 'well'
  let cancel = () => {}

  async function check(): Promise<void> {
    const answer = await ask(backend.port, clock)
    if (ended) return
    cancel = clock.after(healthEveryMs, check)
    silences = answer === 'silent' ? silences + 1 : 0
    if (answer === 'silent' && silences <= silencesAllowed) return
    backend.up = answer === 'well'
    if (answer === 'silent') for (const cut of [...backend.open]) cut()
    if (answer !== last) onChange(answer)
    last = answer
  }
  void check()

  return () => {
    ended = true
    cancel()
  }
}

function ask(port: number, clock: Clock): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = get({ port, host: '127.0.0.1', path: '/api/health', agent: false })
    const cancel = clock.after(healthLimitMs, () => settle('silent'))
    const settle = (answer: Answer) => {
      cancel()
      resolve(answer)
      asked.destroy()
    }
    asked.on('response', ({ statusCode }) => settle(statusCode === 200 ? 'well' : 'unwell'))
    asked.on('error', () => settle('unwell'))
  })
}
