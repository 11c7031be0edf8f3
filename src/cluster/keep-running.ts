/** Starts a program again whenever it ends, after a delay that grows while it keeps failing. */
import type { Clock } from '@/server/ports/clock'
import type { Child } from './child'

/** A program on its way up. */
export interface Launched<T> {
  child: Pick<Child, 'pid' | 'ended' | 'signal' | 'stop'>
  /** Resolves when it can be used; rejects when it ended before. */
  ready: Promise<T>
}

export interface KeepRunningOptions<T> {
  /** For the person: `Process 1`. */
  name: string
  launch(): Launched<T>
  /** It can be used. @returns takes that back, when it has ended */
  onReady(value: T): () => void
  clock: Clock
  say(text: string): void
}

export interface KeptRunning {
  /** Of the program that runs at the moment. */
  readonly pid: number | undefined
  signal(signal: NodeJS.Signals): void
  /** Resolves when it can be used for the first time; rejects when it ended before, and then is not started again. */
  ready: Promise<void>
  /** Ends it for good. */
  stop(patienceMs: number): Promise<void>
}

/** Delays (ms) before it is started again; a program that was up for `steadyMs` begins with the first one. */
export const firstDelayMs = 250
export const longestDelayMs = 5_000
export const steadyMs = 10_000

/** Starts a program, and keeps it running once it was ready (CR-07). */
export function keepRunning<T>(options: KeepRunningOptions<T>): KeptRunning {
  const { name, launch, onReady, clock, say } = options
  let current = launch()
  let delay = firstDelayMs
  let stopping = false
  let cancel = () => {}

  async function follow({ child, ready }: Launched<T>): Promise<void> {
    const value = await ready
    const readySince = clock.now()
    const takeBack = onReady(value)
    say(`${name} is ready.`)
    void child.ended.then((how) => {
      takeBack()
      if (clock.now() - readySince >= steadyMs) delay = firstDelayMs
      startAgain(`${name} ended (${how})`)
    })
  }

  function startAgain(what: string): void {
    if (stopping) return
    say(`${what}. It is started again in ${delay / 1000} s.`)
    cancel = clock.after(delay, () => {
      current = launch()
      follow(current).catch((error: Error) => startAgain(error.message))
    })
    delay = Math.min(delay * 2, longestDelayMs)
  }

  const ready = follow(current)
  ready.catch(() => undefined)
  return {
    get pid() {
      return current.child.pid
    },
    signal: (signal) => current.child.signal(signal),
    ready,
    async stop(patienceMs) {
      stopping = true
      cancel()
      await current.child.stop(patienceMs)
    },
  }
}
