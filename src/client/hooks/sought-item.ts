/** Where a place in a conversation is that somebody wants to go to. Pure. */
import type { ChatItem } from '@/client/sync/view'

/** A message by its id, or by its position in the room. */
export type Sought = { readonly id: string } | { readonly seq: number }

/** The index of what is sought; `older`: it would stand before what is here; undefined where it is not any more. */
export function findSought(
  items: readonly ChatItem[],
  sought: Sought,
  hasOlder: boolean,
): number | 'older' | undefined {
  if ('id' in sought) {
    const index = items.findLastIndex(({ id }) => id === sought.id)
    return index >= 0 ? index : hasOlder ? 'older' : undefined
  }
  // What was at this position may show no more: then the next one is the place.
  const index = items.findIndex((item) => 'seq' in item && item.seq >= sought.seq)
  const first = items[index]
  const isBefore = index === 0 && first !== undefined && 'seq' in first && first.seq > sought.seq
  if (hasOlder && (index < 0 || isBefore)) return 'older'
  return index >= 0 ? index : undefined
}
