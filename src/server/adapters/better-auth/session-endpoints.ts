/** Who one is, the devices one is signed in on, and signing out. */
import { sql } from 'kysely'
import { type Account, deleteAccountInput, type SessionRow, sessionInput } from '@/contract/accounts'
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import type { RoomNews } from '@/server/ports/room-directory'
import { type Answer, type AuthCall, done, signedIn } from './auth-call'
import { deviceOf } from './device-name'
import { get, plainPost, post } from './endpoint'
import { requirePassword } from './password-endpoints'

/** Ends the caller's session, if there is one, and takes its cookie away. */
async function signOut(call: AuthCall): Promise<Answer> {
  const before = await call.session()
  const { cookies } = await call.ask('/sign-out', {})
  if (before) call.note('account.signed_out', before.userId)
  return { ...done, cookies }
}

export const sessionEndpoints = {
  account: get(async (call) => {
    const { userId, isGuest, email, emailVerified, twoFactor } = await signedIn(call)
    const account: Account = { userId, isGuest, emailVerified, twoFactor, ...(isGuest ? {} : { email }) }
    return { body: account }
  }),

  sessions: get(async (call) => {
    const { userId, sessionId } = await signedIn(call)
    const rows = await call.db
      .selectFrom('session')
      .select(['id', 'createdAt', 'updatedAt', 'userAgent'])
      .where('userId', '=', userId)
      .where('expiresAt', '>', sql<Date>`now()`)
      .orderBy((order) => order.eb('id', '=', sessionId), 'desc')
      .orderBy('updatedAt', 'desc')
      .limit(serverLimits.listedSessions)
      .execute()
    const sessions = rows.map(
      ({ id, createdAt, updatedAt, userAgent }): SessionRow => ({
        id,
        createdAt: createdAt.toISOString(),
        usedAt: updatedAt.toISOString(),
        ...deviceOf(userAgent),
        current: id === sessionId,
      }),
    )
    return { body: { sessions } }
  }),

  /** One that is over, or somebody else's, is as good as done. */
  'sessions/revoke': post(sessionInput, async (call, { id }) => {
    const { userId } = await signedIn(call)
    await call.db.deleteFrom('session').where('id', '=', id).where('userId', '=', userId).execute()
    call.note('account.session_revoked', userId)
    return done
  }),

  'sessions/revoke-others': plainPost(async (call) => {
    const { userId, sessionId } = await signedIn(call)
    await call.db.deleteFrom('session').where('userId', '=', userId).where('id', '<>', sessionId).execute()
    call.note('account.session_revoked', userId, { others: true })
    return done
  }),

  'sign-out': plainPost(signOut),

  'sign-out/everywhere': plainPost(async (call) => {
    const { userId } = await signedIn(call)
    const out = await signOut(call)
    await call.db.deleteFrom('session').where('userId', '=', userId).execute()
    call.note('account.session_revoked', userId, { others: true })
    return out
  }),

  /**
   * All or nothing, in one transaction: memberships end, the name goes, sessions and account go. What the person wrote
   * stays.
   */
  'delete-account': post(deleteAccountInput, async (call, { password }) => {
    const who = await signedIn(call)
    if (!who.isGuest) {
      if (password === undefined) throw new ParleyError('BAD_REQUEST')
      await requirePassword(call, who, password)
    }
    const news = await call.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ news: RoomNews[] }>`
        select chat.forget_person(${who.userId}::uuid) as news`.execute(tx)
      await tx.deleteFrom('user').where('id', '=', who.userId).execute()
      return rows[0]?.news ?? []
    })
    call.onForgotten(who.userId, news)
    call.note('account.deleted', who.userId)
    const { cookies } = await call.ask('/sign-out', {})
    return { ...done, cookies }
  }),
}
