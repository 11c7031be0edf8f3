/** How much waits for the network, as people count it. Pure. */
import { isUnsent, messageOf, type OutboxEntry } from './outbox-entry'
import type { Waiting } from './view'

/** Messages written or rewritten, each once; where there are none, removals and reactions. */
export function waitingIn(entries: readonly OutboxEntry[]): Waiting {
  const unsent = entries.filter(isUnsent).map(({ command }) => command)
  const texts = unsent.filter(({ kind }) => kind === 'send' || kind === 'edit')
  const waiting = new Set(texts.map(messageOf)).size
  if (waiting > 0 || unsent.length === 0) return { waiting }
  return { waiting: unsent.length, only: 'changes' }
}
