/** A page of what was found, the newest first. */
import { findWords, snippetOf, wantedWords } from '@/contract/found-words'
import type { SearchAnswer, SearchInput } from '@/contract/search'
import { isEmptySearch, parseSearch } from '@/contract/search-query'
import type { FoundChange, MessageSearch } from '@/server/ports/message-search'

export interface SearchDependencies {
  messageSearch: MessageSearch
}

/** Who looks for nothing finds nothing. @throws ParleyError SEARCH_TOO_WIDE, UNAVAILABLE */
export async function searchMessages(
  { messageSearch }: SearchDependencies,
  userId: string,
  { query, cursor, limit }: SearchInput,
): Promise<SearchAnswer> {
  const search = parseSearch(query)
  if (isEmptySearch(search)) return { messages: [] }
  const found = await messageSearch.search(userId, search, cursor, limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const wanted = wantedWords(search.words)
  return {
    messages: page.map((one) => toFound(one, wanted)),
    ...(found.length > limit && last ? { cursor: last.change.id } : {}),
  }
}

function toFound({ change, roomName }: FoundChange, wanted: ReturnType<typeof wantedWords>) {
  const { id, roomId, senderId, seq, thread, createdAt, content } = change
  return {
    ...{ id, roomId, roomName, senderId, seq, createdAt },
    ...(thread ? { thread } : {}),
    ...snippetOf(content, findWords(content, wanted) ?? []),
  }
}
