/** Links that are mailed: a secret in the link, its hash in the database, an end in time. */
import { createHash, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { AuthTables } from './auth-tables'

export type LinkKind = 'register' | 'reset'

const identifierOf = (kind: LinkKind, token: string) =>
  `${kind}:${createHash('sha256').update(token).digest('base64url')}`

/** Answers the link's secret; `value` is what it stands for. */
export async function makeLink(
  db: Kysely<AuthTables>,
  kind: LinkKind,
  value: string,
  lifeMs: number,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db.deleteFrom('verification').where('expiresAt', '<', sql<Date>`now()`).execute()
  await db
    .insertInto('verification')
    .values({
      ...{ identifier: identifierOf(kind, token), value },
      expiresAt: sql`now() + make_interval(secs => ${lifeMs / 1_000})`,
    })
    .execute()
  return token
}

/** What the link stands for, held until the transaction ends; undefined when it is none, or too old. */
export async function readLink(
  db: Kysely<AuthTables>,
  kind: LinkKind,
  token: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('verification')
    .select('value')
    .where('identifier', '=', identifierOf(kind, token))
    .where('expiresAt', '>', sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst()
  return row?.value
}

/** Ends all links of a kind that stand for this value. */
export async function endLinks(db: Kysely<AuthTables>, kind: LinkKind, value: string): Promise<void> {
  await db
    .deleteFrom('verification')
    .where('identifier', 'like', `${kind}:%`)
    .where('value', '=', value)
    .execute()
}
