/** Finds what a message answers among the items of its room. Pure. */
import type { ChatItem, WrittenItem } from './view'

/** What can stand in a quote. */
export type QuotableItem = Exclude<WrittenItem, { kind: 'failed' }>

/** @param before the index of the answer: what it answers stands earlier, and mostly near */
export function quotedIn(items: readonly ChatItem[], id: string, before: number): QuotableItem | undefined {
  for (let index = before - 1; index >= 0; index--) {
    const item = items[index]
    if (item?.id !== id) continue
    return item.kind === 'message' || item.kind === 'removed' || item.kind === 'pending' ? item : undefined
  }
  return undefined
}
