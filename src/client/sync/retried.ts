/** Makes a call again where that can help. */
import { errorTable, ParleyError } from '@/contract/errors'
import type { Clock } from './clock'
import { backoff, type Random } from './random'

/** Tries in all. */
const most = 6

/** @throws ParleyError of the last try */
export async function retried<Output>(
  call: () => Promise<Output>,
  { clock, random }: { clock: Clock; random: Random },
): Promise<Output> {
  for (let failures = 1; ; failures++) {
    try {
      return await call()
    } catch (cause) {
      const error = cause instanceof ParleyError ? cause : new ParleyError('UNAVAILABLE', { cause })
      if (failures === most || errorTable[error.code].retry !== 'later') throw error
      const wait = Math.max(error.retryAfter ?? 0, backoff(failures, random, 1_000))
      await new Promise<void>((resolve) => void clock.after(wait, resolve))
    }
  }
}
