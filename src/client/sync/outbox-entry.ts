/** One command on its way to the server, and where it stands. */
import type { Command } from '@/contract/commands'
import type { ErrorCode } from '@/contract/errors'

export type EntryState =
  /** Never attempted: a later command may still change it or take it away. */
  | {
      is: 'waiting'
      /** Not attempted before this time (ms, this machine's clock), so that it can be undone. */
      until?: number | undefined
    }
  /** Attempted, outcome unknown: will be sent again exactly as it is. */
  | { is: 'frozen' }
  | { is: 'sending' }
  /** The server has it, at this place; it is kept until the local copy of the log has it too. */
  | { is: 'acked'; log: string; position: number }
  /** Refused; waits for its author. `unclear`: the server may have it all the same. `lostFrom`: the history that still shows it. */
  | { is: 'parked'; code: ErrorCode; unclear: boolean; lostFrom?: string | undefined }

export interface OutboxEntry {
  readonly command: Command
  /** The place in the queue: ascending, never reused. */
  readonly order: number
  /** An earlier command that has to be through first: the sending of what this one changes. */
  readonly dependsOn: string | undefined
  readonly state: EntryState
  /** How often the server itself failed at this command. */
  readonly serverFailures: number
}

/** The commands of all rooms in the order in which they were given. A value, never changed in place. */
export type Queue = readonly OutboxEntry[]

/** The message that a command makes or changes. */
export function messageOf(command: Command): string {
  return command.kind === 'send' ? command.id : command.messageId
}

/** A removal waits this long (ms) before it is attempted. */
export const undoFor = 5_000

/** Whether it still waits for second thoughts. A clock that was set back lets nothing wait longer than that. */
export function isUndoable({ state }: OutboxEntry, now: number): boolean {
  if (state.is !== 'waiting' || state.until === undefined) return false
  return state.until > now && state.until - now <= undoFor
}

/** Neither through nor given up. */
export function isUnsent({ state }: OutboxEntry): boolean {
  return state.is === 'waiting' || state.is === 'frozen' || state.is === 'sending'
}
