/** Notices, from the answers to all requests, whether the server still knows who we are. */
import { errorTable, ParleyError } from '@/contract/errors'
import type { Transport } from './transport'

export interface SessionWatch {
  /** The same transport, watched. */
  transport: Transport
  signedOut(): boolean
}

/** @param changed called when `signedOut` changes */
export function watchSession(transport: Transport, changed: (signedOut: boolean) => void): SessionWatch {
  let signedOut = false

  function note(next: boolean) {
    if (next === signedOut) return
    signedOut = next
    changed(next)
  }

  async function watched<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      const result = await answer
      note(false)
      return result
    } catch (error) {
      if (error instanceof ParleyError && errorTable[error.code].retry === 'sign-in') note(true)
      throw error
    }
  }

  return {
    signedOut: () => signedOut,
    transport: {
      apply: (commands) => watched(transport.apply(commands)),
      rejoin: (input) => watched(transport.rejoin(input)),
      history: (input) => watched(transport.history(input)),
      heads: (input) => watched(transport.heads(input)),
      markReceived: (input) => watched(transport.markReceived(input)),
      markRead: (input) => watched(transport.markRead(input)),
    },
  }
}
