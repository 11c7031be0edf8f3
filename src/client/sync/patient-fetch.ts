/**
 * Asks the server, and waits for a slow answer as long as it comes, but never for ever.
 *
 * A limit on the whole answer alone would be either too short for a slow phone or too long for a network that swallows
 * everything. So it is silence that ends a request: until the answer begins, and between its pieces.
 */
import type { Clock } from './clock'
import type { Connectivity } from './connectivity'

export const patience = {
  /**
   * Silence (ms) after which a request counts as unanswered. How much of it was sent cannot be seen, so the longest
   * command (16 KB, 24 KB at worst) has to get up in this time: 16 kbit/s do.
   */
  silenceMs: 30_000,
  /** The longest (ms) that an answer may take that keeps coming: what needs more is asked for in smaller pieces. */
  longestMs: 120_000,
  /** Silence (ms) that is enough when somebody looks again or the network is back: the machine may have been asleep. */
  wakeMs: 15_000,
} as const

export interface Patience {
  clock: Clock
  /** Where there is such a thing. */
  onWake?: Connectivity['onWake'] | undefined
}

/**
 * `fetch`, with an answer that is there completely, straight from the server: no cache and no redirect between, since
 * both are somebody else's word.
 *
 * @throws TypeError or DOMException (TimeoutError, or AbortError of the caller's own signal) where there is no answer
 */
export function patientFetch(
  fetch: typeof globalThis.fetch,
  { clock, onWake }: Patience,
): typeof globalThis.fetch {
  return async (input, init) => {
    const attempt = new AbortController()
    const giveUp = () => attempt.abort(new DOMException('The server does not answer.', 'TimeoutError'))
    const forward = () => attempt.abort(init?.signal?.reason)
    if (init?.signal?.aborted) forward()
    init?.signal?.addEventListener('abort', forward)
    let stopListening = clock.after(patience.silenceMs, giveUp)
    const stopWaiting = clock.after(patience.longestMs, giveUp)
    let heardAt = clock.now()
    const stopWatching = onWake?.(() => {
      if (clock.now() - heardAt >= patience.wakeMs) giveUp()
    })
    const heard = () => {
      heardAt = clock.now()
      stopListening()
      stopListening = clock.after(patience.silenceMs, giveUp)
    }
    try {
      const asked: RequestInit = { ...init, cache: 'no-store', redirect: 'error', signal: attempt.signal }
      const answer = await fetch(input, asked)
      return await whole(answer, heard)
    } finally {
      stopListening()
      stopWaiting()
      stopWatching?.()
      init?.signal?.removeEventListener('abort', forward)
    }
  }
}

/** The same answer once all of it has come. */
async function whole(answer: Response, heard: () => void): Promise<Response> {
  if (answer.body === null) return answer
  heard()
  const reader = answer.body.getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    heard()
    pieces.push(value)
  }
  const { status, statusText, headers } = answer
  return new Response(new Blob(pieces), { status, statusText, headers })
}
