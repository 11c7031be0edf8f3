/** The names of people in their table: kept for offline, and only so many. Everything here runs inside a transaction. */
import * as z from 'zod/mini'
import { limits } from '@/contract/limits'
import type { Profile } from '@/contract/rooms'
import type { LocalDatabase } from './database'
import { nameRow } from './rows'
import type { TellDefect } from './stored-values'

/** A name that cannot be read is as good as none: it is asked for again, and replaced then. */
export async function readNames({ names }: LocalDatabase, tell: TellDefect): Promise<Profile[]> {
  const known: Profile[] = []
  for (const stored of await names.toArray()) {
    const row = z.safeParse(nameRow, stored)
    if (row.success) known.push({ userId: row.data.userId, name: row.data.name })
    else tell('The name of somebody', row.error)
  }
  return known
}

export async function keepNames({ names }: LocalDatabase, profiles: readonly Profile[]): Promise<void> {
  const newest = z.safeParse(nameRow, await names.orderBy('order').last())
  const next = newest.success ? newest.data.order + 1 : 1
  // What could not be read back is not kept.
  await names.bulkPut(
    profiles.map(({ userId, name }, n) => z.parse(nameRow, { userId, name, order: next + n })),
  )
  const excess = (await names.count()) - limits.cachedNames
  if (excess > 0) await names.bulkDelete(await names.orderBy('order').limit(excess).primaryKeys())
}
