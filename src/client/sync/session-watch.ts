/** Notices, from the answers to all requests, whether the server still knows who we are. */
import { errorTable, ParleyError } from '@/contract/errors'
import type { Transport } from './transport'

export interface SessionWatch {
  /** The same transport, watched. */
  transport: Transport
  signedOut(): boolean
}

/**
 * @param changed called when `signedOut` changes
 * @param asked called when a request leaves; what it returns, when the server itself has answered
 */
export function watchSession(
  transport: Transport,
  changed: (signedOut: boolean) => void,
  asked: () => () => void = () => () => {},
): SessionWatch {
  let signedOut = false

  function note(next: boolean) {
    if (next === signedOut) return
    signedOut = next
    changed(next)
  }

  async function watched<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const answered = asked()
    try {
      const result = await answer
      answered()
      note(false)
      return result
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error
      // That somebody has to sign in may be known without asking.
      if (errorTable[error.code].retry === 'sign-in') note(true)
      else if (error.code !== 'UNAVAILABLE') answered()
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
      markUnread: (input) => watched(transport.markUnread(input)),
      markThreadRead: (input) => watched(transport.markThreadRead(input)),
    },
  }
}
