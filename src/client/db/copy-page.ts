/** A page of what a room's copy holds, read past the values that this tab shows. */
import Dexie from 'dexie'
import * as z from 'zod/mini'
import type { Change } from '@/contract/message'
import type { LocalDatabase } from './database'
import { messageRow } from './rows'

/** What cannot be read is left out. Runs inside a transaction. */
export async function readCopyPage(
  { messages }: LocalDatabase,
  roomId: string,
  before: number | undefined,
  most: number,
): Promise<Change[]> {
  const rows = await messages
    .where('[roomId+seq]')
    .between([roomId, Dexie.minKey], [roomId, before ?? Dexie.maxKey])
    .reverse()
    .limit(most)
    .toArray()
  return rows.flatMap((row) => z.safeParse(messageRow, row).data ?? [])
}
