/**
 * The audit log in PostgreSQL, written behind: whoever notes something waits for nothing. What cannot be written waits,
 * up to a bound, and is tried again; what finds no place is counted and told of.
 */
import type { AuditEntry } from '@/contract/audit'
import { ParleyError } from '@/contract/errors'
import { serverLimits } from '@/contract/server-limits'
import type { AuditLog, AuditNote } from '@/server/ports/audit-log'
import type { Clock } from '@/server/ports/clock'
import { claimsOf, type Database } from './pool'

export interface PostgresAuditLog extends AuditLog {
  /** Writes what waits; after a failure what is left is lost, and told of. */
  close(): Promise<void>
}

interface Dependencies {
  database: Pick<Database, 'call'>
  clock: Clock
  /** Told once when writing fails, until it succeeds again. */
  onError(error: unknown): void
  /** Told how many were lost, once that is over. */
  onLost(entries: number): void
}

interface Waiting extends AuditNote {
  /** ISO 8601: when it happened, however late it is written. */
  at: string
}

/** Spec: AU-01 to AU-05. */
export function createAuditLog({ database, clock, onError, onLost }: Dependencies): PostgresAuditLog {
  const waiting: Waiting[] = []
  let lost = 0
  let failed = false
  let running = false
  let writing: Promise<void> | undefined
  let cancelRetry: (() => void) | undefined

  const write = (entries: readonly Waiting[]) => database.call('audit_note', ['jsonb'], [entries])

  function forgive(): void {
    if (lost > 0) onLost(lost)
    lost = 0
    failed = false
  }

  /** An entry that breaks its batch would stand before all others for ever. */
  async function writeSingly(entries: readonly Waiting[]): Promise<void> {
    for (const entry of entries) {
      await write([entry]).catch((error: unknown) => {
        onError(error)
        lost += 1
      })
    }
  }

  async function run(): Promise<void> {
    cancelRetry?.()
    cancelRetry = undefined
    running = true
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, serverLimits.auditBatch)
        await write(batch).catch((error: unknown) => {
          if (error instanceof ParleyError && error.code === 'UNAVAILABLE') throw error
          return writeSingly(batch)
        })
        waiting.splice(0, batch.length)
        forgive()
      }
    } catch (error) {
      if (!failed) onError(error)
      failed = true
      cancelRetry = clock.after(serverLimits.auditRetryMs, go)
    }
    running = false
  }

  function go(): void {
    writing = run()
  }

  return {
    async note(note) {
      if (waiting.length >= serverLimits.auditQueue) {
        lost += 1
        return
      }
      waiting.push({ ...note, at: new Date(clock.now()).toISOString() })
      // While it waits for the next try, what comes waits with it.
      if (!running && !cancelRetry) go()
    },

    async page(userId, { workspaceId, before, action, limit }) {
      const entries = await database.call<AuditEntry[]>(
        'audit_page',
        ['jsonb', 'uuid', 'bigint', 'text', 'integer'],
        [claimsOf(userId), workspaceId, before ?? null, action ?? null, limit + 1],
      )
      return entries ? { entries: entries.slice(0, limit), hasMore: entries.length > limit } : undefined
    },

    async close() {
      await writing
      if (waiting.length > 0) await run()
      cancelRetry?.()
      lost += waiting.splice(0).length
      forgive()
    },
  }
}
