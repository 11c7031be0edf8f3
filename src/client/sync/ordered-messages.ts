/** A room's messages in the order of `seq`. Values, never changed in place. */
import type { Change } from '@/contract/message'
import { sayEnds } from './common-ends'

export type OrderedMessages = readonly Change[]

/** The index of the first message with `seq` or a later one, in a list that is ordered by it. */
export function indexOfSeq(messages: readonly { readonly seq: number }[], seq: number): number {
  let low = 0
  let high = messages.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}

/** Writes changes; a row only if its `changedSeq` is higher than the stored one (SY-01). */
export function writeChanges(messages: OrderedMessages, changes: readonly Change[]): OrderedMessages {
  let next: Change[] | undefined
  let [first, beyond] = [messages.length, 0]
  for (const change of changes) {
    const rows: OrderedMessages = next ?? messages
    const index = indexOfSeq(rows, change.seq)
    const stored = rows[index]
    const known = stored?.seq === change.seq
    if (known && stored.changedSeq >= change.changedSeq) continue
    next ??= [...messages]
    next.splice(index, known ? 1 : 0, change)
    first = Math.min(first, index)
    beyond = Math.max(beyond, change.seq)
  }
  if (next === undefined) return messages
  sayEnds(messages, next, { start: first, end: messages.length - indexOfSeq(messages, beyond + 1) })
  return next
}

/** Looked up from the newest end, where whatever one asks about mostly is. */
export function messageById(messages: OrderedMessages, id: string): Change | undefined {
  return messages.findLast((message) => message.id === id)
}

/** Those of these messages that are there, looked for from the newest end too. */
export function messagesById(messages: OrderedMessages, ids: ReadonlySet<string>): Map<string, Change> {
  const found = new Map<string, Change>()
  for (let index = messages.length - 1; index >= 0 && found.size < ids.size; index--) {
    const message = messages[index]
    if (message && ids.has(message.id)) found.set(message.id, message)
  }
  return found
}
