/** better-auth's tables, as far as Parley reads and writes them itself. */
import type { ColumnType, Generated } from 'kysely'

type Time = ColumnType<Date, Date | string, Date | string>

export interface AuthTables {
  user: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    createdAt: Generated<Date>
    updatedAt: Generated<Date>
    isAnonymous: boolean | null
    twoFactorEnabled: Generated<boolean | null>
  }
  session: {
    id: string
    userId: string
    token: string
    expiresAt: Time
    createdAt: Time
    updatedAt: Time
    userAgent: string | null
  }
  account: {
    id: Generated<string>
    /** The user's id again, for an account with a password. */
    accountId: string
    providerId: string
    userId: string
    password: string | null
    updatedAt: Time
  }
  verification: {
    id: Generated<string>
    identifier: string
    value: string
    expiresAt: Time
  }
  spent_codes: { user_id: string; code: string; spent_at: Generated<Date> }
}
