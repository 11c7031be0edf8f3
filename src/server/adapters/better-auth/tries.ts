/** How often somebody may try: the longer they go on, the longer they wait. Knows nothing of whether an account exists. */
import { createHash } from 'node:crypto'
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import type { Limiter } from '@/server/ports/limiter'

type Steps = readonly { readonly limit: number; readonly windowMs: number }[]

/** Counted under a hash: addresses stand nowhere in the clear. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22)

async function take(limiter: Limiter, key: string, steps: Steps): Promise<void> {
  // The quick ones first: what is taken there in vain comes back soonest.
  for (const { limit, windowMs } of steps) {
    const retryAfter = await limiter.take(`${key}:${windowMs}`, limit, windowMs)
    if (retryAfter !== undefined) throw new ParleyError('RATE_LIMITED', { retryAfter })
  }
}

/** @param account an e-mail address, or a user's id @throws ParleyError RATE_LIMITED */
export async function tryPassword(limiter: Limiter, account: string, network: string): Promise<void> {
  await take(limiter, `password-from:${network}`, serverLimits.passwordTries.network)
  await take(limiter, `password-of:${hashOf(account)}`, serverLimits.passwordTries.account)
}

/** @throws ParleyError RATE_LIMITED */
export async function tryMail(limiter: Limiter, address: string, network: string): Promise<void> {
  await take(limiter, `mail-from:${network}`, serverLimits.mails.network)
  await take(limiter, `mail-to:${hashOf(address)}`, serverLimits.mails.address)
}
