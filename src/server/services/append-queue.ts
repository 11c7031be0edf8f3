/**
 * Natural batching: while one append is in flight, the next commands gather and go together. No timer. It is also what
 * keeps the frames of this process in order.
 *
 *   add ──► waiting ──(nothing in flight)──► append ──► results, frames
 *                                              │ the batch's own fault
 *                                              └──► each command alone
 */
import type { Command, CommandResult } from '@/contract/commands'
import { type ErrorCode, errorTable, ParleyError } from '@/contract/errors'
import { roomTopic } from '@/contract/realtime'
import { serverLimits } from '@/contract/server-limits'
import type { Broadcaster } from '@/server/ports/broadcaster'
import type { DeliveryTracker } from '@/server/ports/delivery-tracker'
import type { AppendOutcome, MessageLog } from '@/server/ports/message-log'
import { type EndMeasurement, type Metrics, noMetrics } from '@/server/ports/metrics'
import { changeFrameOf } from './change-frame'

export interface AppendQueue {
  /**
   * Applies one caller's commands in order; other callers' may share the transaction.
   *
   * @returns one result per command
   * @throws ParleyError UNAVAILABLE, RATE_LIMITED when too much is waiting
   */
  add(commands: readonly Command[]): Promise<CommandResult[]>
}

interface Entry {
  commands: readonly Command[]
  resolve(results: CommandResult[]): void
  reject(error: unknown): void
}

interface Dependencies {
  messageLog: MessageLog
  broadcaster: Broadcaster
  tracker: DeliveryTracker
  metrics?: Pick<Metrics, 'delivery'>
  /** Told of failures that no caller hears the details of. */
  onError(error: unknown): void
}

export function createAppendQueue({
  messageLog,
  broadcaster,
  tracker,
  metrics = noMetrics,
  onError,
}: Dependencies): AppendQueue {
  const waiting: Entry[] = []
  let waitingCommands = 0
  let running = false

  function announce(outcome: AppendOutcome, published: EndMeasurement): void {
    for (const room of outcome.rooms) {
      broadcaster.publish(roomTopic(room.roomId, room.epoch), 'change', changeFrameOf(outcome.log, room))
      published()
      const messageId = room.changes.at(-1)?.id
      tracker.raiseLatest(outcome.log, room.roomId, { position: room.upTo, messageId }).catch(onError)
    }
  }

  async function append(commands: readonly Command[]): Promise<CommandResult[]> {
    const published = metrics.delivery()
    const outcome = await messageLog.append(commands)
    announce(outcome, published)
    return outcome.results
  }

  /** After a batch failed by itself: finds the command at fault, which must not harm the others. */
  async function appendSingly(commands: readonly Command[]): Promise<CommandResult[]> {
    const results: CommandResult[] = []
    const stuckRooms = new Set<string>()
    for (const command of commands) {
      if (stuckRooms.has(command.roomId)) {
        results.push({ id: command.id, status: 'not_attempted' })
        continue
      }
      try {
        results.push(...(await append([command])))
      } catch (error) {
        onError(error)
        const code: ErrorCode = error instanceof ParleyError ? error.code : 'INTERNAL'
        results.push({ id: command.id, status: code, message: errorTable[code].message })
        stuckRooms.add(command.roomId)
      }
    }
    return results
  }

  function takeBatch(): Entry[] {
    const batch: Entry[] = []
    let size = 0
    for (
      let next = waiting[0];
      next && (size === 0 || size + next.commands.length <= serverLimits.appendBatch);
    ) {
      batch.push(next)
      size += next.commands.length
      waiting.shift()
      next = waiting[0]
    }
    waitingCommands -= size
    return batch
  }

  async function settle(batch: Entry[]): Promise<void> {
    try {
      const results = await append(batch.flatMap((entry) => entry.commands))
      let start = 0
      for (const entry of batch) {
        entry.resolve(results.slice(start, start + entry.commands.length))
        start += entry.commands.length
      }
    } catch (error) {
      if (error instanceof ParleyError && error.code === 'UNAVAILABLE') {
        for (const entry of batch) entry.reject(error)
        return
      }
      onError(error)
      for (const entry of batch) await appendSingly(entry.commands).then(entry.resolve, entry.reject)
    }
  }

  async function run(): Promise<void> {
    running = true
    while (waiting.length > 0) await settle(takeBatch())
    running = false
  }

  return {
    add(commands) {
      if (waitingCommands + commands.length > serverLimits.appendQueue) {
        return Promise.reject(new ParleyError('RATE_LIMITED', { retryAfter: 1_000 }))
      }
      return new Promise((resolve, reject) => {
        waiting.push({ commands, resolve, reject })
        waitingCommands += commands.length
        if (!running) void run()
      })
    },
  }
}
