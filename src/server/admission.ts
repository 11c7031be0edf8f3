/** Lets somebody do something so often as the contract says, and refuses more with a time to wait. */
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import type { Limiter } from './ports/limiter'

export type RatedAction = keyof typeof serverLimits.rates

/**
 * Spec: AP-40 to AP-43.
 *
 * @param who a user's id, or a network
 * @param places how often at once
 * @throws ParleyError RATE_LIMITED
 */
export async function admit(limiter: Limiter, action: RatedAction, who: string, places = 1): Promise<void> {
  const { limit, windowMs } = serverLimits.rates[action]
  const retryAfter = await limiter.take(`${action}:${who}`, limit, windowMs, places)
  if (retryAfter !== undefined) throw new ParleyError('RATE_LIMITED', { retryAfter })
}
