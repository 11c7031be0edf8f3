/** The message log in PostgreSQL. The work is done by the functions of database/migrations; this carries their JSON. */
import type { Command, CommandResult } from '@/contract/commands'
import { type ErrorCode, errorTable } from '@/contract/errors'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import type { MemberReceipts, RoomHead } from '@/contract/sync'
import type {
  ChangesPage,
  MessageLog,
  ReceiptState,
  RoomAdvance,
  RoomStand,
} from '@/server/ports/message-log'
import { claimsOf, type Database } from './pool'

interface ResultRow {
  id: string
  status: 'stored' | 'duplicate' | 'not_attempted' | ErrorCode
  position?: number
  epoch?: number
  change?: Change
}

interface PageRow {
  log: string
  epoch: number
  head: number
  changes: Change[]
}

function toResult({ id, status, position, epoch, change }: ResultRow, log: string): CommandResult {
  if (status === 'not_attempted') return { id, status }
  if (status === 'stored' || status === 'duplicate') {
    const seen = epoch === undefined || change === undefined ? {} : { epoch, change }
    return { id, status, position: position ?? 0, log, ...seen }
  }
  return { id, status, message: errorTable[status].message }
}

/** One row more than the page was asked for, to know whether there is one. */
function toPage(row: PageRow, limit: number, keep: 'first' | 'last'): ChangesPage {
  const hasMore = row.changes.length > limit
  const changes = keep === 'first' ? row.changes.slice(0, limit) : row.changes.slice(-limit)
  return { ...row, changes, hasMore }
}

export function createMessageLog(database: Database): MessageLog {
  return {
    async append(commands) {
      const answer = await database.call<{ log: string; results: ResultRow[]; rooms: RoomAdvance[] }>(
        'append',
        ['jsonb'],
        [commands],
      )
      if (!answer) throw new Error('chat.append answered nothing')
      return { ...answer, results: answer.results.map((row) => toResult(row, answer.log)) }
    },

    async recall(commands: readonly Command[]) {
      const answer = await database.call<{ log: string; results: ResultRow[] }>(
        'recall',
        ['jsonb'],
        [commands],
      )
      return (answer?.results ?? []).map((row) => toResult(row, answer?.log ?? ''))
    },

    async changesAfter(userId, roomId, after, limit) {
      const row = await database.call<PageRow>(
        'changes_after',
        ['jsonb', 'uuid', 'bigint', 'integer'],
        [claimsOf(userId), roomId, after, limit + 1],
      )
      return row ? toPage(row, limit, 'first') : undefined
    },

    async history(userId, { roomId, before, limit }) {
      const row = await database.call<PageRow>(
        'history',
        ['jsonb', 'uuid', 'bigint', 'integer'],
        [claimsOf(userId), roomId, before ?? null, limit + 1],
      )
      return row ? toPage(row, limit, 'last') : undefined
    },

    async seqOf(userId, roomId, messageId) {
      const seq = await database.call<number>(
        'message_seq',
        ['jsonb', 'uuid', 'uuid'],
        [claimsOf(userId), roomId, messageId],
      )
      return seq ?? undefined
    },

    async heads(userId, { after, limit }) {
      const answer = await database.call<{ log: string; memberships: (RoomHead | { roomId: string })[] }>(
        'heads',
        ['jsonb', 'uuid', 'integer', 'integer'],
        [claimsOf(userId), after ?? null, limit + 1, limits.unreadCounted],
      )
      const memberships = answer?.memberships.slice(0, limit) ?? []
      return {
        log: answer?.log ?? '',
        rooms: memberships.filter((membership): membership is RoomHead => 'head' in membership),
        ended: memberships.filter((membership) => !('head' in membership)).map(({ roomId }) => roomId),
        hasMore: (answer?.memberships.length ?? 0) > limit,
      }
    },

    async roomHeads(roomIds) {
      const answer = await database.call<{ log: string; rooms: RoomStand[] }>(
        'room_heads',
        ['uuid[]'],
        [`{${roomIds.join(',')}}`],
      )
      return answer ?? { log: '', rooms: [] }
    },

    async receipts(userId, roomId) {
      const state = await database.call<ReceiptState>(
        'receipts',
        ['jsonb', 'uuid'],
        [claimsOf(userId), roomId],
      )
      return state ?? undefined
    },

    async memberReceipts(userId, roomId, most) {
      const answer = await database.call<MemberReceipts>(
        'member_receipts',
        ['jsonb', 'uuid', 'integer'],
        [claimsOf(userId), roomId, most],
      )
      return answer ?? undefined
    },

    async raiseRead(userId, roomId, position) {
      const stands = await database.call<number>(
        'raise_read',
        ['uuid', 'uuid', 'bigint'],
        [userId, roomId, position],
      )
      return stands ?? undefined
    },

    async lowerRead(userId, roomId, position) {
      const stands = await database.call<number>(
        'lower_read',
        ['uuid', 'uuid', 'bigint'],
        [userId, roomId, position],
      )
      return stands ?? undefined
    },

    async raiseReceived(positions) {
      await database.call('raise_received', ['jsonb'], [positions])
    },
  }
}
