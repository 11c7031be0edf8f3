/** What goes to the server next, and what its answers mean. Pure. */
import type { Accepted, Command, CommandResult } from '@/contract/commands'
import { type ErrorCode, errorTable } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { EntryState, OutboxEntry, Queue } from './outbox-entry'

/**
 * What a batch weighs in bytes: at first, where the network is slow, and at most. Far below what the server takes, and
 * below what proxies do (1 MB by default), which would refuse it in words of their own.
 */
export const batchBytes = { first: 32 * 1024, least: 16 * 1024, most: limits.requestBytes / 8 } as const

/** After this many failures of the server itself at one command, its author is asked. */
const patience = 8

/** Refusals that leave a removal or a reaction nothing to do: what they were about is gone. */
const gone: readonly ErrorCode[] = ['MESSAGE_NOT_FOUND', 'MESSAGE_REMOVED']

/**
 * The oldest commands that may go, in order: not those that are held, nor behind one that waits for its author.
 *
 * @param isHeld its room waits, or it can still be undone
 * @param most how many
 * @param mostBytes what they weigh together, unless the first alone weighs more
 */
export function nextBatch(
  queue: Queue,
  isHeld: (entry: OutboxEntry) => boolean,
  most: number,
  mostBytes: number = batchBytes.most,
): OutboxEntry[] {
  const parked = new Set<string>()
  const batch: OutboxEntry[] = []
  let bytes = 0
  for (const entry of queue) {
    const { command, dependsOn, state } = entry
    if (state.is === 'parked' || (dependsOn !== undefined && parked.has(dependsOn))) parked.add(command.id)
    else if (state.is !== 'acked' && !isHeld(entry)) {
      bytes += byteLength(command)
      if (batch.length === most || (batch.length > 0 && bytes > mostBytes)) break
      batch.push(entry)
    }
  }
  return batch
}

export interface Outcome {
  queue: Queue
  accepted: { roomId: string; result: Accepted }[]
  /** Rooms to leave alone for a while, with the server's own wish in milliseconds. */
  held: Map<string, number | undefined>
  /** Set when nobody may send until somebody signs in. */
  paused: ErrorCode | undefined
}

/** Takes one result for each command of the batch, in order. */
export function takeResults(
  queue: Queue,
  batch: readonly OutboxEntry[],
  results: readonly CommandResult[],
): Outcome {
  const outcome: Outcome = { queue, accepted: [], held: new Map(), paused: undefined }
  const next = new Map<string, OutboxEntry | undefined>()
  batch.forEach((entry, index) => {
    const { command } = entry
    const result = results[index] ?? { id: command.id, status: 'not_attempted' }
    next.set(command.id, takeResult(entry, result, outcome))
  })
  // What the server has, no other answer takes back: two tabs may have asked, and the later one been answered first.
  const isOpen = ({ command, state }: OutboxEntry) => next.has(command.id) && state.is !== 'acked'
  const kept = queue.map((entry) => (isOpen(entry) ? next.get(entry.command.id) : entry))
  return { ...outcome, queue: kept.filter((entry) => entry !== undefined) }
}

/** The entry as it is afterwards; undefined when it is through for good. */
function takeResult(entry: OutboxEntry, result: CommandResult, outcome: Outcome): OutboxEntry | undefined {
  const { id, roomId, kind } = entry.command
  const become = (state: EntryState) => ({ ...entry, state })
  if ('position' in result) {
    // An answer to something else would mark the wrong command as safe.
    if (result.id !== id) {
      outcome.held.set(roomId, undefined)
      return become({ is: 'frozen' })
    }
    outcome.accepted.push({ roomId, result })
    return become({ is: 'acked', log: result.log, position: result.position })
  }
  if (result.status === 'not_attempted') {
    outcome.held.set(roomId, outcome.held.get(roomId))
    return become({ is: 'frozen' })
  }
  const code = result.status
  const { retry } = errorTable[code]
  if (retry === 'sign-in') {
    outcome.paused = code
    return become({ is: 'frozen' })
  }
  if (retry === 'later') {
    outcome.held.set(roomId, result.retryAfter)
    const serverFailures = entry.serverFailures + (code === 'INTERNAL' ? 1 : 0)
    if (serverFailures < patience) return { ...become({ is: 'frozen' }), serverFailures }
    if (isWithdrawal(entry.command)) return undefined
    return { ...become({ is: 'parked', code, unclear: true }), serverFailures }
  }
  if ((kind === 'remove' || kind === 'react') && gone.includes(code)) return undefined
  if (isWithdrawal(entry.command)) return undefined
  return become({ is: 'parked', code, unclear: false })
}

/** Its message is shown nowhere, so there is no place to ask its author at. If it did come, it can be removed like any other. */
function isWithdrawal(command: Command): boolean {
  return command.kind === 'remove' && command.withdraw === true
}

/** What these weigh in a request, in bytes. */
export function weigh(batch: readonly OutboxEntry[]): number {
  return batch.reduce((bytes, { command }) => bytes + byteLength(command), 0)
}

function byteLength(command: Command): number {
  return new TextEncoder().encode(JSON.stringify(command)).length
}
