/** The second factor of an account: turned on with a code that proves it works, off with the password. */
import * as z from 'zod/mini'
import { codeInput, passwordInput, type TwoFactorAnswer } from '@/contract/accounts'
import { ParleyError } from '@/contract/errors'
import { type Answer, type AuthCall, done, signedIn } from './auth-call'
import { post } from './endpoint'
import { requirePassword } from './password-endpoints'
import { codeRefusals, spendCode } from './second-factor'
import { tryPassword } from './tries'

const enabled = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) })
const renewed = z.object({ backupCodes: z.array(z.string()) })

/** Whether it is on is not what the caller thought. */
const refusals = {
  TOTP_ALREADY_ENABLED: 'FORBIDDEN',
  TOTP_NOT_ENABLED: 'FORBIDDEN',
  TWO_FACTOR_NOT_ENABLED: 'FORBIDDEN',
} as const

async function withPassword(call: AuthCall, password: string) {
  const who = await signedIn(call)
  await requirePassword(call, who, password)
  return who
}

export const twoFactorEndpoints = {
  /** Nothing is asked for at sign-in before `confirm`; until then, this starts again with another secret. */
  'two-factor/begin': post(passwordInput, async (call, { password }): Promise<Answer> => {
    await withPassword(call, password)
    const { body } = await call.ask('/two-factor/enable', { password, method: 'totp' }, { refusals })
    const { totpURI: uri, backupCodes: recoveryCodes } = enabled.parse(body)
    return { body: { uri, recoveryCodes } satisfies TwoFactorAnswer }
  }),

  /** The session is another one afterwards, in the cookie. */
  'two-factor/confirm': post(codeInput, async (call, { code }) => {
    const { userId, twoFactor } = await signedIn(call)
    if (twoFactor) throw new ParleyError('FORBIDDEN')
    await tryPassword(call.limiter, userId, call.network)
    const options = { refusals: { ...codeRefusals, ...refusals } }
    const { cookies } = await call.ask('/two-factor/verify-totp', { code }, options)
    await spendCode(call.db, userId, code)
    call.note('account.two_factor_enabled', userId)
    return { ...done, cookies }
  }),

  /** The session is another one afterwards, in the cookie. */
  'two-factor/disable': post(passwordInput, async (call, { password }) => {
    const { userId } = await withPassword(call, password)
    const { cookies } = await call.ask('/two-factor/disable', { password }, { refusals })
    call.note('account.two_factor_disabled', userId)
    return { ...done, cookies }
  }),

  /** Ends those there were. */
  'two-factor/recovery-codes': post(passwordInput, async (call, { password }) => {
    await withPassword(call, password)
    const { body } = await call.ask('/two-factor/generate-backup-codes', { password }, { refusals })
    return { body: { recoveryCodes: renewed.parse(body).backupCodes } }
  }),
}
