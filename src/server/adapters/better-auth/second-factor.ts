/** Codes of the second factor: what is said of a wrong one, and that each is good once. */
import { type Kysely, sql } from 'kysely'
import type { AuthTables } from './auth-tables'

/** What went wrong with a code. A challenge that is over, or was tried too often, means: from the beginning. */
export const codeRefusals = {
  INVALID_CODE: 'CODE_WRONG',
  INVALID_BACKUP_CODE: 'CODE_WRONG',
  INVALID_TWO_FACTOR_COOKIE: 'UNAUTHORIZED',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'UNAUTHORIZED',
  TOTP_NOT_ENABLED: 'UNAUTHORIZED',
  BACKUP_CODES_NOT_ENABLED: 'UNAUTHORIZED',
} as const

/** Whether this code of this person is shown for the first time. It is good for a minute and a half. */
export async function spendCode(db: Kysely<AuthTables>, userId: string, code: string): Promise<boolean> {
  await db
    .deleteFrom('spent_codes')
    .where('user_id', '=', userId)
    .where('spent_at', '<', sql<Date>`now() - interval '5 minutes'`)
    .execute()
  const spent = await db
    .insertInto('spent_codes')
    .values({ user_id: userId, code })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return spent.numInsertedOrUpdatedRows === 1n
}
