/** Writes received positions behind: gathered for a moment, then stored in one statement. */
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import type { Clock } from '@/server/ports/clock'
import type { MessageLog, Received } from '@/server/ports/message-log'

export interface ReceiptWriter {
  add(received: Received): void
  /** Stores what is left, once. */
  flush(): Promise<void>
}

interface Dependencies {
  messageLog: MessageLog
  clock: Clock
  onError(error: unknown): void
}

/**
 * A crash forgets at most the last moment's positions; clients report theirs again. While the database is away the
 * newest position of each member waits, up to `serverLimits.trackedPositions` of them; beyond, the oldest are forgotten.
 */
export function createReceiptWriter({ messageLog, clock, onError }: Dependencies): ReceiptWriter {
  const waiting = new Map<string, Received>()
  let scheduled = false

  function schedule(): void {
    if (scheduled || waiting.size === 0) return
    scheduled = true
    clock.after(serverLimits.receiptsFlushMs, () => {
      scheduled = false
      flush()
        .catch((error: unknown) => {
          // A database that is away is told by those who talk to it.
          if (!(error instanceof ParleyError)) onError(error)
        })
        .finally(schedule)
    })
  }

  async function flush(): Promise<void> {
    while (waiting.size > 0) {
      const keys = [...waiting.keys()].slice(0, serverLimits.receiptsPerFlush)
      const batch = keys.flatMap((key) => waiting.get(key) ?? [])
      for (const key of keys) waiting.delete(key)
      try {
        await messageLog.raiseReceived(batch)
      } catch (error) {
        for (const received of batch) keep(received)
        throw error
      }
    }
  }

  function keep(received: Received): void {
    const key = `${received.userId}:${received.roomId}`
    const known = waiting.get(key)
    if (known && known.position >= received.position) return
    waiting.delete(key)
    waiting.set(key, received)
    const oldest = waiting.keys().next()
    if (waiting.size > serverLimits.trackedPositions && !oldest.done) waiting.delete(oldest.value)
  }

  return {
    add(received) {
      keep(received)
      schedule()
    },
    flush,
  }
}
