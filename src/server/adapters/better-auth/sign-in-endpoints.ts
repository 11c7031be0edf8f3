/** Signing in: with a password, and where the account asks for it with a code. Takes the place of whoever was here. */
import * as z from 'zod/mini'
import { codeInput, recoveryCodeInput, type SignInAnswer, signInInput } from '@/contract/accounts'
import { ParleyError } from '@/contract/errors'
import { id } from '@/contract/primitives'
import type { Answer, AuthCall } from './auth-call'
import { post } from './endpoint'
import { codeRefusals, spendCode } from './second-factor'
import { tryPassword } from './tries'

const passwordAnswer = z.object({
  twoFactorRedirect: z.optional(z.boolean()),
  user: z.optional(z.object({ id })),
})
const codeAnswer = z.object({ token: z.string(), user: z.object({ id }) })

/** The browser has another session now: nobody can come back to the one before. */
async function replaceSession(call: AuthCall, userId: string, cookies: readonly string[]): Promise<Answer> {
  const before = await call.session()
  if (before) await call.db.deleteFrom('session').where('id', '=', before.sessionId).execute()
  call.note('account.signed_in', userId)
  return { body: { status: 'signed-in' } satisfies SignInAnswer, cookies }
}

/** Whether somebody tried and failed is worth a note; that they tried too often is counted elsewhere. */
function noteFailure(call: AuthCall, error: unknown): never {
  if (error instanceof ParleyError && (error.code === 'CREDENTIALS_WRONG' || error.code === 'CODE_WRONG')) {
    call.note('account.sign_in_failed', null)
  }
  throw error
}

export const signInEndpoints = {
  /** `code-needed`: the cookie that came along opens `sign-in/code` for ten minutes, and the session before goes on. */
  'sign-in/email': post(signInInput, async (call, { email, password }): Promise<Answer> => {
    await tryPassword(call.limiter, email, call.network)
    const options = {
      withoutSession: true,
      refusals: { INVALID_EMAIL_OR_PASSWORD: 'CREDENTIALS_WRONG' },
    } as const
    const { body, cookies } = await call
      .ask('/sign-in/email', { email, password }, options)
      .catch((error: unknown) => noteFailure(call, error))
    const { twoFactorRedirect, user } = passwordAnswer.parse(body)
    if (!twoFactorRedirect && user) return replaceSession(call, user.id, cookies)
    const challenge = cookies.filter((cookie) => /^[^=]*\.two_factor=/.test(cookie))
    return { body: { status: 'code-needed' } satisfies SignInAnswer, cookies: challenge }
  }),

  'sign-in/code': post(codeInput, async (call, { code }) => {
    const options = { withoutSession: true, refusals: codeRefusals }
    const { body, cookies } = await call
      .ask('/two-factor/verify-totp', { code }, options)
      .catch((error: unknown) => noteFailure(call, error))
    const { user, token } = codeAnswer.parse(body)
    if (!(await spendCode(call.db, user.id, code))) {
      // A session was made for it, of which nobody has been told.
      await call.db.deleteFrom('session').where('token', '=', token).execute()
      return noteFailure(call, new ParleyError('CODE_WRONG'))
    }
    return replaceSession(call, user.id, cookies)
  }),

  'sign-in/recovery-code': post(recoveryCodeInput, async (call, { code }) => {
    const options = { withoutSession: true, refusals: codeRefusals }
    const { body, cookies } = await call
      .ask('/two-factor/verify-backup-code', { code }, options)
      .catch((error: unknown) => noteFailure(call, error))
    return replaceSession(call, codeAnswer.parse(body).user.id, cookies)
  }),
}
