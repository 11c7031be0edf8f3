/** Passwords: a new one by a link, a new one for the present one, and the check of the present one. */
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import { changePasswordInput, requestResetInput, resetInput } from '@/contract/accounts'
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import { type AuthCall, done, type SignedIn, signedIn } from './auth-call'
import type { AuthTables } from './auth-tables'
import { post } from './endpoint'
import { endLinks, makeLink, readLink } from './links'
import { tryMail, tryPassword } from './tries'

/** @throws ParleyError RATE_LIMITED; CREDENTIALS_WRONG, also for somebody who has no password */
export async function requirePassword(call: AuthCall, { userId }: SignedIn, password: string): Promise<void> {
  await tryPassword(call.limiter, userId, call.network)
  const account = await call.db
    .selectFrom('account')
    .select('password')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst()
  const isRight = account?.password && (await verifyPassword({ hash: account.password, password }))
  if (!isRight) throw new ParleyError('CREDENTIALS_WRONG')
}

/** Also ends the links to a new one. */
async function setPassword(db: Kysely<AuthTables>, userId: string, hash: string): Promise<void> {
  await db
    .updateTable('account')
    .set({ password: hash, updatedAt: new Date() })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .execute()
  await endLinks(db, 'reset', userId)
}

/** Stands for nobody: what an unknown address gets a link to. */
const nobody = 'nobody'

export const passwordEndpoints = {
  /** The same work and the same answer, whether the address has an account or not. */
  'password/request-reset': post(requestResetInput, async (call, { email }) => {
    await tryMail(call.limiter, email, call.network)
    const account = await call.db
      .selectFrom('user')
      .innerJoin('account', 'account.userId', 'user.id')
      .select('user.id')
      .where('user.email', '=', email)
      .where('account.providerId', '=', 'credential')
      .executeTakeFirst()
    const token = await makeLink(call.db, 'reset', account?.id ?? nobody, serverLimits.resetLinkMs)
    if (account) call.post(call.mails.reset(email, token))
    return done
  }),

  /** Ends every session of the account, and signs nobody in. */
  'password/reset': post(resetInput, async (call, { token, password }) => {
    await tryPassword(call.limiter, token, call.network)
    const hash = await hashPassword(password)
    const userId = await call.db.transaction().execute(async (tx) => {
      const userId = await readLink(tx, 'reset', token)
      if (userId === undefined || userId === nobody) return undefined
      await setPassword(tx, userId, hash)
      await tx.deleteFrom('session').where('userId', '=', userId).execute()
      return userId
    })
    if (userId === undefined) throw new ParleyError('LINK_INVALID')
    call.note('account.password_reset', userId)
    return done
  }),

  'password/change': post(changePasswordInput, async (call, { password, newPassword, endOthers }) => {
    const who = await signedIn(call)
    await requirePassword(call, who, password)
    const hash = await hashPassword(newPassword)
    await call.db.transaction().execute(async (tx) => {
      await setPassword(tx, who.userId, hash)
      if (!endOthers) return
      await tx
        .deleteFrom('session')
        .where('userId', '=', who.userId)
        .where('id', '<>', who.sessionId)
        .execute()
    })
    call.note('account.password_changed', who.userId)
    return done
  }),
}
