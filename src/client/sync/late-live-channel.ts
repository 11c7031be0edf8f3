/** A live channel whose code comes after the page: what is joined before waits for it. */
import type { Clock } from './clock'
import type { ClosableLiveChannel, LiveChannel } from './live-channel'
import { backoff, type Random } from './random'

export interface LateLiveChannelOptions {
  /** Rejects when the code did not come. It is asked for at once, and again until it comes (RT-36). */
  load: () => Promise<ClosableLiveChannel>
  clock: Clock
  random: Random
}

export function createLateLiveChannel(options: LateLiveChannelOptions): ClosableLiveChannel {
  const { load, clock, random } = options
  const waiting = new Set<{ begin(live: LiveChannel): void; failed(): void }>()
  let loaded: ClosableLiveChannel | undefined
  let closed = false
  let failures = 0
  let cancel: (() => void) | undefined

  function attempt() {
    cancel = undefined
    load().then(
      (live) => {
        loaded = live
        if (closed) return live.close()
        for (const topic of waiting) topic.begin(live)
        waiting.clear()
      },
      () => {
        if (closed) return
        failures += 1
        cancel = clock.after(backoff(failures, random, 1_000, 10_000), attempt)
        for (const topic of waiting) topic.failed()
      },
    )
  }

  attempt()
  return {
    join(topic, listener) {
      if (loaded) return loaded.join(topic, listener)
      let leave = () => {}
      const mine = {
        begin(live: LiveChannel) {
          leave = live.join(topic, listener)
        },
        failed: () => listener.state('broken'),
      }
      listener.state('joining')
      waiting.add(mine)
      return () => {
        waiting.delete(mine)
        leave()
      }
    },
    wake() {
      if (loaded) return loaded.wake?.()
      // None is under way: the next try would be later.
      if (!cancel) return
      cancel()
      attempt()
    },
    close() {
      closed = true
      cancel?.()
      cancel = undefined
      waiting.clear()
      loaded?.close()
    },
  }
}
