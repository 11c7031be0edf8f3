/** How the sync engine reaches the server. A port: tRPC in the browser, the services themselves in tests. */

import type { Command, CommandResult } from '@/contract/commands'
import type {
  Heads,
  HeadsInput,
  History,
  HistoryInput,
  ReceiptInput,
  Rejoin,
  RejoinInput,
} from '@/contract/sync'
import type { ThreadReceiptInput } from '@/contract/threads'

/** Every method rejects with a ParleyError: UNAVAILABLE when the network or the server does not answer. */
export interface Transport {
  apply(commands: Command[]): Promise<CommandResult[]>
  rejoin(input: RejoinInput): Promise<Rejoin>
  history(input: HistoryInput): Promise<History>
  heads(input: HeadsInput): Promise<Heads>
  markReceived(input: ReceiptInput): Promise<number>
  markRead(input: ReceiptInput): Promise<number>
  /** Lowers the read position; the one that stands. */
  markUnread(input: ReceiptInput): Promise<number>
  /** Raises how far a thread is read; the one that stands. */
  markThreadRead(input: ThreadReceiptInput): Promise<number>
}
