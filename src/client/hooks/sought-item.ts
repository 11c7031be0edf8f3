/** Where a place in a conversation is that somebody wants to go to. Pure. */
import { isMissing } from '@/client/sync/shown'
import type { ChatItem, RoomView, Sought } from '@/client/sync/view'

/**
 * The index of what is sought; `elsewhere`: it is not among what is here, but may be where something is missing; undefined
 * where it is not.
 */
export function findSought(
  items: readonly ChatItem[],
  sought: Sought,
  { hasOlder, gaps }: Pick<RoomView, 'hasOlder' | 'gaps'>,
): number | 'elsewhere' | undefined {
  const missing = hasOlder || gaps.length > 0 ? 'elsewhere' : undefined
  if ('id' in sought) {
    const index = items.findLastIndex(({ id }) => id === sought.id)
    return index >= 0 ? index : missing
  }
  if (!isHere(items, sought.seq, { hasOlder, gaps })) return 'elsewhere'
  // What was at this position may show no more: then the next one is the place, or the last one.
  const index = items.findIndex((item) => 'seq' in item && item.seq >= sought.seq)
  const place = index >= 0 ? index : items.findLastIndex((item) => 'seq' in item)
  return place >= 0 ? place : missing
}

/** Whether what is at a position would be among these. */
export function isHere(
  items: readonly ChatItem[],
  seq: number,
  { hasOlder, gaps }: Pick<RoomView, 'hasOlder' | 'gaps'>,
): boolean {
  if (isMissing(gaps, seq)) return false
  const first = items.find((item) => 'seq' in item)
  return !hasOlder || (first !== undefined && 'seq' in first && first.seq <= seq)
}
