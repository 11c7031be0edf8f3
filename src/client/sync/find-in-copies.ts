/**
 * Finds messages in the copies of rooms that lie in this browser: at once, and without a network. Page by page, so that
 * nothing else waits for it, in rounds through all rooms, so that the newest of each come first.
 */
import { findWords, snippetOf, wantedWords } from '@/contract/found-words'
import { limits } from '@/contract/limits'
import type { Change } from '@/contract/message'
import type { FoundMessage } from '@/contract/search'
import { foldText, isEmptySearch, parseSearch, timesOf } from '@/contract/search-query'

/** The messages of a room's copy with a lower `seq` (all, when left out), the newest first, at most so many. */
export type CopyPage = (
  roomId: string,
  before: number | undefined,
  most: number,
) => Promise<readonly Change[]>

export interface FindRequest {
  /** As it was typed; see `parseSearch`. */
  typed: string
  rooms: readonly { roomId: string; name: string }[]
  /** Of authors, by id. */
  names: ReadonlyMap<string, string>
  page: CopyPage
  signal: AbortSignal
}

const pageSize = 200

/** The newest first, at most `limits.searchPage`, among the newest `limits.findScanned`. (SR-08) */
export async function findInCopies(request: FindRequest): Promise<FoundMessage[]> {
  const { typed, rooms, page, signal } = request
  const query = parseSearch(typed)
  if (isEmptySearch(query)) return []
  const fits = fitting(request)
  let places = rooms
    .filter(({ name }) => query.in === undefined || foldText(name).includes(foldText(query.in)))
    .map((room) => ({ room, before: undefined as number | undefined }))
  const found: FoundMessage[] = []
  let left: number = limits.findScanned
  while (places.length > 0 && left > 0 && found.length < limits.searchPage) {
    const open: typeof places = []
    for (const { room, before } of places) {
      if (signal.aborted || left <= 0) break
      const messages = await page(room.roomId, before, Math.min(pageSize, left))
      left -= messages.length
      found.push(...messages.flatMap((message) => fits(message, room.name) ?? []))
      const last = messages.at(-1)
      if (last && messages.length === pageSize) open.push({ room, before: last.seq })
    }
    places = open
  }
  return signal.aborted ? [] : found.toSorted(newestFirst).slice(0, limits.searchPage)
}

function fitting({ typed, names }: FindRequest) {
  const query = parseSearch(typed)
  const wanted = wantedWords(query.words)
  const { notBefore = Number.NEGATIVE_INFINITY, olderThan = Number.POSITIVE_INFINITY } = timesOf(query)
  return (message: Change, roomName: string): FoundMessage | undefined => {
    const { id, roomId, senderId, seq, thread, createdAt, content } = message
    const time = Date.parse(createdAt)
    if (message.removedAt !== null || message.event || time < notBefore || time >= olderThan) return undefined
    if (query.from !== undefined && !foldText(names.get(senderId) ?? '').includes(foldText(query.from))) {
      return undefined
    }
    const ranges = findWords(content, wanted)
    if (!ranges) return undefined
    const about = { id, roomId, roomName, senderId, seq, createdAt, ...(thread ? { thread } : {}) }
    return { ...about, ...snippetOf(content, ranges) }
  }
}

export function newestFirst(left: FoundMessage, right: FoundMessage): number {
  const [before, behind] = [left.createdAt + left.id, right.createdAt + right.id]
  return before < behind ? 1 : before > behind ? -1 : 0
}
