/** Finds messages by their words, among those that somebody may read. */
import type { Change } from '@/contract/message'
import type { SearchQuery } from '@/contract/search-query'

export interface FoundChange {
  change: Change
  /** Empty for a direct room. */
  roomName: string
}

export interface MessageSearch {
  /**
   * In the user's rooms, those in threads too; never events or what was removed. The newest first, with the id as the
   * second word. `after` is the last message of the page before; none of the user's is the end.
   *
   * @throws ParleyError SEARCH_TOO_WIDE where it takes longer than `limits.searchMs`; UNAVAILABLE
   */
  search(userId: string, query: SearchQuery, after: string | undefined, limit: number): Promise<FoundChange[]>
}
