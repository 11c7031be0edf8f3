/** Search in the log in memory: message by message. */
import { findWords, wantedWords } from '@/contract/found-words'
import { foldText, timesOf } from '@/contract/search-query'
import type { MessageSearch } from '@/server/ports/message-search'
import { type ChatState, roomOf, type StoredMessage, toChange } from './memory-chat-state'

export function createSearch(state: ChatState): MessageSearch {
  return {
    async search(userId, query, after, limit) {
      const { notBefore = Number.NEGATIVE_INFINITY, olderThan = Number.POSITIVE_INFINITY } = timesOf(query)
      const wanted = wantedWords(query.words)
      const has = (name: string | undefined, part: string | undefined) =>
        part === undefined || foldText(name ?? '').includes(foldText(part))
      const mine = [...state.messages.values()]
        .filter(({ roomId }) => roomOf(state, roomId, userId))
        .sort(newestFirst)
      const last = mine.findIndex(({ id }) => id === after)
      if (after !== undefined && last < 0) return []
      return mine
        .slice(last + 1)
        .filter(({ removedAt, event, roomId, senderId, createdAt, content }) => {
          const time = Date.parse(createdAt)
          return (
            removedAt === null &&
            !event &&
            has(state.rooms.get(roomId)?.name, query.in) &&
            has(state.profiles.get(senderId), query.from) &&
            time >= notBefore &&
            time < olderThan &&
            findWords(content, wanted)
          )
        })
        .slice(0, limit)
        .map((message) => ({
          change: toChange(message),
          roomName: state.rooms.get(message.roomId)?.name ?? '',
        }))
    },
  }
}

function newestFirst(left: StoredMessage, right: StoredMessage): number {
  const [before, behind] = [`${left.createdAt} ${left.id}`, `${right.createdAt} ${right.id}`]
  return before < behind ? 1 : -1
}
