/** Tells the server how far somebody has come: not at each step, backwards only on request, and again if it did not hear. */
import { errorTable, ParleyError } from '@/contract/errors'
import type { ReceiptInput } from '@/contract/sync'
import type { Clock } from './clock'
import { backoff, type Random } from './random'

export interface ReceiptPorts {
  send: (input: ReceiptInput) => Promise<unknown>
  /** Where a position can be taken back; `done` when the server has it. */
  lowering?: { send: (input: ReceiptInput) => Promise<unknown>; done: () => void }
  clock: Clock
  random: Random
  /** How long positions are gathered before the highest is sent, in milliseconds. */
  gather: number
  /** The server does not take this position. */
  refused?: () => void
}

export interface Receipts {
  raise(log: string, position: number): void
  /** Takes back what is beyond this position. */
  lower(log: string, position: number): void
  /** The membership is over: should there be another one, its receipts begin anew. */
  forget(): void
  close(): void
}

interface Wish {
  readonly input: ReceiptInput
  readonly lowers: boolean
}

/** One room's receipts of one kind. */
export function createReceipts(roomId: string, ports: ReceiptPorts): Receipts {
  const { send, lowering, clock, random, gather, refused = () => {} } = ports
  let wanted: Wish | undefined
  let sent: Wish | undefined
  let cancel: (() => void) | undefined
  let failures = 0
  let closed = false
  let busy = false

  function plan(delay: number) {
    cancel ??= clock.after(delay, () => void deliver())
  }

  async function deliver() {
    const wish = wanted
    if (!wish) {
      cancel = undefined
      return
    }
    busy = true
    try {
      if (wish.lowers) await lowering?.send(wish.input)
      else await send(wish.input)
      sent = wish
      failures = 0
      if (wish.lowers) lowering?.done()
    } catch (error) {
      const code = error instanceof ParleyError ? error.code : 'UNAVAILABLE'
      // A refusal stands; the next position is another question.
      if (errorTable[code].retry === 'never') {
        sent = wish
        refused()
      } else failures++
    }
    cancel = undefined
    busy = false
    if (!closed && wanted && wanted !== sent) plan(failures > 0 ? backoff(failures, random, 2_000) : gather)
  }

  return {
    raise(log, position) {
      const isNews = wanted?.input.log !== log || position > wanted.input.position
      if (closed || position === 0 || !isNews) return
      wanted = { input: { roomId, log, position }, lowers: false }
      plan(gather)
    },
    lower(log, position) {
      if (closed) return
      wanted = { input: { roomId, log, position }, lowers: true }
      // At once: whoever marks something unread often goes right after that.
      if (!busy) {
        cancel?.()
        cancel = undefined
      }
      plan(0)
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
