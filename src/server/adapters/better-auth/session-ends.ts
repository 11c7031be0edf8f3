/** Learns which sessions have ended, from the table that PostgreSQL writes them to, whoever ended them. */
import { type Kysely, sql } from 'kysely'
import { serverLimits } from '@/contract/server-limits'
import type { Clock } from '@/server/ports/clock'
import type { SessionWatch } from '@/server/ports/session-watch'
import type { AuthTables } from './auth-tables'

export interface SessionEnds extends SessionWatch {
  /** Looks now: for whoever has just ended one. Rejects when the database cannot be asked. */
  look(): Promise<void>
  stop(): void
}

interface Dependencies {
  db: Kysely<AuthTables>
  clock: Clock
  /** Told once when the ends cannot be read any more, not for each look. */
  onTrouble(error: unknown): void
}

/** A row may become visible this long (ms) after its time: its transaction lasted. */
const overlapMs = 30_000

export function watchSessionEnds({ db, clock, onTrouble }: Dependencies): SessionEnds {
  /** Until when each is remembered, in the order they were heard of. */
  const ended = new Map<string, number>()
  let listener: (sessionId: string) => void = () => {}
  /** When everything that had ended was known last; everything is asked for at first. */
  let knownAt = Number.NEGATIVE_INFINITY
  let isIll = false
  let cancel = () => {}
  let stopped = false

  function forget(now: number): void {
    for (const [id, until] of ended) {
      if (until > now) return
      ended.delete(id)
    }
  }

  async function look(): Promise<void> {
    const askedAt = clock.now()
    // By the database's clock, and never from further back than anybody could still care.
    const back = Math.min(serverLimits.sessionEndKeptMs, Math.max(0, askedAt - knownAt) + overlapMs)
    const { rows } = await sql<{ id: string }>`
      select id from better_auth.ended_sessions
      where ended_at > clock_timestamp() - make_interval(secs => ${back / 1_000})`.execute(db)
    knownAt = askedAt
    forget(askedAt)
    for (const { id } of rows) {
      if (ended.has(id)) continue
      ended.set(id, askedAt + serverLimits.sessionEndKeptMs + overlapMs)
      listener(id)
    }
  }

  function lookAgain(): void {
    look()
      .then(
        () => {
          isIll = false
        },
        (error: unknown) => {
          if (!isIll && !stopped) onTrouble(error)
          isIll = true
        },
      )
      .finally(() => {
        if (!stopped) cancel = clock.after(serverLimits.sessionPollMs, lookAgain)
      })
  }
  lookAgain()

  return {
    hasEnded: (sessionId) => ended.has(sessionId),
    onEnded(heard) {
      listener = heard
    },
    look,
    stop() {
      stopped = true
      cancel()
    },
  }
}
