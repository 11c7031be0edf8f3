/**
 * New accounts. Where mail reaches people, whoever asks for one hears the same whatever there is already, and the account
 * is made when the link that was mailed is opened: an address in it is always its owner's. Where it does not, accounts
 * are made at once, and the link on the server's console proves the address. A guest who registers stays who they are.
 */
import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { type Kysely, sql } from 'kysely'
import * as z from 'zod/mini'
import { confirmInput, type RegisterAnswer, type RegisterInput, registerInput } from '@/contract/accounts'
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import { type Answer, type AuthCall, done, signedIn } from './auth-call'
import type { AuthTables } from './auth-tables'
import { post } from './endpoint'
import { makeLink, readLink } from './links'
import { tryMail } from './tries'

const registration = z.object({
  /** Of the guest, or of somebody new. */
  userId: z.string(),
  isGuest: z.boolean(),
  name: z.string(),
  email: z.string(),
  hash: z.string(),
})

type Registration = z.infer<typeof registration>

/** The same work and the same answer, whether the address has an account or not. */
async function begin(
  call: AuthCall,
  { name, email, password }: RegisterInput,
  guestId?: string,
): Promise<Answer> {
  await tryMail(call.limiter, email, call.network)
  const hash = await hashPassword(password)
  const asked: Registration = {
    ...{ userId: guestId ?? randomUUID(), isGuest: guestId !== undefined, name, email, hash },
  }
  if (!call.sendsMail) await settleNow(call, asked)
  const token = await makeLink(call.db, 'register', JSON.stringify(asked), serverLimits.registerLinkMs)
  const known =
    call.sendsMail &&
    (await call.db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst())
  call.post(known ? call.mails.alreadyRegistered(email) : call.mails.confirm(email, token))
  return { body: { status: call.sendsMail ? 'mail-sent' : 'done' } satisfies RegisterAnswer }
}

/** @throws ParleyError EMAIL_TAKEN */
async function settleNow(call: AuthCall, asked: Registration): Promise<void> {
  const isSettled = await call.db.transaction().execute((tx) => settle(tx, asked, false))
  if (!isSettled) throw new ParleyError('EMAIL_TAKEN')
  call.note('account.registered', asked.userId)
}

/** Makes it so, or finds that it is. Answers whether it is. */
async function settle(
  db: Kysely<AuthTables>,
  { userId, isGuest, name, email, hash }: Registration,
  emailVerified: boolean,
): Promise<boolean> {
  // One at a time for each address: a violated constraint would look like an ill database.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`register ${email}`}, 0))`.execute(db)
  const present = await db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()
  if (present) {
    if (present.id !== userId) return false
    if (emailVerified) {
      await db.updateTable('user').set({ emailVerified }).where('id', '=', userId).execute()
    }
    return true
  }
  const user = { name, email, emailVerified, isAnonymous: false, updatedAt: new Date() }
  if (isGuest) {
    const { numUpdatedRows } = await db
      .updateTable('user')
      .set(user)
      .where('id', '=', userId)
      .where('isAnonymous', '=', true)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
  } else {
    await db
      .insertInto('user')
      .values({ id: userId, ...user })
      .execute()
  }
  await db
    .insertInto('account')
    .values({ accountId: userId, providerId: 'credential', userId, password: hash, updatedAt: new Date() })
    .execute()
  // The first account of an installation owns its first workspace.
  await sql`select chat.welcome_account(${userId}::uuid, ${name})`.execute(db)
  return true
}

export const registerEndpoints = {
  /** For somebody who is nobody here yet. Signs nobody in. */
  'sign-up': post(registerInput, (call, input) => begin(call, input)),

  /** For a guest. Again, once it has come true, it is done as well. */
  register: post(registerInput, async (call, input): Promise<Answer> => {
    const { userId, isGuest, email } = await signedIn(call)
    if (isGuest) return begin(call, input, userId)
    if (email !== input.email) throw new ParleyError('FORBIDDEN')
    return { body: { status: 'done' } satisfies RegisterAnswer }
  }),

  /** Opening the link again does no harm, for as long as it is good. */
  confirm: post(confirmInput, async (call, { token }) => {
    const userId = await call.db.transaction().execute(async (tx) => {
      const value = await readLink(tx, 'register', token)
      if (value === undefined) return undefined
      const asked = registration.parse(JSON.parse(value))
      return (await settle(tx, asked, true)) ? asked.userId : undefined
    })
    if (userId === undefined) throw new ParleyError('LINK_INVALID')
    call.note('account.email_verified', userId)
    return done
  }),
}
