/** Tells the server how far somebody has come: not at each step, never backwards, and again if it did not hear. */
import { errorTable, ParleyError } from '@/contract/errors'
import type { ReceiptInput } from '@/contract/sync'
import type { Clock } from './clock'
import { backoff, type Random } from './random'

export interface ReceiptPorts {
  send: (input: ReceiptInput) => Promise<unknown>
  clock: Clock
  random: Random
  /** How long positions are gathered before the highest is sent, in milliseconds. */
  gather: number
  /** The server does not take this position. */
  refused?: () => void
}

export interface Receipts {
  raise(log: string, position: number): void
  /** The membership is over: should there be another one, its receipts begin anew. */
  forget(): void
  close(): void
}

/** One room's receipts of one kind. */
export function createReceipts(roomId: string, ports: ReceiptPorts): Receipts {
  const { send, clock, random, gather, refused = () => {} } = ports
  let wanted: ReceiptInput | undefined
  let sent: ReceiptInput | undefined
  let cancel: (() => void) | undefined
  let failures = 0
  let closed = false

  const isNews = (input: ReceiptInput, than: ReceiptInput | undefined) =>
    than === undefined || input.log !== than.log || input.position > than.position

  function plan(delay: number) {
    cancel ??= clock.after(delay, () => void deliver())
  }

  async function deliver() {
    const input = wanted
    if (!input) {
      cancel = undefined
      return
    }
    try {
      await send(input)
      sent = input
      failures = 0
    } catch (error) {
      const code = error instanceof ParleyError ? error.code : 'UNAVAILABLE'
      // A refusal stands; the next position is another question.
      if (errorTable[code].retry === 'never') {
        sent = input
        refused()
      } else failures++
    }
    cancel = undefined
    if (!closed && wanted && isNews(wanted, sent))
      plan(failures > 0 ? backoff(failures, random, 2_000) : gather)
  }

  return {
    raise(log, position) {
      const input = { roomId, log, position }
      if (closed || position === 0 || !isNews(input, wanted)) return
      wanted = input
      plan(gather)
    },
    forget() {
      wanted = undefined
      sent = undefined
    },
    close() {
      closed = true
      cancel?.()
    },
  }
}
